"""The port to who spoke with whom and where, and the rows that metrics read from it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from community.calendar import Window
from community.ids import ChannelId, GuildId, MemberId


class Reply(NamedTuple):
    """A message that answers another one explicitly, perhaps in a thread; a tuple, since a month has ten thousand."""

    source_id: int
    answered_id: int
    thread_id: ChannelId | None = None


@dataclass(frozen=True, slots=True)
class Tie:
    """One member turned to another at least once: replied, mentioned, or wrote in a thread that the other opened."""

    member_id: MemberId
    towards_id: MemberId


@dataclass(frozen=True, slots=True)
class ThreadParticipants:
    """How many people wrote in a thread; the message that it was made from is one of its messages."""

    thread_id: ChannelId
    n_members: int


@dataclass(frozen=True, slots=True)
class ChannelPresence:
    """One member did something in a channel, threads included, and wrote this many messages there."""

    channel_id: ChannelId
    member_id: MemberId
    n_messages: int


@dataclass(frozen=True, slots=True)
class Reader:
    """One member chose the topic of a channel, and reads it."""

    channel_id: ChannelId
    member_id: MemberId


class Conversations(Protocol):
    """Who spoke with whom and where; everything is of the window's own messages.

    Left out are deleted ones, and those of people who opted out since.
    """

    async def replies(self, guild_id: GuildId, window: Window) -> Sequence[Reply]:
        """The explicit replies, oldest first, whose answered message is recorded too, whenever that was written."""
        ...

    async def ties(self, guild_id: GuildId, window: Window) -> Sequence[Tie]:
        """The directed ties, each once, never to oneself; a thread's opener wrote its first message ever."""
        ...

    async def thread_participants(self, guild_id: GuildId, window: Window) -> Sequence[ThreadParticipants]:
        """The threads that have at least one of the messages."""
        ...

    async def presence(self, guild_id: GuildId, window: Window) -> Sequence[ChannelPresence]:
        """Who did anything at all in which channel: not only messages count."""
        ...

    async def readers(self, guild_id: GuildId) -> Sequence[Reader]:
        """Who chose which topic, as of now."""
        ...


def depths(replies: Iterable[Reply]) -> Mapping[ChannelId | None, int]:
    """The longest chain of replies in each thread, and under none outside of threads; they come oldest first.

    *Units*: replies. One to a message that is no reply of these is the first of its chain.
    """
    length: dict[int, int] = {}
    deepest: dict[ChannelId | None, int] = {}
    for reply in replies:
        length[reply.source_id] = length.get(reply.answered_id, 0) + 1
        deepest[reply.thread_id] = max(deepest.get(reply.thread_id, 0), length[reply.source_id])
    return deepest
