"""Whole days and ISO weeks in a guild's time zone, correct across daylight saving."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MIN_WEEKDAY_PREFIX = 2
"""Letters that tell the weekdays apart."""


def midnight(day: date, tz: ZoneInfo) -> datetime:
    """Returns the instant at which a local day begins, in UTC."""
    return datetime.combine(day, time(), tz).astimezone(UTC)


def local_date(instant: datetime, tz: ZoneInfo) -> date:
    """Returns the local day of an instant."""
    return instant.astimezone(tz).date()


def iso_week(day: date) -> str:
    """Returns the ISO week of a day, such as ``2019-W07``."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"


def parse_weekday(typed: str) -> int | None:
    """Returns the weekday, Monday being 0, whose lower-case name begins with the typed text; none if there is none."""
    if len(typed) < MIN_WEEKDAY_PREFIX:
        return None
    return next((place for place, name in enumerate(WEEKDAYS) if name.startswith(typed)), None)


@dataclass(frozen=True, slots=True)
class Window:
    """A range of whole local days, ``[first, end)``: the last day is the one before ``end``.

    Raises
    ------
    ValueError
        If it holds no day.
    """

    first: date
    end: date
    tz: ZoneInfo

    def __post_init__(self) -> None:
        if self.end <= self.first:
            message = "a window holds at least one day"
            raise ValueError(message)

    @classmethod
    def days_before(cls, now: datetime, n_days: int, tz: ZoneInfo) -> "Window":
        """Returns the ``n_days`` local days that ended with the last midnight."""
        end = local_date(now, tz)
        return cls(end - n_days * DAY, end, tz)

    @property
    def start_at(self) -> datetime:
        """The window's first instant, in UTC."""
        return midnight(self.first, self.tz)

    @property
    def end_at(self) -> datetime:
        """The first instant after the window, in UTC."""
        return midnight(self.end, self.tz)

    @property
    def n_days(self) -> int:
        """The number of local days in the window."""
        return (self.end - self.first).days

    def days(self) -> Iterator[date]:
        """Yields the window's local days, in order."""
        for offset in range(self.n_days):
            yield self.first + offset * DAY

    def before(self) -> "Window":
        """Returns the window of the same length that ends where this one begins."""
        return Window(self.first - self.n_days * DAY, self.first, self.tz)
