"""Forecasts when a guild reaches Discord's limits."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from community.calendar import DAY
from community.discord_limits import ACTIVE_THREADS, CHANNELS, CHANNELS_PER_CATEGORY, OVERWRITES_PER_CHANNEL, ROLES

PACE_DAYS = 30
"""*Units*: days over which the pace is measured (our choice)."""
MIN_PACE_DAYS = 7
"""*Units*: days of counts before there is a pace (our choice)."""
NEAR_SHARE = 0.9
"""The share of a limit from which moderators are notified (our choice)."""


class Limit(StrEnum):
    """The things that Discord limits.

    *Source*: Discord, Server Limits; Channel Resource.
    """

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
"""The most that Discord allows of each.

*Units*: channels of a guild, categories included; channels of the fullest category; roles; overwrites of the
channel that has most; active threads.
"""


@dataclass(frozen=True, slots=True)
class Count:
    """How many there were on one day."""

    day: date
    n: int


@dataclass(frozen=True, slots=True)
class Outlook:
    """The present count of a limit, its daily growth, and the day on which it is reached.

    *Shape*: ``pace`` is none before there is one; ``reached_on`` is none if the pace does not lead there.
    """

    limit: Limit
    n: int
    maximum: int
    pace: float | None
    reached_on: date | None

    @property
    def is_near(self) -> bool:
        """Returns whether the count has reached ``NEAR_SHARE`` of the limit."""
        return self.n >= NEAR_SHARE * self.maximum


def forecast(limit: Limit, n: int, today: date, counts: Sequence[Count]) -> Outlook:
    """Returns the outlook of a limit, by the pace since the oldest count within ``PACE_DAYS``."""
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
    """Returns how many more there are each day, or none before ``MIN_PACE_DAYS`` of counts."""
    within = [one for one in counts if MIN_PACE_DAYS <= (today - one.day).days <= PACE_DAYS]
    if not within:
        return None
    oldest = min(within, key=lambda one: one.day)
    return (n - oldest.n) / (today - oldest.day).days
