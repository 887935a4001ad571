"""What digests need from the outside."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Protocol

from community.digests.digest import Digest
from community.digests.issue import Issue, Standing, State
from community.digests.schedule import NewSchedule, Schedule
from community.ids import ChannelId, GuildId, MessageId, ScheduleId
from community.recommendations.digestible import OpenAsk, Worked


class DigestStore(Protocol):
    """The schedules of each guild, and every issue of them."""

    async def add(self, new: NewSchedule, now: datetime) -> Schedule:
        """Keeps a schedule; asked for twice it is kept once, and one that was paused comes again."""
        ...

    async def standings(self, guild_id: GuildId) -> Sequence[Standing]:
        """The guild's schedules with their latest issues, oldest schedule first."""
        ...

    async def running(self) -> Sequence[Standing]:
        """The schedules of all guilds that are not paused, with their latest issues."""
        ...

    async def pause(self, guild_id: GuildId, schedule_id: ScheduleId) -> None:
        """Keeps that nothing is to come."""
        ...

    async def resume(self, guild_id: GuildId, schedule_id: ScheduleId, now: datetime) -> None:
        """Keeps that what falls due from now on is to come."""
        ...

    async def remove(self, guild_id: GuildId, schedule_id: ScheduleId) -> None:
        """Forgets a schedule and its issues."""
        ...

    async def claim(
        self, schedule: Schedule, local_date: date, now: datetime, *, over: Collection[State] = ()
    ) -> Issue | None:
        """Makes the issue of a date; none where there is one already, or the schedule was removed.

        ``over`` are states from which an issue may be claimed anew.
        """
        ...

    async def claims(self) -> Sequence[Issue]:
        """The issues of all guilds that were claimed and not settled, oldest first."""
        ...

    async def settle(self, issue: Issue, now: datetime) -> None:
        """Keeps what became of a claimed issue; what is settled already stays as it is."""
        ...


class Herald(Protocol):
    """Posts digests, and finds what it posted."""

    def at_hand(self, guild_id: GuildId) -> bool:
        """Whether the guild can be reached at present."""
        ...

    def require(self, guild_id: GuildId, channel_id: ChannelId) -> None:
        """Passes where a digest can be posted.

        Raises
        ------
        OutOfReach
            When it can't; says what is missing.
        """
        ...

    async def post(self, issue: Issue, digest: Digest) -> MessageId:
        """Posts an issue. Raises as :meth:`require`; after any other error it may have been posted or not."""
        ...

    async def find(self, issue: Issue) -> MessageId | None:
        """The post of an issue; none is proof that there is none.

        Raises
        ------
        OutOfReach
            When the channel's history can't be read.
        """
        ...


class WordOfMouth(Protocol):
    """What became of recommendations."""

    async def worked(self, guild_id: GuildId, since: datetime, until: datetime) -> Sequence[Worked]:
        """What worked for somebody in ``[since, until)``."""
        ...

    async def open_asks(self, guild_id: GuildId, since: datetime) -> Sequence[OpenAsk]:
        """The asks since then that nobody has answered yet."""
        ...


class Readership(Protocol):
    """Who can read what."""

    async def open_to_readers_of(self, digest_channel_id: ChannelId, source_channel_id: ChannelId) -> bool:
        """Whether everybody who can read the one channel can read the other, a channel or a thread.

        False when unsure.
        """
        ...
