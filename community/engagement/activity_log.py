"""The port to everything recorded, and the rows that metrics read from it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple, Protocol

from community.calendar import Window
from community.engagement.events import ActivityKind, Event
from community.ids import ChannelId, GuildId, MemberId


@dataclass(frozen=True, slots=True)
class Spell:
    """The time during which a person was a member of the guild."""

    member_id: MemberId
    joined_at: datetime
    left_at: datetime | None


class MemberDay(NamedTuple):
    """How often one member did one kind of thing on one local day; a tuple, since a year has tens of thousands."""

    member_id: MemberId
    day: date
    kind: ActivityKind
    n: int


@dataclass(frozen=True, slots=True)
class DayTotal:
    """How many people did anything at all on one local day, members or not, and how many messages they wrote."""

    day: date
    n_members: int
    n_messages: int


@dataclass(frozen=True, slots=True)
class Opening:
    """A thread's first message ever, and the first answer by somebody else, if there was one."""

    thread_id: ChannelId
    channel_id: ChannelId
    member_id: MemberId
    at: datetime
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class ThreadTalk:
    """What was said in one thread during a window; ``depth`` is its longest chain of replies, where that was read."""

    thread_id: ChannelId
    channel_id: ChannelId
    n_messages: int
    n_members: int
    last_at: datetime
    depth: int = 0


@dataclass(frozen=True, slots=True)
class MessageCount:
    """How many messages one member wrote in one channel, threads included."""

    channel_id: ChannelId
    member_id: MemberId
    n: int


class ActivityLog(Protocol):
    """Everything recorded about a guild's life."""

    async def append(self, events: Sequence[Event]) -> int:
        """Stores a batch, in order and in one transaction; returns how many activities were new."""
        ...

    async def spells(self, guild_id: GuildId, window: Window) -> Sequence[Spell]:
        """The members who were there at some time in the window and did not opt out."""
        ...

    async def member_days(
        self,
        guild_id: GuildId,
        window: Window,
        *,
        channel_id: ChannelId | None = None,
        member_id: MemberId | None = None,
    ) -> Sequence[MemberDay]:
        """What each member did on each local day of the window; in one channel or by one member, where named.

        Whoever opted out is left out, unless it is them who are named.
        """
        ...

    async def day_totals(self, guild_id: GuildId, window: Window) -> Sequence[DayTotal]:
        """The local days of the window on which anything happened, in order."""
        ...

    async def first_days(self, guild_id: GuildId, window: Window) -> Mapping[MemberId, date]:
        """The local day on which each member first did anything ever, where that is before the window's end."""
        ...

    async def openings(
        self, guild_id: GuildId, window: Window, *, member_id: MemberId | None = None
    ) -> Sequence[Opening]:
        """The threads opened in the window, by one member where named; an answer counts if it came before its end.

        A thread counts once it is known, which is when anything was first recorded in it. Whoever opted out is
        left out, unless it is them who are named.
        """
        ...

    async def thread_talk(self, guild_id: GuildId, window: Window) -> Sequence[ThreadTalk]:
        """The threads that were talked in during the window."""
        ...

    async def message_counts(self, guild_id: GuildId, window: Window) -> Sequence[MessageCount]:
        """Who wrote how much in which channel during the window; whoever opted out is left out."""
        ...

    async def n_posters(self, guild_id: GuildId, since: datetime, until: datetime) -> Mapping[ChannelId, int]:
        """How many distinct members wrote in each channel, threads included, in ``[since, until)``."""
        ...

    async def last_message_at(
        self, guild_id: GuildId, channel_id: ChannelId, since: datetime, until: datetime
    ) -> datetime | None:
        """When the latest message of a channel was written, threads included, in ``[since, until)``."""
        ...

    async def n_thread_posters(self, guild_id: GuildId, thread_id: ChannelId, until: datetime) -> int:
        """How many distinct members wrote in a thread before then."""
        ...
