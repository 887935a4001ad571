"""The ports of topics: storage, access on Discord, activity and liveliness."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from community.ids import ChannelId, GuildId, MemberId, TopicId
from community.topics.capacity import Limit
from community.topics.liveliness import Level, Pulse
from community.topics.topic import NewTopic, Topic


class TopicStore(Protocol):
    """Stores the topics of each guild and their members."""

    async def add(self, new: NewTopic, now: datetime) -> Topic | None:
        """Stores a new topic and returns it, or none if the channel is a topic already."""
        ...

    async def remove(self, guild_id: GuildId, topic_id: TopicId) -> None:
        """Deletes a topic and its members."""
        ...

    async def describe(self, guild_id: GuildId, topic_id: TopicId, description: str) -> None:
        """Replaces a topic's description."""
        ...

    async def topics(self, guild_id: GuildId) -> Sequence[Topic]:
        """Returns the guild's topics, oldest first."""
        ...

    async def topic(self, guild_id: GuildId, topic_id: TopicId) -> Topic | None:
        """Returns a topic of the guild, or none if the guild has no such."""
        ...

    async def join(self, topic: Topic, member_id: MemberId, now: datetime) -> None:
        """Stores that a member joined; does nothing if they had."""
        ...

    async def leave(self, topic: Topic, member_id: MemberId) -> None:
        """Stores that a member left."""
        ...

    async def joined(self, guild_id: GuildId, member_id: MemberId) -> frozenset[TopicId]:
        """Returns the topics that a member joined."""
        ...

    async def n_members(self, guild_id: GuildId) -> Mapping[TopicId, int]:
        """Returns how many members each topic has; topics without any are left out."""
        ...

    async def also_joined(
        self, guild_id: GuildId, topic_ids: Collection[TopicId], member_id: MemberId
    ) -> Mapping[tuple[TopicId, TopicId], int]:
        """Returns, for each of these topics and each other topic, how many members besides this one joined both.

        Pairs without any are left out.
        """
        ...


class TopicMembership(Protocol):
    """Opens and closes a topic's channel for a member on Discord."""

    async def grant(self, topic: Topic, member_id: MemberId) -> None:
        """Grants access; does nothing if the member has it.

        Raises
        ------
        NotFound
            If the member left the guild.
        OutOfReach
            If Discord refuses; the sentence says what a moderator can mend.
        """
        ...

    async def revoke(self, topic: Topic, member_id: MemberId) -> None:
        """Takes access away; does nothing if the member has none.

        Raises
        ------
        NotFound
            If the member left the guild.
        OutOfReach
            If Discord refuses; the sentence says what a moderator can mend.
        """
        ...

    def n_overwrites(self, topic: Topic) -> int:
        """Returns how many permission overwrites a topic's channel has; 0 if the channel is gone.

        Raises
        ------
        OutOfReach
            If the bot is not in the guild.
        """
        ...


class CapacityWatch(Protocol):
    """Watches counts that get near Discord's limits."""

    async def check(self, guild_id: GuildId, limit: Limit, n: int, now: datetime) -> None:
        """Notifies moderators once if a count is near its limit."""
        ...


class PosterCounts(Protocol):
    """Counts the members who write in channels."""

    async def n_posters(self, guild_id: GuildId, since: datetime, now: datetime) -> Mapping[ChannelId, int]:
        """Returns how many distinct members wrote in each channel since then, threads included."""
        ...


class LivelinessStore(Protocol):
    """Stores how lively each topic is, and measures what that is made of."""

    async def unmeasured(self, before: datetime) -> Sequence[GuildId]:
        """Returns the guilds with a topic that was never measured, or not since ``before``."""
        ...

    async def pulses(self, guild_id: GuildId, since: datetime, until: datetime) -> Mapping[TopicId, Pulse]:
        """Returns the pulse of every topic in ``[since, until)``, threads included, without members who opted out."""
        ...

    async def levels(self, guild_id: GuildId) -> Mapping[TopicId, Level]:
        """Returns the stored level of each topic that was measured."""
        ...

    async def keep(self, guild_id: GuildId, levels: Mapping[TopicId, Level], now: datetime) -> None:
        """Stores levels as measured now; skips topics that were removed."""
        ...


class Levels(Protocol):
    """Reads how lively topics are."""

    async def levels(self, guild_id: GuildId) -> Mapping[TopicId, Level]:
        """Returns the level of each topic that was measured."""
        ...


class UnansweredAsk(Protocol):
    """An ask without an answer."""

    @property
    def author_id(self) -> MemberId | None:
        """The member who asks; none once their data was deleted."""
        ...

    @property
    def channel_id(self) -> ChannelId:
        """The channel of the ask."""
        ...


class UnansweredAsks(Protocol):
    """Reads the asks that wait for a recommendation."""

    async def open_asks(self, guild_id: GuildId, since: datetime) -> Sequence[UnansweredAsk]:
        """Returns the asks since then that have no answer."""
        ...
