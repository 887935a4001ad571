"""Parses the time at which an AMA begins, as people write it in the guild's time zone."""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from community.calendar import DAY, parse_weekday
from community.errors import Invalid

MIN_LEAD_TIME = timedelta(minutes=10)
"""How far ahead an AMA is at least, so that members hear of it."""
MAX_LEAD_TIME = timedelta(days=60)
"""How far ahead an AMA is at most: a topic's consent lasts longer (our choice)."""
USUAL_TIME = time(18)
"""The suggested time of day: after work."""
N_SUGGESTED = 14
"""Suggested days."""
CLOCK_PATTERN = r"(?P<hour>[01]?[0-9]|2[0-3])[:.](?P<minute>[0-5][0-9])"
"""Regular expression of a time of day."""


def parse_start(typed: str, now: datetime, tz: ZoneInfo) -> datetime:
    """Returns the typed instant in UTC; of an hour that a clock goes through twice, the first.

    Raises
    ------
    Invalid
        If it cannot be read, is over, too soon or too far ahead.
    """
    found = re.fullmatch(rf"(?P<day>\S+?)[\sT]+{CLOCK_PATTERN}", " ".join(typed.split()), re.IGNORECASE)
    days = _days(found["day"].casefold(), now.astimezone(tz).date()) if found is not None else []
    if found is None or not days:
        raise Invalid(
            "I can't read {typed} as a day and a time. Please write it like 2026-12-03 18:00, tomorrow 18:00 or "
            "Friday 18:00, in this server's time ({zone}).",
            typed=typed[:40],
            zone=tz.key,
        )
    instants = [_instant(day, time(int(found["hour"]), int(found["minute"])), tz) for day in days]
    at = next((one for one in instants if one >= now + MIN_LEAD_TIME), instants[-1])
    if at < now + MIN_LEAD_TIME:
        raise Invalid("That is over, or too soon. Please pick a time at least {n} minutes from now.", n=10)
    if at > now + MAX_LEAD_TIME:
        raise Invalid("That is too far ahead. Please pick a day within {days} days.", days=MAX_LEAD_TIME.days)
    return at


def suggest_starts(typed: str, now: datetime, tz: ZoneInfo) -> Sequence[datetime]:
    """Returns the local times that may be meant.

    That is the typed time if it can be read, otherwise days that match what was typed so far.
    """
    try:
        return [parse_start(typed, now, tz).astimezone(tz)]
    except Invalid:
        clock = re.search(CLOCK_PATTERN, typed)
        at = USUAL_TIME if clock is None else time(int(clock["hour"]), int(clock["minute"]))
        today = now.astimezone(tz).date()
        days = [today + n * DAY for n in range(N_SUGGESTED + 1)]
        wanted = typed.split()[:1]
        close = [day for day in days if wanted and _is_near(wanted[0].casefold(), day)]
        instants = [datetime.combine(day, at, tz) for day in close or days]
        return [one for one in instants if one >= now + MIN_LEAD_TIME]


def _days(typed: str, today: date) -> list[date]:
    """Returns the local days that a word can mean, the nearest first."""
    if typed == "today":
        return [today]
    if typed == "tomorrow":
        return [today + DAY]
    if re.fullmatch(r"\d{4}-\d{1,2}-\d{1,2}", typed):
        try:
            return [date(*map(int, typed.split("-")))]
        except ValueError:
            return []
    wanted = parse_weekday(typed)
    return [day for n in range(8) if (day := today + n * DAY).weekday() == wanted]


def _instant(day: date, at: time, tz: ZoneInfo) -> datetime:
    local = datetime.combine(day, at, tz)
    instant = local.astimezone(UTC)
    if instant.astimezone(tz).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise Invalid("Clocks go forward on that day, and leave that time out. Please pick another one.")
    return instant


def _is_near(word: str, day: date) -> bool:
    return day.isoformat().startswith(word) or day.weekday() == parse_weekday(word)
