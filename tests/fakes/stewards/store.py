from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from community.ids import ChannelId, GuildId, MemberId, MessageId, TopicId
from community.stewards.service import Steward, StewardRequest
from community.topics.ports import TopicStore
from community.topics.topic import Topic


class MemoryStewardStore:
    """The port ``StewardStore``, in memory, beside the topics of another fake."""

    def __init__(self, topics: TopicStore) -> None:
        self._topics = topics
        self._kept: dict[tuple[TopicId, MemberId], Steward] = {}

    async def add(self, topic: Topic, member_id: MemberId, now: datetime) -> Steward | None:
        if await self._topics.topic(topic.guild_id, topic.topic_id) is None:
            return None
        asked = Steward(topic.topic_id, topic.guild_id, member_id, now)
        return self._kept.setdefault((topic.topic_id, member_id), asked)

    async def save_request(self, steward: Steward, question: StewardRequest) -> None:
        key = (steward.topic_id, steward.member_id)
        if key in self._kept:
            self._kept[key] = replace(self._kept[key], request=question)

    async def accept(self, guild_id: GuildId, topic_id: TopicId, member_id: MemberId, now: datetime) -> Steward | None:
        kept = self._kept.get((topic_id, member_id))
        if kept is None or kept.guild_id != guild_id:
            return None
        self._kept[topic_id, member_id] = replace(kept, since=kept.since or now)
        return self._kept[topic_id, member_id]

    async def remove(self, guild_id: GuildId, topic_id: TopicId, member_id: MemberId) -> bool:
        kept = self._kept.get((topic_id, member_id))
        if kept is None or kept.guild_id != guild_id:
            return False
        del self._kept[topic_id, member_id]
        return True

    async def remove_member(self, guild_id: GuildId, member_id: MemberId) -> None:
        self._kept = {
            key: one for key, one in self._kept.items() if (one.guild_id, one.member_id) != (guild_id, member_id)
        }

    async def stewards(self, guild_id: GuildId) -> Sequence[Steward]:
        still_there = {topic.topic_id for topic in await self._topics.topics(guild_id)}
        self._kept = {
            key: one for key, one in self._kept.items() if one.guild_id != guild_id or one.topic_id in still_there
        }
        return sorted(
            (one for one in self._kept.values() if one.guild_id == guild_id),
            key=lambda one: (one.topic_id, one.since is None, one.since or one.asked_at, one.member_id),
        )


class MemoryStewardRequests:
    """The port ``StewardRequests``: records whom it asked; can refuse."""

    def __init__(self) -> None:
        self.asked: list[tuple[TopicId, MemberId]] = []
        self.refusal: Exception | None = None

    async def ask(self, topic: Topic, steward: Steward, here: ChannelId) -> StewardRequest:
        if self.refusal is not None:
            raise self.refusal
        if steward.request is None:
            self.asked.append((topic.topic_id, steward.member_id))
            return StewardRequest(topic.channel_id, MessageId(len(self.asked)))
        return steward.request
