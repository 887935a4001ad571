"""A digest of three weeks of a real community, counted again by hand."""

import gzip
import json
from collections import Counter, defaultdict
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from itertools import takewhile
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from community.calendar import Window
from community.digests.digest import Digest, DigestRequest, digest_as_json
from community.digests.schedule import Cadence, DigestKind, DigestSubject
from community.engagement.estimates import Proportion, wilson
from community.engagement.jsonl import parse
from community.engagement.recorder import Recorder, RecorderLimits
from community.ids import ChannelId, GuildId
from storage.database import Database
from storage.engagement.activity_log import SqlActivityLog
from storage.schema import migrate
from tests.fakes.digests import MemoryVisibility, digest_composer

DATA = Path(__file__).parents[3].parent / "shared" / "data" / "community-2018-2019.jsonl.gz"
TZ = ZoneInfo("Europe/Amsterdam")
FROM, TO = datetime(2018, 9, 16, 22, tzinfo=UTC), datetime(2018, 10, 7, 22, tzinfo=UTC)
WEEK = Window(date(2018, 10, 1), date(2018, 10, 8), TZ)
GUILD, NEWS = GuildId(800000000000000001), ChannelId(1)

pytestmark = [
    pytest.mark.skipif(not DATA.is_file(), reason="the real data is not beside the checkout"),
    pytest.mark.slow,
]

Row = dict[str, Any]


def at(row: Row) -> datetime:
    return datetime.fromisoformat(row["at"])


@pytest.fixture(scope="module")
def lines() -> list[bytes]:
    with gzip.open(DATA) as file:
        early = takewhile(lambda line: at(json.loads(line)) < TO, file)
        return [line for line in early if at(json.loads(line)) >= FROM]


@pytest.fixture
def rows(lines: list[bytes]) -> list[Row]:
    return [json.loads(line) for line in lines]


@pytest.fixture
async def log(tmp_path: Path, lines: list[bytes]) -> AsyncIterator[SqlActivityLog]:
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'real.db'}")
    try:
        await migrate(database)
        log = SqlActivityLog(database)
        await log.append([parse(line) for line in lines])
        yield log
    finally:
        await database.close()


async def composed(log: SqlActivityLog, readership: MemoryVisibility) -> Digest:
    recorder = Recorder(log, RecorderLimits(), call_later=lambda *_: pytest.fail("no timer"), start_flush=lambda: None)
    assignment = DigestRequest(GUILD, DigestSubject(DigestKind.COMMUNITY), Cadence.WEEKLY, WEEK, NEWS, TO)
    return await digest_composer(log, recorder, readership).compose(assignment)


async def test_its_numbers_are_those_of_a_plain_recount(log: SqlActivityLog, rows: list[Row]) -> None:
    digest = await composed(log, MemoryVisibility())
    numbers = digest_as_json(digest, "")["numbers"]

    week = [row for row in rows if at(row) >= TO - timedelta(days=7)]
    active, known = {row["member"] for row in week}, {row["member"] for row in rows}
    share = wilson(len(active), len(known))
    assert len(week) > 500
    assert numbers["messages"] == len(week)
    assert (numbers["active"], numbers["eligible"]) == (len(active), len(known))
    assert numbers["participation"] == Proportion(share.value, share.low, share.high, len(known)).as_json()

    by_day = defaultdict(set)
    for row in week:
        by_day[at(row).astimezone(TZ).date()].add(row["member"])
    assert list(digest.days) == [(day, len(by_day[day])) for day in WEEK.days()]


async def test_its_threads_are_those_of_most_people(log: SqlActivityLog, rows: list[Row]) -> None:
    hidden = Counter(row["channel"] for row in rows).most_common(1)[0][0]
    digest = await composed(log, MemoryVisibility(ChannelId(int(hidden))))

    talks = defaultdict(list)
    for row in rows:
        if at(row) >= TO - timedelta(days=7) and row["channel"] != hidden:
            talks[row["thread"]].append(row)
    ranked = sorted(
        talks.items(),
        key=lambda talk: (len({row["member"] for row in talk[1]}), len(talk[1]), max(map(at, talk[1]))),
        reverse=True,
    )
    expected = [(thread, len({row["member"] for row in said}), len(said)) for thread, said in ranked[:5]]
    found = digest_as_json(digest, "")["items"]
    assert [(item["thread"], item["n_members"], item["n_messages"]) for item in found] == expected
    assert expected[0][1] >= 3
