"""How near a guild is to Discord's limits, and when it gets there."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from community.calendar import DAY
from community.discord_limits import ACTIVE_THREADS, CHANNELS, CHANNELS_PER_CATEGORY, OVERWRITES_PER_CHANNEL, ROLES

PACE_DAYS = 30
"""Days over which today's pace is taken."""
MIN_PACE_DAYS = 7
"""Days of counting before there is a pace."""
NEAR_SHARE = 0.9
"""The share of a limit from which on moderators are told what to do."""


class Limit(StrEnum):
    """What Discord limits (Source: Discord, Server Limits; Channel Resource)."""

    CHANNELS = "channels"
    CATEGORY = "category"
    ROLES = "roles"
    OVERWRITES = "overwrites"
    THREADS = "threads"


MAXIMUM: Mapping[Limit, int] = {
    Limit.CHANNELS: CHANNELS,
    Limit.CATEGORY: CHANNELS_PER_CATEGORY,
    Limit.ROLES: ROLES,
    Limit.OVERWRITES: OVERWRITES_PER_CHANNEL,
    Limit.THREADS: ACTIVE_THREADS,
}
"""Channels of a guild, categories counted; of the fullest category; roles; exceptions of the channel that has most;
active threads."""


@dataclass(frozen=True, slots=True)
class Count:
    """How many there were on one day."""

    day: date
    n: int


@dataclass(frozen=True, slots=True)
class Outlook:
    """One limit: how many there are, how many more come a day, and on which day it is reached.

    *Shape*: ``pace`` is none before there is one; ``reached_on`` is none where the pace does not lead there.
    """

    limit: Limit
    n: int
    maximum: int
    pace: float | None
    reached_on: date | None

    @property
    def is_near(self) -> bool:
        """Whether it is time to do something."""
        return self.n >= NEAR_SHARE * self.maximum


def forecast(limit: Limit, n: int, today: date, counts: Sequence[Count]) -> Outlook:
    """How a limit will be met, by the oldest count of the last thirty days."""
    most = MAXIMUM[limit]
    pace = _pace(n, today, counts)
    if n >= most:
        return Outlook(limit, n, most, pace, today)
    if pace is None or pace <= 0:
        return Outlook(limit, n, most, pace, None)
    days = math.ceil((most - n) / pace)
    reached_on = today + days * DAY if days <= (date.max - today).days else None
    return Outlook(limit, n, most, pace, reached_on)


def _pace(n: int, today: date, counts: Sequence[Count]) -> float | None:
    """How many more come a day."""
    within = [one for one in counts if MIN_PACE_DAYS <= (today - one.day).days <= PACE_DAYS]
    if not within:
        return None
    oldest = min(within, key=lambda one: one.day)
    return (n - oldest.n) / (today - oldest.day).days
