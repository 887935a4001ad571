"""What a moderator schedules: which digest, where, how often, and when."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from community.calendar import DAY, Window, parse_weekday
from community.errors import Invalid
from community.ids import ChannelId, GuildId, MemberId, ScheduleId

LAST_DAY = 28
"""The last day that every month has."""


class DigestKind(StrEnum):
    """For whom a digest is."""

    COMMUNITY = "community"
    TOPIC = "topic"
    BRAND = "brand"
    MODERATORS = "moderators"


NO_SUBJECT = 0
"""Stands for no subject: of all digests only a topic's and a brand's are about something."""


@dataclass(frozen=True, slots=True)
class DigestSubject:
    """What a digest is about: of a topic's, and of a brand's, the number; of the others :data:`NOTHING`."""

    kind: DigestKind
    number: int = NO_SUBJECT


class Cadence(StrEnum):
    """How often a digest comes."""

    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often, on which day, and at what local time.

    ``on_day`` is the ISO weekday of a weekly digest, the day of the month of a monthly one, and 0 for a daily one.
    """

    cadence: Cadence
    on_day: int
    at: time

    def falls_on(self, day: date) -> bool:
        """Whether an issue belongs to that local day."""
        match self.cadence:
            case Cadence.DAILY:
                return True
            case Cadence.WEEKLY:
                return day.isoweekday() == self.on_day
            case Cadence.MONTHLY:
                return day.day == self.on_day

    def window(self, day: date, tz: ZoneInfo) -> Window:
        """What the issue of a local day tells of: the whole days since the issue before it."""
        match self.cadence:
            case Cadence.DAILY:
                return Window(day - DAY, day, tz)
            case Cadence.WEEKLY:
                return Window(day - timedelta(weeks=1), day, tz)
            case Cadence.MONTHLY:
                last_month = day.replace(day=1) - DAY
                return Window(last_month.replace(day=min(day.day, LAST_DAY)), day, tz)


@dataclass(frozen=True, slots=True)
class NewSchedule:
    """What a moderator asks for."""

    guild_id: GuildId
    subject: DigestSubject
    channel_id: ChannelId
    rhythm: Rhythm
    created_by: MemberId

    def matches(self, schedule: "Schedule") -> bool:
        """Whether there is nothing new about it."""
        return (self.subject, self.channel_id, self.rhythm) == (schedule.subject, schedule.channel_id, schedule.rhythm)


@dataclass(frozen=True, slots=True)
class Schedule:
    """A digest that comes by itself; what fell due before ``since`` is not made up for."""

    schedule_id: ScheduleId
    guild_id: GuildId
    subject: DigestSubject
    channel_id: ChannelId
    rhythm: Rhythm
    paused: bool
    since: datetime

    @property
    def kind(self) -> DigestKind:
        """For whom it is."""
        return self.subject.kind


def parse_rhythm(cadence: str, day: str, at: str) -> Rhythm:
    """The rhythm that was typed; without a day it is Monday, or the first.

    Raises
    ------
    Invalid
        When a part can't be read; says how to write it.
    """
    often = _parse_cadence(cadence)
    return Rhythm(often, _DAYS[often](day.strip().casefold()), _parse_time(at))


def _parse_cadence(typed: str) -> Cadence:
    try:
        return Cadence(typed)
    except ValueError:
        raise Invalid("A digest comes daily, weekly or monthly. Please pick one of these.") from None


def _parse_time(typed: str) -> time:
    match = re.fullmatch(r"([01]?[0-9]|2[0-3])[:.]([0-5][0-9])", typed.strip())
    if match is None:
        raise Invalid("I can't read {typed} as a time of day. Please write it like 09:00 or 18:30.", typed=typed[:20])
    return time(int(match[1]), int(match[2]))


def _refuse_day(typed: str) -> int:
    if typed:
        raise Invalid("A daily digest comes every day. Please leave the day out, or make it weekly or monthly.")
    return 0


def _parse_weekday(typed: str) -> int:
    found = parse_weekday(typed)
    if typed and found is None:
        raise Invalid("A weekly digest comes on a weekday. Please write it like Monday or Fri.")
    return 1 if found is None else found + 1


def _parse_month_day(typed: str) -> int:
    if not typed:
        return 1
    if not re.fullmatch(r"[0-9]{1,2}", typed) or not 1 <= int(typed) <= LAST_DAY:
        raise Invalid(
            "A monthly digest comes on a day from 1 to {last}, so that every month has it. Please give such a day.",
            last=LAST_DAY,
        )
    return int(typed)


_DAYS: dict[Cadence, Callable[[str], int]] = {
    Cadence.DAILY: _refuse_day,
    Cadence.WEEKLY: _parse_weekday,
    Cadence.MONTHLY: _parse_month_day,
}
