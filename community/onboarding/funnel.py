"""How far newcomers come: from joining to being there in their second week, and what the promise did for them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, Protocol
from zoneinfo import ZoneInfo

from community.calendar import DAY, Window, local_date
from community.engagement.estimates import Proportion, wilson
from community.engagement.recorder import Recorder
from community.errors import Invalid
from community.ids import GuildId

MIN_DAYS, MAX_DAYS = 7, 365
"""Days that a funnel may be of (Source: as the numbers of ``/stats``)."""
SECOND_WEEK: Final = timedelta(days=7), timedelta(days=14)
"""From when to when after joining the second week is."""


class FunnelStep(StrEnum):
    """A step of the funnel."""

    JOINED = "joined"
    PASSED = "passed"
    STARTED = "started"
    FINISHED = "finished"
    WROTE = "wrote"
    ANSWERED = "answered"
    STAYED = "stayed"


@dataclass(frozen=True, slots=True)
class NewcomerPath:
    """How far one newcomer came; ``answered`` is whether a person answered their first message."""

    joined_at: datetime
    passed: bool
    started: bool
    finished: bool
    wrote: bool
    answered: bool
    in_second_week: bool


@dataclass(frozen=True, slots=True)
class PromiseCounts:
    """How often greeters were told, and one was mentioned; how many of these first messages have an answer by now."""

    n_notes: int
    n_mentions: int
    n_answered: int


@dataclass(frozen=True, slots=True)
class OnboardingFunnel:
    """How many came how far, each with its share of those who could have come so far.

    That is of all who joined; of an answer, of those who wrote; of the second week, of those whose is over.
    """

    n_days: int
    counts: dict[FunnelStep, int]
    shares: dict[FunnelStep, Proportion]
    promise: PromiseCounts

    @property
    def n_joined(self) -> int:
        """How many joined."""
        return self.counts[FunnelStep.JOINED]

    @property
    def answered_notes(self) -> Proportion:
        """Of the first messages that greeters were told of, how many have an answer by now."""
        return wilson(self.promise.n_answered, self.promise.n_notes)


class FunnelReads(Protocol):
    """The port to what is known of newcomers' ways; who opted out is left out."""

    async def paths(self, guild_id: GuildId, since: datetime, until: datetime) -> Sequence[NewcomerPath]:
        """The ways of those who joined in ``[since, until)``, whether or not they passed the screening."""
        ...

    async def promise(self, guild_id: GuildId, since: datetime, until: datetime) -> PromiseCounts:
        """The notes about first messages of ``[since, until)``."""
        ...


class FunnelService:
    """What ``/onboarding funnel`` tells."""

    def __init__(self, reads: FunnelReads, recorder: Recorder) -> None:
        self._reads = reads
        self._recorder = recorder

    async def compute(self, guild_id: GuildId, n_days: int, tz: ZoneInfo, now: datetime) -> OnboardingFunnel:
        """The ways of those who joined in the last so many local days, today among them.

        *Raises*: Invalid where the days are too few or too many.
        """
        if not MIN_DAYS <= n_days <= MAX_DAYS:
            raise Invalid("Please give a number of days from {low} to {high}.", low=MIN_DAYS, high=MAX_DAYS)
        await self._recorder.flush()
        tomorrow = local_date(now, tz) + DAY
        since = Window(tomorrow - n_days * DAY, tomorrow, tz).start_at
        until = now + timedelta.resolution
        paths = await self._reads.paths(guild_id, since, until)
        return compute_funnel(paths, await self._reads.promise(guild_id, since, until), n_days, now)


def compute_funnel(
    paths: Sequence[NewcomerPath], promise: PromiseCounts, n_days: int, now: datetime
) -> OnboardingFunnel:
    """The funnel of these ways, as far as it can be known now."""
    over = [one for one in paths if one.joined_at + SECOND_WEEK[1] <= now]
    counts = {
        FunnelStep.JOINED: len(paths),
        FunnelStep.PASSED: sum(one.passed for one in paths),
        FunnelStep.STARTED: sum(one.started for one in paths),
        FunnelStep.FINISHED: sum(one.finished for one in paths),
        FunnelStep.WROTE: sum(one.wrote for one in paths),
        FunnelStep.ANSWERED: sum(one.wrote and one.answered for one in paths),
        FunnelStep.STAYED: sum(one.in_second_week for one in over),
    }
    could = dict.fromkeys(FunnelStep, len(paths)) | {
        FunnelStep.ANSWERED: counts[FunnelStep.WROTE],
        FunnelStep.STAYED: len(over),
    }
    return OnboardingFunnel(n_days, counts, {step: wilson(n, could[step]) for step, n in counts.items()}, promise)
