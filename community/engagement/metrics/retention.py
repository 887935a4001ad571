"""``retention``: whether those who came are still around."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from community.calendar import DAY, Window, iso_week, local_date
from community.engagement.estimates import wilson
from community.engagement.metric import JsonValue, Metric
from community.engagement.window_data import DataSource, WindowData
from community.ids import MemberId

WEEKS = (1, 2, 3, 4, 8, 12)
"""Weeks after the joining week that are reported (Source: the design's metrics)."""
WEEK = 7 * DAY


@dataclass(frozen=True, slots=True)
class Cohort:
    """The members who joined in one ISO week, and how many of them were active in later ones.

    Shape
    -----
    ``n_active`` has every one of :data:`WEEKS`; none stands for a week that was not over.
    """

    week: str
    n: int
    n_active: Mapping[int, int | None]

    def as_json(self) -> dict[str, JsonValue]:
        """Returns the form that ``insights --json`` prints."""
        return {
            "week": self.week,
            "n": self.n,
            "weeks": {
                str(week): None if n_active is None else wilson(n_active, self.n).as_json()
                for week, n_active in self.n_active.items()
            },
        }


def retention(data: WindowData) -> tuple[Cohort, ...]:
    """Returns a cohort for each ISO week in which somebody joined in the window.

    Weeks are local. A week that the window cuts counts only those who joined inside the window. Members who left are
    counted.
    """
    window = data.window
    joined: defaultdict[date, set[MemberId]] = defaultdict(set)
    for spell in data.spells:
        day = local_date(spell.joined_at, window.tz)
        if data.contains(day):
            joined[day - day.weekday() * DAY].add(spell.member_id)
    return tuple(
        Cohort(iso_week(monday), len(who), {week: _n_active(data, monday + week * WEEK, who) for week in WEEKS})
        for monday, who in sorted(joined.items())
    )


def _n_active(data: WindowData, monday: date, who: set[MemberId]) -> int | None:
    if monday + WEEK > data.window.end:
        return None
    return len(who & data.active(Window(monday, monday + WEEK, data.window.tz)))


RETENTION = Metric(
    "retention", place=220, unit="people", reads=frozenset({DataSource.SPELLS, DataSource.MEMBER_DAYS}), fold=retention
)
