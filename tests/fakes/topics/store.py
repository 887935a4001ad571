from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from community.ids import GuildId, MemberId, RoleId, TopicId
from community.topics.topic import NewTopic, Topic


class MemoryTopicStore:
    """The port ``TopicStore``, in memory."""

    def __init__(self) -> None:
        self._topics: dict[TopicId, Topic] = {}
        self._joined: set[tuple[TopicId, MemberId]] = set()

    @property
    def everything(self) -> Sequence[Topic]:
        """Returns the topics of all guilds."""
        return list(self._topics.values())

    def set_asleep(self, topic_id: TopicId, *, asleep: bool) -> None:
        """Stores whether a topic is in the archive, which SQL reads from its lifecycle."""
        self._topics[topic_id] = replace(self._topics[topic_id], asleep=asleep)

    def set_role(self, guild_id: GuildId, topic_id: TopicId, role_id: RoleId | None) -> None:
        """Stores the role that opens a topic."""
        if self._topics[topic_id].guild_id == guild_id:
            self._topics[topic_id] = replace(self._topics[topic_id], role_id=role_id)

    def members(self, guild_id: GuildId, topic_id: TopicId) -> frozenset[MemberId]:
        """Returns the members who joined a topic."""
        topic = self._topics.get(topic_id)
        there = topic is not None and topic.guild_id == guild_id
        return frozenset(member for joined, member in self._joined if there and joined == topic_id)

    async def add(self, new: NewTopic, now: datetime) -> Topic | None:
        if any(one.channel_id == new.channel_id for one in await self.topics(new.guild_id)):
            return None
        topic_id = TopicId(max(self._topics, default=0) + 1)
        self._topics[topic_id] = Topic(
            topic_id, new.guild_id, new.channel_id, new.role_id, new.name, new.description, now
        )
        return self._topics[topic_id]

    async def remove(self, guild_id: GuildId, topic_id: TopicId) -> None:
        if await self.topic(guild_id, topic_id) is not None:
            del self._topics[topic_id]
            self._joined = {pair for pair in self._joined if pair[0] != topic_id}

    async def describe(self, guild_id: GuildId, topic_id: TopicId, description: str) -> None:
        if (topic := await self.topic(guild_id, topic_id)) is not None:
            self._topics[topic_id] = replace(topic, description=description)

    async def topics(self, guild_id: GuildId) -> Sequence[Topic]:
        return [topic for topic in self._topics.values() if topic.guild_id == guild_id]

    async def topic(self, guild_id: GuildId, topic_id: TopicId) -> Topic | None:
        topic = self._topics.get(topic_id)
        return topic if topic is not None and topic.guild_id == guild_id else None

    async def join(self, topic: Topic, member_id: MemberId, now: datetime) -> None:
        self._joined.add((topic.topic_id, member_id))

    async def leave(self, topic: Topic, member_id: MemberId) -> None:
        self._joined.discard((topic.topic_id, member_id))

    async def joined(self, guild_id: GuildId, member_id: MemberId) -> frozenset[TopicId]:
        return frozenset(
            topic_id
            for topic_id, member in self._joined
            if member == member_id and self._topics[topic_id].guild_id == guild_id
        )

    async def n_members(self, guild_id: GuildId) -> Mapping[TopicId, int]:
        return Counter(topic_id for topic_id, _ in self._joined if self._topics[topic_id].guild_id == guild_id)

    async def also_joined(
        self, guild_id: GuildId, topic_ids: Collection[TopicId], member_id: MemberId
    ) -> Mapping[tuple[TopicId, TopicId], int]:
        here = [(one, who) for one, who in self._joined if self._topics[one].guild_id == guild_id and who != member_id]
        return Counter(
            (one, other)
            for one, who in here
            for other, same in here
            if who == same and one != other and one in topic_ids
        )
