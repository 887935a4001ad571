"""Which issue of a digest is due: decided from the calendar, whatever happened to the clock and the process."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from community.calendar import DAY, local_date
from community.digests.schedule import Rhythm

MAX_INTERVAL_DAYS = 31
"""Days: from any day, an issue of every rhythm lies at most so far back, and so far ahead."""
MINUTE = timedelta(minutes=1)


def local_instant(day: date, at: time, tz: ZoneInfo) -> datetime:
    """When the local time comes on a local day, in UTC.

    A time that comes twice is its first; one that is skipped is the next that exists.
    """
    local = datetime.combine(day, at)
    while True:
        found = local.replace(tzinfo=tz).astimezone(UTC)
        if found.astimezone(tz).replace(tzinfo=None) == local:
            return found
        local += MINUTE


def due_date(rhythm: Rhythm, tz: ZoneInfo, now: datetime, *, since: datetime, last: date | None) -> date | None:
    """The local date whose issue is to be posted now, or none.

    It is the latest date that fell due after ``since``; earlier ones that were missed are let go. ``last`` is the
    latest date that has an issue: nothing is due up to it.
    """
    today = local_date(now, tz)
    for day, at in _issues(rhythm, tz, (today - n * DAY for n in range(MAX_INTERVAL_DAYS + 1))):
        if at <= now:
            return day if at > since and (last is None or day > last) else None
    return None


def next_issue_at(rhythm: Rhythm, tz: ZoneInfo, now: datetime, *, last: date | None = None) -> datetime | None:
    """When the next issue comes; none where the calendar ends before it."""
    today = local_date(now, tz)
    days = (today + n * DAY for n in range(MAX_INTERVAL_DAYS + 1))
    return next(
        (at for day, at in _issues(rhythm, tz, days) if at > now and (last is None or day > last)),
        None,
    )


def _issues(rhythm: Rhythm, tz: ZoneInfo, days: Iterable[date]) -> Iterable[tuple[date, datetime]]:
    return ((day, local_instant(day, rhythm.at, tz)) for day in days if rhythm.falls_on(day))
