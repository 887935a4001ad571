"""The port to recorded activity, and the rows that metrics read from it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple, Protocol

from community.calendar import Window
from community.engagement.events import ActivityKind, Event
from community.ids import ChannelId, GuildId, MemberId


@dataclass(frozen=True, slots=True)
class Spell:
    """One stay of a member in the guild; ``left_at`` is none while it lasts."""

    member_id: MemberId
    joined_at: datetime
    left_at: datetime | None


class MemberDay(NamedTuple):
    """How often one member did one kind of thing on one local day.

    A tuple, because a year has tens of thousands of them.
    """

    member_id: MemberId
    day: date
    kind: ActivityKind
    n: int


@dataclass(frozen=True, slots=True)
class DayTotal:
    """How many people were active on one local day, members or not, and how many messages they wrote."""

    day: date
    n_members: int
    n_messages: int


@dataclass(frozen=True, slots=True)
class Opening:
    """A thread's first message ever, and when somebody else first answered it, if ever."""

    thread_id: ChannelId
    channel_id: ChannelId
    member_id: MemberId
    at: datetime
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class ThreadTalk:
    """The messages of one thread in a window.

    Shape
    -----
    ``depth`` is the longest chain of replies, where that was read.
    """

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
    """Everything recorded about the activity in guilds."""

    async def append(self, events: Sequence[Event]) -> int:
        """Stores a batch of events, in order and in one transaction; returns how many activities were new."""
        ...

    async def spells(self, guild_id: GuildId, window: Window) -> Sequence[Spell]:
        """Returns the stays that overlap the window, of members who did not opt out."""
        ...

    async def member_days(
        self,
        guild_id: GuildId,
        window: Window,
        *,
        channel_id: ChannelId | None = None,
        member_id: MemberId | None = None,
    ) -> Sequence[MemberDay]:
        """Returns what each member did on each local day of the window, in one channel or of one member if given.

        Members who opted out are left out, unless ``member_id`` names one of them.
        """
        ...

    async def day_totals(self, guild_id: GuildId, window: Window) -> Sequence[DayTotal]:
        """Returns the totals of the window's local days that had any activity, in order."""
        ...

    async def first_days(self, guild_id: GuildId, window: Window) -> Mapping[MemberId, date]:
        """Returns each member's first active local day ever, if that is before the window's end."""
        ...

    async def openings(
        self, guild_id: GuildId, window: Window, *, member_id: MemberId | None = None
    ) -> Sequence[Opening]:
        """Returns the threads opened in the window, by one member if given; answers count up to the window's end.

        A thread is known once anything was recorded in it. Members who opted out are left out, unless ``member_id``
        names one of them.
        """
        ...

    async def thread_talk(self, guild_id: GuildId, window: Window) -> Sequence[ThreadTalk]:
        """Returns the threads that had messages in the window."""
        ...

    async def message_counts(self, guild_id: GuildId, window: Window) -> Sequence[MessageCount]:
        """Returns how much each member wrote in each channel in the window; members who opted out are left out."""
        ...

    async def n_posters(self, guild_id: GuildId, since: datetime, until: datetime) -> Mapping[ChannelId, int]:
        """Returns how many distinct members wrote in each channel, threads included, in ``[since, until)``."""
        ...

    async def last_message_at(
        self, guild_id: GuildId, channel_id: ChannelId, since: datetime, until: datetime
    ) -> datetime | None:
        """Returns when the latest message of a channel, threads included, was written in ``[since, until)``."""
        ...

    async def n_thread_posters(self, guild_id: GuildId, thread_id: ChannelId, until: datetime) -> int:
        """Returns how many distinct members wrote in a thread before ``until``."""
        ...
