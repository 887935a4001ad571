from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from community.engagement.activity_log import ActivityLog
from community.engagement.backfill import fingerprint
from community.engagement.events import Activity, ActivityKind, Arrival, Departure, Withdrawal
from community.engagement.history import HistoryMark, HistoryMarks
from community.engagement.quarantine import QuarantinedFrame
from community.ids import ChannelId, GuildId, MemberId
from storage.database import Database
from storage.engagement.activity_log import SqlActivityLog
from storage.engagement.history import SqlHistoryMarks, SqlQuarantineStore
from storage.tables.history import quarantine
from tests.fakes.engagement.activity_log import MemoryActivityLog
from tests.fakes.engagement.history import MemoryHistoryMarks

NOW = datetime(2026, 1, 5, tzinfo=UTC)
HOME, ELSEWHERE = GuildId(1), GuildId(2)
LOBBY, GARDEN = ChannelId(11), ChannelId(12)
AMY, BEA, CY = MemberId(21), MemberId(22), MemberId(23)
LARGE = 2**62

Store = tuple[HistoryMarks, ActivityLog]


@pytest.fixture
def store(database: Database | None) -> Store:
    if database is None:
        log = MemoryActivityLog()
        return MemoryHistoryMarks(log), log
    return SqlHistoryMarks(database), SqlActivityLog(database)


async def test_nothing_is_known_of_a_guild_that_was_never_read(store: Store) -> None:
    marks, _ = store
    assert await marks.marks(HOME) == {}
    assert await marks.present(HOME) == frozenset()
    assert await marks.reactions(HOME, []) == {}
    assert await marks.withheld() == {}


async def test_a_mark_replaces_the_one_before_it_and_no_other(store: Store) -> None:
    marks, _ = store
    first, other = HistoryMark(LOBBY, LARGE, 200, 100), HistoryMark(GARDEN, 5, 5, 5)
    await marks.save(HOME, [first, other])
    await marks.save(ELSEWHERE, [first])
    await marks.save(HOME, [])
    read_on = HistoryMark(LOBBY, LARGE + 1, 150, 100)
    await marks.save(HOME, [read_on])
    assert await marks.marks(HOME) == {LOBBY: read_on, GARDEN: other}
    assert await marks.marks(ELSEWHERE) == {LOBBY: first}


async def test_who_joined_and_did_not_leave_is_present(store: Store) -> None:
    marks, log = store
    later = NOW + timedelta(hours=1)
    await log.append([Arrival(HOME, AMY, NOW), Arrival(HOME, BEA, NOW), Arrival(ELSEWHERE, CY, NOW)])
    await log.append([Departure(HOME, BEA, later), Departure(HOME, CY, later)])
    assert await marks.present(HOME) == {AMY}
    await log.append([Arrival(HOME, BEA, later)])
    assert await marks.present(HOME) == {AMY, BEA}


async def test_the_reactions_recorded_for_messages_are_found_by_message(store: Store) -> None:
    marks, log = store

    def reaction(guild_id: GuildId, message_id: int, member_id: MemberId, emoji: str) -> Activity:
        return Activity(guild_id, ActivityKind.REACTION, message_id, member_id, NOW, LOBBY, emoji=emoji)

    await log.append(
        [
            reaction(HOME, LARGE, AMY, "☕"),
            reaction(HOME, LARGE, AMY, "🥐"),
            reaction(HOME, LARGE, BEA, "☕"),
            reaction(HOME, 7, BEA, "☕"),
            reaction(ELSEWHERE, LARGE, CY, "☕"),
            Activity(HOME, ActivityKind.MESSAGE, LARGE, CY, NOW, LOBBY),
            Withdrawal(HOME, ActivityKind.REACTION, LARGE, BEA, "☕"),
        ]
    )
    assert await marks.reactions(HOME, [LARGE, 8]) == {LARGE: frozenset({(AMY, "☕"), (AMY, "🥐")})}


async def test_what_is_withheld_is_kept_with_its_latest_instant(store: Store) -> None:
    marks, _ = store
    who = fingerprint(HOME, AMY, await marks.key())
    await marks.withhold(HOME, who, NOW)
    await marks.withhold(HOME, who, NOW + timedelta(days=1))
    await marks.withhold(ELSEWHERE, who, NOW)
    assert await marks.withheld() == {(HOME, who): NOW + timedelta(days=1), (ELSEWHERE, who): NOW}


async def test_fingerprints_are_made_with_a_key_that_stays_and_is_of_one_installation(store: Store) -> None:
    marks, _ = store
    key = await marks.key()
    assert len(key) == 32
    assert await marks.key() == key
    assert fingerprint(HOME, AMY, key) == fingerprint(HOME, AMY, await marks.key())
    assert len({fingerprint(HOME, AMY, key), fingerprint(HOME, BEA, key), fingerprint(HOME, AMY, bytes(32))}) == 3


@pytest.mark.parametrize("database", ["sqlite", "postgres"], indirect=True)
async def test_a_case_is_kept_with_or_without_a_guild(database: Database) -> None:
    await SqlQuarantineStore(database).save(
        [QuarantinedFrame(HOME, "MESSAGE_CREATE", "KeyError in parse", NOW), QuarantinedFrame(None, "X", "Y", NOW)]
    )
    columns = (quarantine.c.guild_id, quarantine.c.event, quarantine.c.reason, quarantine.c.at)
    async with database.read() as connection:
        rows = [tuple(row) for row in await connection.execute(select(*columns).order_by(quarantine.c.quarantine_id))]
    assert rows == [(HOME, "MESSAGE_CREATE", "KeyError in parse", NOW), (None, "X", "Y", NOW)]
