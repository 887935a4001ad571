"""Appoints stewards: members who were asked to look after a topic and accepted."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from community.concurrency import KeyedLocks
from community.errors import NotFound, Refusal
from community.ids import ChannelId, GuildId, MemberId, MessageId, TopicId
from community.topics.service import TopicService
from community.topics.topic import Topic


@dataclass(frozen=True, slots=True)
class StewardRequest:
    """The message that asks a member."""

    channel_id: ChannelId
    message_id: MessageId


@dataclass(frozen=True, slots=True)
class Steward:
    """A member who was asked to look after a topic, and does from ``since``, if they accepted."""

    topic_id: TopicId
    guild_id: GuildId
    member_id: MemberId
    asked_at: datetime
    request: StewardRequest | None = None
    since: datetime | None = None


class StewardStore(Protocol):
    """Stores who was asked to be a steward, and who accepted."""

    async def add(self, topic: Topic, member_id: MemberId, now: datetime) -> Steward | None:
        """Stores that a member is asked, unless they were; returns what is stored, none if the topic was removed."""
        ...

    async def save_request(self, steward: Steward, question: StewardRequest) -> None:
        """Stores the message that asks a steward."""
        ...

    async def accept(self, guild_id: GuildId, topic_id: TopicId, member_id: MemberId, now: datetime) -> Steward | None:
        """Stores when a member first accepted; returns the steward, or none if they were not asked."""
        ...

    async def remove(self, guild_id: GuildId, topic_id: TopicId, member_id: MemberId) -> bool:
        """Deletes a steward; returns whether there was one."""
        ...

    async def remove_member(self, guild_id: GuildId, member_id: MemberId) -> None:
        """Deletes all that is stored of a member in one guild."""
        ...

    async def stewards(self, guild_id: GuildId) -> Sequence[Steward]:
        """Returns everybody who was asked, ordered by topic, then those who accepted first, earliest first."""
        ...


class StewardRequests(Protocol):
    """Asks members on Discord whether they would look after a topic."""

    async def ask(self, topic: Topic, steward: Steward, fallback_id: ChannelId) -> StewardRequest:
        """Asks, unless the question is there already; ``here`` is where, if the topic has no place for it.

        Raises
        ------
        OutOfReach
            When they could not see it, or Hamlet can't post it.
        """
        ...


class StewardService:
    """Appoints and removes stewards.

    A request is stored first, then posted, then stored with its message, so that asking again after an interruption
    makes no second post.
    """

    def __init__(self, store: StewardStore, topics: TopicService, requests: StewardRequests) -> None:
        self._store = store
        self._topics = topics
        self._requests = requests
        self._locks = KeyedLocks()

    async def ask(
        self, guild_id: GuildId, topic_id: TopicId, member_id: MemberId, here: ChannelId, now: datetime
    ) -> Steward:
        """Asks a member to be a steward, unless they were asked or have accepted; returns the stored steward.

        Raises
        ------
        NotFound
            If the guild has no such topic.
        Invalid
            If the member can't be asked there.
        OutOfReach
            If Discord refuses.
        """
        topic = await self._topics.find(guild_id, topic_id)
        async with self._locks.lock(topic_id, member_id):
            steward = await self._store.add(topic, member_id, now)
            if steward is None:
                raise NotFound("There is no such topic here. See what there is with /topic browse.")
            if steward.since is None:
                try:
                    question = await self._requests.ask(topic, steward, here)
                except Refusal:
                    await self._store.remove(guild_id, topic_id, member_id)
                    raise
                await self._store.save_request(steward, question)
            return steward

    async def accept(self, guild_id: GuildId, topic_id: TopicId, member_id: MemberId, now: datetime) -> Topic:
        """Stores that a member accepted, and returns the topic; does nothing if they had.

        Raises
        ------
        NotFound
            If the guild has no such topic, or the member was not asked.
        """
        topic = await self._topics.find(guild_id, topic_id)
        if await self._store.accept(guild_id, topic_id, member_id, now) is None:
            raise NotFound("This question is not open any more. A moderator can ask again with /topic steward.")
        return topic

    async def decline(self, guild_id: GuildId, topic_id: TopicId, member_id: MemberId) -> None:
        """Stores that a member declined; one who accepted before has to step down instead.

        Raises
        ------
        NotFound
            If they were not asked, or have accepted.
        """
        asked = {(one.topic_id, one.member_id) for one in await self._store.stewards(guild_id) if one.since is None}
        if (topic_id, member_id) not in asked:
            raise NotFound("This question is not open any more. A moderator can ask again with /topic steward.")
        await self._store.remove(guild_id, topic_id, member_id)

    async def remove(self, guild_id: GuildId, topic_id: TopicId, member_id: MemberId) -> Topic:
        """Removes a steward, or a request to be one, and returns the topic.

        Raises
        ------
        NotFound
            If the guild has no such topic, or the topic no such steward.
        """
        topic = await self._topics.find(guild_id, topic_id)
        if not await self._store.remove(guild_id, topic_id, member_id):
            raise NotFound("There is no such steward of {topic}. Nothing changed.", topic=topic.name)
        return topic

    async def remove_member(self, guild_id: GuildId, member_id: MemberId) -> None:
        """Deletes a member's stewardships after they left the guild, so that none comes back with them."""
        await self._store.remove_member(guild_id, member_id)

    async def is_steward(self, guild_id: GuildId, topic_id: TopicId, member_id: MemberId) -> bool:
        """Returns whether a member is a steward of a topic of the guild."""
        return member_id in (await self.stewards(guild_id)).get(topic_id, ())

    async def stewards(self, guild_id: GuildId) -> Mapping[TopicId, Sequence[MemberId]]:
        """Returns the stewards of each topic, in the order in which they accepted; topics without one are left out."""
        found: dict[TopicId, list[MemberId]] = defaultdict(list)
        for one in await self._store.stewards(guild_id):
            if one.since is not None:
                found[one.topic_id].append(one.member_id)
        return found

    async def topics_of(self, guild_id: GuildId, member_id: MemberId) -> Sequence[Topic]:
        """Returns the topics that a member is a steward of, oldest first."""
        stewards = await self.stewards(guild_id)
        return [topic for topic in await self._topics.topics(guild_id) if member_id in stewards.get(topic.topic_id, ())]
