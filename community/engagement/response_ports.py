"""The ports to who answers and thanks whom, who waits for an answer, and who agreed to be shown."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, Protocol

from community.ids import ChannelId, GuildId, MemberId, MessageId


class InteractionCount(NamedTuple):
    """One member answered or thanked another, so many times; a tuple, since a season has ten thousand."""

    giver_id: MemberId
    receiver_id: MemberId
    n: int


@dataclass(frozen=True, slots=True)
class UnansweredNewcomer:
    """A member's first message ever, that nobody answered: no reply, no mention, no word in its thread."""

    member_id: MemberId
    joined_at: datetime
    channel_id: ChannelId
    thread_id: ChannelId | None
    message_id: MessageId
    at: datetime


@dataclass(frozen=True, slots=True)
class WaitingAsk:
    """An ask that got no recommendation, and no word by somebody else in its thread."""

    channel_id: ChannelId
    thread_id: ChannelId
    at: datetime


class Responses(Protocol):
    """Who answers whom; members who opted out are neither givers nor receivers, nobody gives to themselves."""

    async def replies(
        self,
        guild_id: GuildId,
        receivers: Collection[MemberId],
        since: datetime,
        until: datetime,
        channel_id: ChannelId | None = None,
    ) -> Sequence[InteractionCount]:
        """How often members replied explicitly to some others in ``[since, until)``, threads included."""
        ...

    async def thanks(
        self,
        guild_id: GuildId,
        receivers: Collection[MemberId],
        since: datetime,
        until: datetime,
        channel_id: ChannelId | None = None,
    ) -> Sequence[InteractionCount]:
        """How often members thanked some others in ``[since, until)``.

        A thank is a vote "thanks" on a recommendation, or a heart or folded hands on a reply to somebody else
        that was written in that time; each recommendation and each reply counts once a person.
        """
        ...

    async def unanswered_newcomers(
        self, guild_id: GuildId, joined_since: datetime, since: datetime, until: datetime
    ) -> Sequence[UnansweredNewcomer]:
        """The unanswered first messages of ``[since, until)`` by members known to have joined since, oldest first.

        An answer counts whenever it came.
        """
        ...

    async def unanswered_asks(self, guild_id: GuildId, since: datetime, until: datetime) -> Sequence[WaitingAsk]:
        """The unanswered asks of ``[since, until)`` whose authors are known, oldest first."""
        ...


class Recognition(Protocol):
    """Who agreed to be shown as somebody whom others answer to and thank."""

    async def shown(self, guild_id: GuildId) -> frozenset[MemberId]:
        """Who agreed, is still a member as far as is known, and did not opt out."""
        ...

    async def show(self, guild_id: GuildId, member_id: MemberId, now: datetime) -> None:
        """Keeps that somebody agreed; twice is once."""
        ...

    async def hide(self, guild_id: GuildId, member_id: MemberId) -> None:
        """Keeps that somebody does not agree (any more)."""
        ...
