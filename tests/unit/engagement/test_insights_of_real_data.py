"""``insights`` on the real file: the same numbers as somebody who counts the raw lines in Python.

The numbers of conversations are recounted in ``test_insights_recounted.py``, in SQL and on the whole file.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import takewhile
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from scipy.stats import binom

from community.engagement.events import Activity, ActivityKind
from community.ids import ChannelId, GuildId, MemberId
from tests.unit.engagement.insight_queries import agree, keep, numbers

REAL_GUILD = GuildId(800000000000000001)
UNTIL = "2018-06-04"
"""The slice: the first hundred days, with clocks that change on both sides of the Atlantic."""

Line = tuple[datetime, str, str]


@pytest.fixture(scope="module")
def raw(real_lines: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The first lines of the real file."""
    return list(takewhile(lambda one: str(one["at"]) < UNTIL, real_lines))


@pytest.fixture(scope="module")
def real(raw: list[dict[str, Any]], tmp_path_factory: pytest.TempPathFactory) -> str:
    """The same lines, recorded."""
    events = [
        Activity(
            GuildId(int(one["guild"])),
            ActivityKind.MESSAGE,
            int(one["source_id"]),
            MemberId(int(one["member"])),
            datetime.fromisoformat(one["at"]),
            ChannelId(int(one["channel"])),
            ChannelId(int(one["thread"])),
        )
        for one in raw
    ]
    return keep(tmp_path_factory.mktemp("real") / "real.db", events)


@pytest.mark.parametrize("tz", ["America/New_York", "Pacific/Auckland"])
@pytest.mark.parametrize(("first", "end"), [("2018-03-08", "2018-05-28"), ("2018-04-03", "2018-04-14")])
def test_the_real_file_recounted(raw: list[dict[str, Any]], real: str, first: str, end: str, tz: str) -> None:
    lines = [(datetime.fromisoformat(one["at"]), one["member"], one["thread"]) for one in raw]
    counted = recount(lines, date.fromisoformat(first), date.fromisoformat(end), ZoneInfo(tz))
    told = numbers(real, REAL_GUILD, first, end, tz)
    assert told.pop("guild") == str(REAL_GUILD)
    assert (told.pop("from"), told.pop("to"), told.pop("tz")) == (first, end, tz)
    agree({key: told[key] for key in counted}, counted)


def recount(lines: list[Line], first: date, end: date, tz: ZoneInfo) -> dict[str, Any]:
    """Every number from the definitions alone, straight from the lines, without any of the code under test."""
    one_day = timedelta(days=1)
    begins, stops = (datetime(day.year, day.month, day.day, tzinfo=tz) for day in (first, end))
    past = [line for line in lines if line[0] < stops]
    joined: dict[str, datetime] = {}
    for at, who, _ in past:
        joined.setdefault(who, at)
    day_of = {at: at.astimezone(tz).date() for at, _, _ in past}
    within = [line for line in past if line[0] >= begins]
    days_of: defaultdict[str, set[date]] = defaultdict(set)
    for at, who, _ in past:
        days_of[who].add(day_of[at])

    def came(start: date, stop: date) -> set[str]:
        return {who for who, days in days_of.items() if any(start <= day < stop for day in days)}

    threads: defaultdict[str, list[Line]] = defaultdict(list)
    for line in past:
        threads[line[2]].append(line)
    asked = [
        (talk[0][0], talk[0][1], next((at for at, who, _ in talk if who != talk[0][1]), None))
        for talk in threads.values()
        if talk[0][0] >= begins
    ]
    waits = sorted((answer - at).total_seconds() for at, _, answer in asked if answer)
    ripe = [one for one in asked if stops.astimezone(UTC) - one[0] >= timedelta(hours=24)]
    fresh = [one for one in ripe if one[0] - joined[one[1]] < timedelta(days=7)]
    spoken = Counter(who for _, who, _ in within)
    spread = sorted(spoken[who] for who in joined)
    active, eligible = came(first, end), set(joined)
    return {
        "eligible": len(eligible),
        "active": len(active),
        "messages": len(within),
        "threads": len(asked),
        "participation": share(len(active), len(eligible)),
        "dau": len(came(end - one_day, end)),
        "wau": len(came(end - 7 * one_day, end)),
        "mau": len(came(end - 30 * one_day, end)),
        "dau_mean": len({(day_of[at], who) for at, who, _ in within}) / (end - first).days,
        "stickiness": share(len(came(end - 7 * one_day, end)), len(came(end - 30 * one_day, end))),
        "new_members": sum(at >= begins for at in joined.values()),
        "first_response": {
            "n": len(asked),
            "answered": len(waits),
            "unanswered": len(asked) - len(waits),
            "median_s": median(waits),
            "p90_s": type_7(waits, 0.9),
        },
        "reply_rate_24h": share(quick(ripe), len(ripe)),
        "newcomer_reply_rate_24h": share(quick(fresh), len(fresh)),
        "gini": mean_difference(spread),
        "members_for_half": half(spread),
        "retention": cohorts(joined, begins, end, tz, days_of),
        "states": periods(first, end, days_of, joined, tz),
    }


def quick(asked: Iterable[tuple[datetime, str, datetime | None]]) -> int:
    return sum(answer is not None and (answer - at).total_seconds() <= 86_400 for at, _, answer in asked)


def share(k: int, n: int) -> dict[str, Any]:
    if n == 0:
        return {"value": None, "low": None, "high": None, "n": 0}
    z, p = 1.959963984540054, k / n
    middle = (p + z**2 / (2 * n)) / (1 + z**2 / n)
    reach = z / (1 + z**2 / n) * math.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
    return {"value": p, "low": middle - reach, "high": middle + reach, "n": n}


def type_7(ordered: list[float], q: float) -> float:
    place = (len(ordered) - 1) * q
    low, high = ordered[math.floor(place)], ordered[math.ceil(place)]
    return low + (high - low) * (place - math.floor(place))


def median(ordered: list[float]) -> dict[str, Any]:
    n = len(ordered)
    rank = int(binom.ppf(0.025, n, 0.5))
    while binom.cdf(rank - 1, n, 0.5) > 0.025:
        rank -= 1
    return {"value": type_7(ordered, 0.5), "low": ordered[rank - 1], "high": ordered[n - rank]}


def mean_difference(values: list[int]) -> float:
    """Half the relative mean absolute difference, which is the Gini coefficient."""
    return sum(abs(a - b) for a in values for b in values) / (2 * len(values) * sum(values))


def half(ascending: list[int]) -> int:
    for n in range(len(ascending) + 1):
        if 2 * sum(ascending[len(ascending) - n :]) >= sum(ascending):
            return n
    raise AssertionError


def cohorts(
    joined: dict[str, datetime], begins: datetime, end: date, tz: ZoneInfo, days_of: dict[str, set[date]]
) -> list[dict[str, Any]]:
    weeks: defaultdict[str, list[str]] = defaultdict(list)
    for who, at in joined.items():
        if at >= begins:
            weeks[at.astimezone(tz).strftime("%G-W%V")].append(who)
    rows = []
    for week, members in sorted(weeks.items()):
        later: dict[str, Any] = {}
        for k in (1, 2, 3, 4, 8, 12):
            monday = datetime.strptime(f"{week}-1", "%G-W%V-%u").replace(tzinfo=UTC).date() + timedelta(weeks=k)
            seven = {monday + timedelta(days=n) for n in range(7)}
            over = max(seven) < end
            later[str(k)] = share(sum(bool(days_of[who] & seven) for who in members), len(members)) if over else None
        rows.append({"week": week, "n": len(members), "weeks": later})
    return rows


def periods(
    first: date, end: date, days_of: dict[str, set[date]], joined: dict[str, datetime], tz: ZoneInfo
) -> list[dict[str, Any]]:
    """Each member's weeks before the end as a string of marks, newest first, then read like words."""
    n_rows = (end - first).days // 7
    rows = []
    for back in range(n_rows - 1, -1, -1):
        stop = end - timedelta(days=7 * back)
        counts: Counter[str] = Counter()
        for who, days in days_of.items():
            marks = "".join(
                "x" if {stop - timedelta(days=7 * w + n) for n in range(1, 8)} & days else "." for w in range(4)
            )
            debut = joined[who].astimezone(tz).date()
            counts["active"] += marks[0] == "x"
            counts["consistently_active"] += marks.count("x") >= 3
            counts["newly_active"] += stop - timedelta(days=7) <= debut < stop
            counts["still_active"] += marks.startswith("xx")
            counts["paused"] += marks.startswith(".x")
            counts["dropped"] += stop - timedelta(days=21) <= debut < stop - timedelta(days=14) and marks[:3] == "..x"
        rows.append({"from": str(stop - timedelta(days=7)), "to": str(stop), **counts})
    return rows
