"""``states``: who comes, keeps coming, pauses and drops out, week by week."""

from collections import Counter
from dataclasses import asdict, dataclass
from datetime import date

from community.calendar import DAY, Window
from community.engagement.metric import JsonValue, Metric
from community.engagement.window_data import DataSource, WindowData
from community.ids import MemberId

PERIOD = 7
"""Days (Source: the design's metrics)."""
MEMORY = 4
"""Periods that are examined for being consistently active (Source: the design's metrics)."""
CONSISTENT = 3
"""Periods out of those in which a consistently active member was active (Source: the design's metrics)."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many members were in each state in one period; a member may be in several."""

    active: int
    consistently_active: int
    newly_active: int
    still_active: int
    paused: int
    dropped: int


@dataclass(frozen=True, slots=True)
class Period:
    """Seven local days, ``[first, end)``, and the states of those who were members in them."""

    first: date
    end: date
    n: Counts

    def as_json(self) -> dict[str, JsonValue]:
        """Returns the form that ``insights --json`` prints."""
        return {"from": self.first.isoformat(), "to": self.end.isoformat(), **asdict(self.n)}


def states(data: WindowData) -> tuple[Period, ...]:
    """Returns a row for each whole 7-day period of the window, oldest first, of those who were members in it.

    Periods are counted back from the window's end, as in ``wau`` and ``mau``; days left over at its beginning have no
    row. Activity before the window is examined as well. Consistently active: active in at least 3 of the last 4
    periods, this one included. Newly active: active in this one and never before it. Still active: in this one and the
    one before. Paused: in the one before, not in this one. Dropped: newly active two periods back, then in neither.
    """
    window = data.window
    ends = [window.end - n * PERIOD * DAY for n in range(window.n_days // PERIOD)]
    debuts: dict[MemberId, date] = {}
    for day, who in sorted(data.active_by_day.items(), reverse=True):
        debuts |= dict.fromkeys(who, day)
    return tuple(_period(data, end, debuts) for end in reversed(ends))


def _period(data: WindowData, end: date, debuts: dict[MemberId, date]) -> Period:
    spans = [
        Window(end - (back + 1) * PERIOD * DAY, end - back * PERIOD * DAY, data.window.tz) for back in range(MEMORY)
    ]
    members = data.eligible(spans[0])
    seen = [members & _seen(data, span) for span in spans]
    now, before, earlier = seen[:3]
    n_periods = Counter(member for who in seen for member in who)
    return Period(
        spans[0].first,
        end,
        Counts(
            active=len(now),
            consistently_active=sum(n >= CONSISTENT for n in n_periods.values()),
            newly_active=sum(debuts[member] >= spans[0].first for member in now),
            still_active=len(now & before),
            paused=len(before - now),
            dropped=sum(debuts[member] >= spans[2].first for member in earlier - before - now),
        ),
    )


def _seen(data: WindowData, span: Window) -> frozenset[MemberId]:
    return frozenset[MemberId]().union(*(data.active_by_day.get(day, frozenset()) for day in span.days()))


STATES = Metric(
    "states", place=230, unit="people", reads=frozenset({DataSource.SPELLS, DataSource.HISTORY}), fold=states
)
