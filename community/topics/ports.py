"""What topics need from the outside."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from community.ids import ChannelId, GuildId, MemberId, TopicId
from community.topics.capacity import Limit
from community.topics.liveliness import Level, Pulse
from community.topics.topic import NewTopic, Topic


class TopicStore(Protocol):
    """The topics of each guild and who joined them."""

    async def add(self, new: NewTopic, now: datetime) -> Topic | None:
        """Keeps a new topic; none where the channel is a topic already."""
        ...

    async def remove(self, guild_id: GuildId, topic_id: TopicId) -> None:
        """Forgets a topic and who joined it."""
        ...

    async def describe(self, guild_id: GuildId, topic_id: TopicId, description: str) -> None:
        """Keeps a topic's description instead of the one before."""
        ...

    async def topics(self, guild_id: GuildId) -> Sequence[Topic]:
        """The guild's topics, oldest first."""
        ...

    async def topic(self, guild_id: GuildId, topic_id: TopicId) -> Topic | None:
        """One topic of this guild."""
        ...

    async def join(self, topic: Topic, member_id: MemberId, now: datetime) -> None:
        """Keeps that a member joined; twice is once."""
        ...

    async def leave(self, topic: Topic, member_id: MemberId) -> None:
        """Keeps that a member left."""
        ...

    async def joined(self, guild_id: GuildId, member_id: MemberId) -> frozenset[TopicId]:
        """The topics that a member joined."""
        ...

    async def n_members(self, guild_id: GuildId) -> Mapping[TopicId, int]:
        """How many joined each topic."""
        ...

    async def also_joined(
        self, guild_id: GuildId, topic_ids: Collection[TopicId], member_id: MemberId
    ) -> Mapping[tuple[TopicId, TopicId], int]:
        """Of each of these topics and each other one: how many joined both, the member not counted; none is absent."""
        ...


class TopicMembership(Protocol):
    """Opens and closes a topic's channel for a member, on Discord."""

    async def grant(self, topic: Topic, member_id: MemberId) -> None:
        """Gives access; nothing happens where the member has it.

        Raises
        ------
        OutOfReach
            When Discord would not let Hamlet; it says what a moderator can mend.
        """
        ...

    async def revoke(self, topic: Topic, member_id: MemberId) -> None:
        """Takes access away; nothing happens where there is none. Raises as :meth:`add`."""
        ...

    def n_overwrites(self, topic: Topic) -> int:
        """How many roles and members a topic's channel makes exceptions for; none where it is gone."""
        ...


class CapacityWatch(Protocol):
    """Sees what is going to run out."""

    async def check(self, guild_id: GuildId, limit: Limit, n: int, now: datetime) -> None:
        """Has moderators told, once, what to do where so many of what Discord limits are near the limit."""
        ...


class PosterCounts(Protocol):
    """Who is about in a channel."""

    async def n_posters(self, guild_id: GuildId, since: datetime, now: datetime) -> Mapping[ChannelId, int]:
        """How many distinct members wrote in each channel, threads included."""
        ...


class LivelinessStore(Protocol):
    """How lively each topic is, and what that is measured by."""

    async def unmeasured(self, before: datetime) -> Sequence[GuildId]:
        """The guilds with a topic that was never measured, or not since then."""
        ...

    async def pulses(self, guild_id: GuildId, since: datetime, until: datetime) -> Mapping[TopicId, Pulse]:
        """The pulse of every topic in ``[since, until)``, threads included; who opted out counts nowhere."""
        ...

    async def levels(self, guild_id: GuildId) -> Mapping[TopicId, Level]:
        """The levels that are kept."""
        ...

    async def keep(self, guild_id: GuildId, levels: Mapping[TopicId, Level], now: datetime) -> None:
        """Keeps levels as measured now; of a topic that is gone by now, nothing."""
        ...


class Levels(Protocol):
    """How lively topics are."""

    async def levels(self, guild_id: GuildId) -> Mapping[TopicId, Level]:
        """The level of each topic that was measured."""
        ...


class UnansweredAsk(Protocol):
    """An ask that nobody has answered yet."""

    @property
    def author_id(self) -> MemberId | None:
        """Who asks; none once they were forgotten."""
        ...

    @property
    def channel_id(self) -> ChannelId:
        """Where."""
        ...


class UnansweredAsks(Protocol):
    """Who waits for a recommendation."""

    async def open_asks(self, guild_id: GuildId, since: datetime) -> Sequence[UnansweredAsk]:
        """The asks since then that nobody has answered yet."""
        ...
