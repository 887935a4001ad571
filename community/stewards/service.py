"""Stewards: members who look after a topic, because they were asked and said yes."""

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
    """Where somebody was asked."""

    channel_id: ChannelId
    message_id: MessageId


@dataclass(frozen=True, slots=True)
class Steward:
    """Somebody who was asked to look after a topic; they do since they said yes."""

    topic_id: TopicId
    guild_id: GuildId
    member_id: MemberId
    asked_at: datetime
    request: StewardRequest | None = None
    since: datetime | None = None


class StewardStore(Protocol):
    """Who was asked, and who said yes."""

    async def add(self, topic: Topic, member_id: MemberId, now: datetime) -> Steward | None:
        """Keeps that a member is asked, unless they were; returns how it stands, none where the topic is gone."""
        ...

    async def save_request(self, steward: Steward, question: StewardRequest) -> None:
        """Keeps where they were asked."""
        ...

    async def accept(self, guild_id: GuildId, topic_id: TopicId, member_id: MemberId, now: datetime) -> Steward | None:
        """Keeps that they said yes, since the first time; none where they are not asked."""
        ...

    async def remove(self, guild_id: GuildId, topic_id: TopicId, member_id: MemberId) -> bool:
        """Forgets it; false where there was nothing."""
        ...

    async def remove_member(self, guild_id: GuildId, member_id: MemberId) -> None:
        """Forgets everything of a member in one guild."""
        ...

    async def stewards(self, guild_id: GuildId) -> Sequence[Steward]:
        """Everybody who was asked, topic by topic, whoever said yes first before the others."""
        ...


class StewardRequests(Protocol):
    """Asks a member on Discord, where they see it and others can't answer for them."""

    async def ask(self, topic: Topic, steward: Steward, fallback_id: ChannelId) -> StewardRequest:
        """Asks, unless the question is there already; ``here`` is where, if the topic has no place for it.

        Raises
        ------
        OutOfReach
            When they could not see it, or Hamlet can't post it.
        """
        ...


class StewardService:
    """Who looks after which topic.

    That somebody is asked is kept first, then the question is posted, then kept with it: asking again after
    whatever went wrong in between makes no second question.
    """

    def __init__(self, store: StewardStore, topics: TopicService, requests: StewardRequests) -> None:
        self._store = store
        self._topics = topics
        self._requests = requests
        self._locks = KeyedLocks()

    async def ask(
        self, guild_id: GuildId, topic_id: TopicId, member_id: MemberId, here: ChannelId, now: datetime
    ) -> Steward:
        """Has a member asked; whoever was asked or said yes before is not asked again. Says how it stands."""
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
        """A member says yes; saying it twice is saying it once."""
        topic = await self._topics.find(guild_id, topic_id)
        if await self._store.accept(guild_id, topic_id, member_id, now) is None:
            raise NotFound("This question is not open any more. A moderator can ask again with /topic steward.")
        return topic

    async def decline(self, guild_id: GuildId, topic_id: TopicId, member_id: MemberId) -> None:
        """A member says no to what they were asked; who said yes before steps down instead."""
        asked = {(one.topic_id, one.member_id) for one in await self._store.stewards(guild_id) if one.since is None}
        if (topic_id, member_id) not in asked:
            raise NotFound("This question is not open any more. A moderator can ask again with /topic steward.")
        await self._store.remove(guild_id, topic_id, member_id)

    async def remove(self, guild_id: GuildId, topic_id: TopicId, member_id: MemberId) -> Topic:
        """A member is no steward any more, nor asked to be."""
        topic = await self._topics.find(guild_id, topic_id)
        if not await self._store.remove(guild_id, topic_id, member_id):
            raise NotFound("There is no such steward of {topic}. Nothing changed.", topic=topic.name)
        return topic

    async def remove_member(self, guild_id: GuildId, member_id: MemberId) -> None:
        """A member left the guild: nothing of it comes back with them."""
        await self._store.remove_member(guild_id, member_id)

    async def is_steward(self, guild_id: GuildId, topic_id: TopicId, member_id: MemberId) -> bool:
        """Whether a member looks after a topic of this guild."""
        return member_id in (await self.stewards(guild_id)).get(topic_id, ())

    async def stewards(self, guild_id: GuildId) -> Mapping[TopicId, Sequence[MemberId]]:
        """Who looks after each topic, in the order in which they said yes; topics without a steward are left out."""
        found: dict[TopicId, list[MemberId]] = defaultdict(list)
        for one in await self._store.stewards(guild_id):
            if one.since is not None:
                found[one.topic_id].append(one.member_id)
        return found

    async def topics_of(self, guild_id: GuildId, member_id: MemberId) -> Sequence[Topic]:
        """The topics that a member looks after, oldest first."""
        stewards = await self.stewards(guild_id)
        return [topic for topic in await self._topics.topics(guild_id) if member_id in stewards.get(topic.topic_id, ())]
