from datetime import UTC, datetime, timedelta

import pytest

from community.engagement.activity_log import ActivityLog
from community.engagement.events import Activity, ActivityKind, Arrival, Departure, Event, Withdrawal
from community.engagement.jsonl import ActivityExport, ExportedEvent
from community.ids import ChannelId, GuildId, MemberId
from storage.database import Database
from storage.engagement.activity_log import SqlActivityLog
from storage.engagement.export import SqlActivityExport
from tests.fakes.engagement.activity_log import MemoryActivityLog
from tests.fakes.engagement.export import MemoryActivityExport

NOON = datetime(2026, 1, 5, 12, 0, 0, 250_000, UTC)
HOUR = timedelta(hours=1)
HOME, ELSEWHERE = GuildId(1), GuildId(2**62)
AMY, BEA, CY, EVE = MemberId(10), MemberId(11), MemberId(2**62), MemberId(14)
HALL = ChannelId(100)
SAID = Activity(HOME, ActivityKind.MESSAGE, 1, AMY, NOON, HALL, ChannelId(7), mentioned=(BEA, CY))
REPLY = Activity(HOME, ActivityKind.MESSAGE, 2, BEA, NOON, HALL, ChannelId(7), replied_to=AMY, answered_id=1)
REACTION = Activity(HOME, ActivityKind.REACTION, 1, CY, NOON, HALL, emoji="👩‍👩‍👧‍👦")
AWAY = Activity(ELSEWHERE, ActivityKind.MESSAGE, 2**63 - 1, AMY, NOON, HALL)
LIFE: list[Event] = [
    AWAY,
    REACTION,
    REPLY,
    SAID,
    Arrival(HOME, BEA, NOON - HOUR),
    Arrival(ELSEWHERE, AMY, NOON),
    Departure(HOME, BEA, NOON + HOUR),
    Departure(HOME, EVE, NOON),
]

Store = tuple[ActivityLog, ActivityExport]


@pytest.fixture
def store(database: Database | None) -> Store:
    if database is not None:
        return SqlActivityLog(database), SqlActivityExport(database)
    log = MemoryActivityLog()
    return log, MemoryActivityExport(log)


async def told(archive: ActivityExport, size: int = 100) -> list[ExportedEvent]:
    return [one async for page in archive.pages(size) for one in page]


async def test_everything_is_told_members_first_and_known_joins_only(store: Store) -> None:
    log, archive = store
    await log.append(LIFE)
    everything = await told(archive)
    stays, activities = everything[:4], everything[4:]
    assert set(stays) == {one for one in LIFE if isinstance(one, Arrival | Departure)}
    assert stays.index(Arrival(HOME, BEA, NOON - HOUR)) < stays.index(Departure(HOME, BEA, NOON + HOUR))
    assert activities == [SAID, REPLY, REACTION, AWAY]
    assert await archive.n_rows() >= len(everything)


@pytest.mark.parametrize("size", [2, 3, 100])
async def test_a_page_is_never_longer_than_asked_for(store: Store, size: int) -> None:
    log, archive = store
    await log.append(LIFE)
    pages = [page async for page in archive.pages(size)]
    assert all(len(page) <= size for page in pages)
    assert sum(map(len, pages)) == len(LIFE)


async def test_what_was_withdrawn_is_not_told_and_of_nothing_nothing_is(store: Store) -> None:
    log, archive = store
    assert (await told(archive), await archive.n_rows()) == ([], 0)
    await log.append([SAID, REPLY, Withdrawal(HOME, ActivityKind.MESSAGE, 1)])
    assert await told(archive) == [REPLY]
