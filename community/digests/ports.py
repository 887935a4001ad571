"""What digests need from the outside."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Protocol

from community.digests.digest import Digest
from community.digests.issue import Issue, IssueState, PreviousIssues, PublishedItem, ScheduledDigest
from community.digests.schedule import DigestKind, NewSchedule, Schedule
from community.ids import ChannelId, GuildId, MessageId, ScheduleId


class DigestStore(Protocol):
    """The schedules of each guild, and every issue of them."""

    async def add(self, new: NewSchedule, now: datetime) -> Schedule:
        """Keeps a schedule; asked for twice it is kept once, and one that was paused comes again."""
        ...

    async def schedules(self, guild_id: GuildId) -> Sequence[ScheduledDigest]:
        """The guild's schedules with their latest issues, oldest schedule first."""
        ...

    async def running(self) -> Sequence[ScheduledDigest]:
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
        self, schedule: Schedule, local_date: date, now: datetime, *, over: Collection[IssueState] = ()
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

    async def record_items(self, issue: Issue, items: Sequence[PublishedItem]) -> None:
        """Keeps what a claimed issue is about to tell, instead of what it was about to tell before."""
        ...

    async def previous_issues(self, schedule: Schedule, before: date) -> PreviousIssues:
        """What the posted issues of the dates before told."""
        ...

    async def find_item(
        self, guild_id: GuildId, schedule_id: ScheduleId, local_date: date, key: str
    ) -> PublishedItem | None:
        """One of the items that an issue of this guild told."""
        ...


class DigestPosts(Protocol):
    """Posts digests, and finds what it posted."""

    def is_available(self, guild_id: GuildId) -> bool:
        """Whether the guild can be reached at present."""
        ...

    def require_postable(self, guild_id: GuildId, channel_id: ChannelId, kind: DigestKind) -> None:
        """Passes where a digest of that kind can be posted: one for moderators not where everybody reads.

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


class Visibility(Protocol):
    """Who can read what."""

    async def open_to_readers_of(self, digest_channel_id: ChannelId, source_channel_id: ChannelId) -> bool:
        """Whether everybody who can read the one channel can read the other, a channel or a thread.

        False when unsure.
        """
        ...
