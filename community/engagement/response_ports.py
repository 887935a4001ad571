"""The ports to answers and thanks between members, unanswered messages, and the consent to be shown."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, Protocol

from community.ids import ChannelId, GuildId, MemberId, MessageId


class InteractionCount(NamedTuple):
    """How often one member answered or thanked another.

    A tuple, because a season has ten thousand of them.
    """

    giver_id: MemberId
    receiver_id: MemberId
    n: int


@dataclass(frozen=True, slots=True)
class UnansweredNewcomer:
    """A member's first message ever without an answer: no reply, no mention, no message in its thread."""

    member_id: MemberId
    joined_at: datetime
    channel_id: ChannelId
    thread_id: ChannelId | None
    message_id: MessageId
    at: datetime


@dataclass(frozen=True, slots=True)
class WaitingAsk:
    """An ask without a recommendation and without a message by somebody else in its thread."""

    channel_id: ChannelId
    thread_id: ChannelId
    at: datetime


class Responses(Protocol):
    """Who answers whom; without members who opted out, and never from a member to themselves."""

    async def replies(
        self,
        guild_id: GuildId,
        receivers: Collection[MemberId],
        since: datetime,
        until: datetime,
        channel_id: ChannelId | None = None,
    ) -> Sequence[InteractionCount]:
        """Returns how often members replied explicitly to the receivers in ``[since, until)``, threads included."""
        ...

    async def thanks(
        self,
        guild_id: GuildId,
        receivers: Collection[MemberId],
        since: datetime,
        until: datetime,
        channel_id: ChannelId | None = None,
    ) -> Sequence[InteractionCount]:
        """Returns how often members thanked the receivers in ``[since, until)``.

        A vote "thanks" on a recommendation counts, and a heart or folded hands on a reply to somebody else that was
        written in that time; each recommendation and each reply counts once per person.
        """
        ...

    async def unanswered_newcomers(
        self, guild_id: GuildId, joined_since: datetime, since: datetime, until: datetime
    ) -> Sequence[UnansweredNewcomer]:
        """Returns the unanswered first messages of ``[since, until)``, oldest first.

        Their authors are known to have joined since ``joined_since``. An answer counts whenever it came.
        """
        ...

    async def unanswered_asks(self, guild_id: GuildId, since: datetime, until: datetime) -> Sequence[WaitingAsk]:
        """Returns the unanswered asks of ``[since, until)`` whose authors are known, oldest first."""
        ...


class Recognition(Protocol):
    """The store of who agreed to be shown as somebody whom others answer and thank."""

    async def shown(self, guild_id: GuildId) -> frozenset[MemberId]:
        """Returns who agreed, is still a member as far as is known, and did not opt out."""
        ...

    async def show(self, guild_id: GuildId, member_id: MemberId, now: datetime) -> None:
        """Saves that a member agreed; repeating it changes nothing."""
        ...

    async def hide(self, guild_id: GuildId, member_id: MemberId) -> None:
        """Removes a member's agreement."""
        ...
