"""``insights`` against SQL over the raw lines: the whole real file, and a part of it dressed with what it lacks."""

import json
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from community.ids import GuildId
from tests.unit.conftest import brought_in
from tests.unit.engagement.insight_queries import agree, numbers
from tests.unit.engagement.recount import Recount

GUILD = GuildId(800000000000000001)
WHOLE = "2018-02-01", "2020-01-01"
WINDOWS = [
    ("2019-03-08", "2019-04-08"),
    ("2018-10-25", "2018-11-07"),
    ("2019-11-03", "2019-11-04"),
    ("2017-01-01", "2017-02-05"),
]
"""Clocks that change in spring on both sides of the Atlantic; in autumn; a day of 25 hours; silence."""
ZONES = ["UTC", "America/New_York", "Asia/Kathmandu"]


@pytest.fixture(scope="module")
def recount(real_lines: Sequence[dict[str, Any]]) -> Recount:
    return Recount(real_lines)


@pytest.mark.parametrize(
    ("first", "end", "tz"),
    [
        (*WHOLE, "America/New_York"),
        *(pytest.param(*WHOLE, tz, marks=pytest.mark.soak) for tz in ("UTC", "Asia/Kathmandu", "Pacific/Kiritimati")),
        *((*window, tz) for window in WINDOWS for tz in ZONES),
    ],
)
def test_the_whole_real_file_recounted(recount: Recount, real_address: str, first: str, end: str, tz: str) -> None:
    same(numbers(real_address, GUILD, first, end, tz), recount, first, end, tz)


DRESSED_UNTIL = "2018-07-01"


@pytest.fixture(scope="module")
def dressed(real_lines: Sequence[dict[str, Any]]) -> Sequence[dict[str, Any]]:
    """The first months with invented joins, leaves, replies and reactions."""
    random = Random(7)  # noqa: S311 - nothing secret is drawn
    lines: list[dict[str, Any]] = []
    latest: dict[str, dict[str, Any]] = {}
    seen: dict[str, datetime] = {}
    for one in real_lines:
        if one["at"] >= DRESSED_UNTIL:
            break
        told = dict(one)
        at = seen.setdefault(one["member"], datetime.fromisoformat(one["at"]))
        before = latest.get(one["thread"])
        if before is not None and random.random() < 0.4:
            told |= {"answered": before["source_id"], "replied_to": before["member"]}
        elif random.random() < 0.05:
            told |= {"answered": str(2**60 + len(lines)), "replied_to": one["member"]}
        if before is None or random.random() < 0.6:
            latest[one["thread"]] = one
        lines.append(told)
        if random.random() < 0.2:
            lines.append(
                {name: one[name] for name in ("source_id", "at", "guild", "channel", "thread")}
                | {"kind": "reaction", "member": random.choice(list(seen)), "emoji": "☕"}
            )
    for member, at in seen.items():
        stay = {"guild": str(GUILD), "member": member}
        if random.random() < 0.6:
            joined = at - timedelta(seconds=random.randrange(12 * 86_400))
            lines.append(stay | {"kind": "join", "at": joined.isoformat()})
        if random.random() < 0.3:
            left = at + timedelta(seconds=random.randrange(90 * 86_400))
            lines.append(stay | {"kind": "leave", "at": left.isoformat()})
    return lines


@pytest.fixture(scope="module")
def dressed_address(dressed: Sequence[dict[str, Any]], tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("dressed")
    (folder / "dressed.jsonl").write_text("".join(f"{json.dumps(line)}\n" for line in dressed), encoding="utf-8")
    address, _ = brought_in(folder / "dressed.jsonl", folder / "dressed.db")
    return address


@pytest.fixture(scope="module")
def dressed_recount(dressed: Sequence[dict[str, Any]]) -> Recount:
    return Recount(dressed)


@pytest.mark.parametrize("tz", ["Europe/Berlin", "Australia/Lord_Howe"])
@pytest.mark.parametrize(
    ("first", "end"), [("2018-02-01", "2018-07-01"), ("2018-03-20", "2018-04-12"), ("2018-03-25", "2018-03-26")]
)
def test_with_joins_leaves_replies_and_reactions_recounted(
    dressed_recount: Recount, dressed_address: str, first: str, end: str, tz: str
) -> None:
    told = numbers(dressed_address, GUILD, first, end, tz)
    assert told["depth_max"] >= 2
    same(told, dressed_recount, first, end, tz)


def same(told: dict[str, Any], recount: Recount, first: str, end: str, tz: str) -> None:
    """Every number, leaf by leaf."""
    heading = {"guild": str(GUILD), "from": first, "to": end, "tz": tz}
    counted = heading | recount.numbers(date.fromisoformat(first), date.fromisoformat(end), ZoneInfo(tz))
    assert list(told) == list(counted)
    agree(told, counted)
