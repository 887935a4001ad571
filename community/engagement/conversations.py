"""The port to who spoke with whom and where, and the rows that metrics read from it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from community.calendar import Window
from community.ids import ChannelId, GuildId, MemberId


class Reply(NamedTuple):
    """A message that explicitly answers another one.

    A tuple, because a month has ten thousand of them.
    """

    source_id: int
    answered_id: int
    thread_id: ChannelId | None = None


@dataclass(frozen=True, slots=True)
class Tie:
    """A directed tie: one member replied to another, mentioned them, or wrote in a thread that they opened."""

    member_id: MemberId
    towards_id: MemberId


@dataclass(frozen=True, slots=True)
class ThreadParticipants:
    """How many people wrote in a thread; the message it was created from is one of its messages."""

    thread_id: ChannelId
    n_members: int


@dataclass(frozen=True, slots=True)
class ChannelPresence:
    """One member's activity in a channel, threads included, with the number of messages."""

    channel_id: ChannelId
    member_id: MemberId
    n_messages: int


@dataclass(frozen=True, slots=True)
class Reader:
    """A member who chose the topic of a channel."""

    channel_id: ChannelId
    member_id: MemberId


class Conversations(Protocol):
    """Who spoke with whom and where, from the messages of a window.

    Deleted messages are left out, and those of members who opted out.
    """

    async def replies(self, guild_id: GuildId, window: Window) -> Sequence[Reply]:
        """Returns the explicit replies, oldest first, whose answered message is recorded, whenever it was written."""
        ...

    async def ties(self, guild_id: GuildId, window: Window) -> Sequence[Tie]:
        """Returns the directed ties, each once, never to oneself; the opener of a thread wrote its first message."""
        ...

    async def thread_participants(self, guild_id: GuildId, window: Window) -> Sequence[ThreadParticipants]:
        """Returns the number of writers of each thread that has at least one of the messages."""
        ...

    async def presence(self, guild_id: GuildId, window: Window) -> Sequence[ChannelPresence]:
        """Returns each member's activity of any kind in each channel."""
        ...

    async def readers(self, guild_id: GuildId) -> Sequence[Reader]:
        """Returns who chose which topic, as of now."""
        ...


def depths(replies: Iterable[Reply]) -> Mapping[ChannelId | None, int]:
    """Returns the longest chain of replies of each thread, under none outside threads; replies come oldest first.

    A reply to a message that is not itself one of these replies is the first of its chain.

    Units
    -----
    Replies.
    """
    length: dict[int, int] = {}
    deepest: dict[ChannelId | None, int] = {}
    for reply in replies:
        length[reply.source_id] = length.get(reply.answered_id, 0) + 1
        deepest[reply.thread_id] = max(deepest.get(reply.thread_id, 0), length[reply.source_id])
    return deepest
