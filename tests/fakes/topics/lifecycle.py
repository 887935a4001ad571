from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from community.ids import ChannelId, GuildId, LifeId, MemberId, TopicId
from community.topics.capacity import PACE_DAYS, Count, Limit
from community.topics.lifecycle import Lifecycle, TopicState
from community.topics.lifecycle_ports import NewProposal
from community.topics.topic import NewTopic, Topic
from tests.fakes.topics.store import MemoryTopicStore


class MemoryLifecycleStore:
    """The port ``LifecycleStore``, in memory, beside a topic store whose archived topics it marks."""

    def __init__(self, topics: MemoryTopicStore) -> None:
        self._topics = topics
        self._lives: dict[LifeId, Lifecycle] = {}
        self._interested: dict[LifeId, dict[MemberId, datetime]] = {}
        self._n = 0
        self.deciders: dict[LifeId, MemberId] = {}

    @property
    def everything(self) -> Sequence[Lifecycle]:
        """The lifecycles of all guilds."""
        self._sweep()
        return list(self._lives.values())

    async def add(self, new: NewProposal, state: TopicState, channel_id: ChannelId, now: datetime) -> Lifecycle:
        life = Lifecycle(
            self._next(),
            new.guild_id,
            state,
            since=now,
            due_at=now,
            settled=False,
            name=new.name,
            pitch=new.pitch,
            author_id=new.author_id,
            channel_id=channel_id,
        )
        self._lives[life.life_id] = life
        return life

    async def adopt(self, now: datetime) -> None:
        known = {life.topic_id for life in self.everything}
        for topic in self._topics.everything:
            if topic.topic_id not in known:
                life_id = self._next()
                self._lives[life_id] = Lifecycle(
                    life_id, topic.guild_id, TopicState.LIVE, now, now, True, "", "", None, topic_id=topic.topic_id
                )

    async def find(self, guild_id: GuildId, life_id: LifeId) -> Lifecycle | None:
        return next((one for one in self.everything if (one.guild_id, one.life_id) == (guild_id, life_id)), None)

    async def find_by_topic(self, guild_id: GuildId, topic_id: TopicId) -> Lifecycle | None:
        return next((one for one in self.everything if (one.guild_id, one.topic_id) == (guild_id, topic_id)), None)

    async def lifecycles(self, guild_id: GuildId, states: Collection[TopicState]) -> Sequence[Lifecycle]:
        return [one for one in self.everything if one.guild_id == guild_id and one.state in states]

    async def due(self, now: datetime) -> Sequence[Lifecycle]:
        found = [(one.due_at, one.life_id, one) for one in self.everything if one.due_at and one.due_at <= now]
        return [life for _, _, life in sorted(found)]

    async def save(self, life: Lifecycle, *, decided_by: MemberId | None = None) -> None:
        kept = await self.find(life.guild_id, life.life_id)
        if kept is None:
            return
        reason = life.reason if decided_by is not None else kept.reason
        self._lives[life.life_id] = replace(
            life, author_id=kept.author_id, name=kept.name, pitch=kept.pitch, reason=reason
        )
        if decided_by is not None:
            self.deciders[life.life_id] = decided_by
        if life.topic_id is not None:
            self._topics.set_asleep(life.topic_id, asleep=life.state is TopicState.ASLEEP)

    async def remove(self, life: Lifecycle) -> None:
        if await self.find(life.guild_id, life.life_id) is not None:
            del self._lives[life.life_id]
            self._interested.pop(life.life_id, None)

    async def create_topic(self, life: Lifecycle, channel_id: ChannelId, now: datetime) -> Topic:
        description = life.pitch if len(life.pitch) <= 100 else life.pitch[:99].rstrip() + "…"
        made = await self._topics.add(NewTopic(life.guild_id, channel_id, None, life.name, description), now)
        topic = made or next(one for one in await self._topics.topics(life.guild_id) if one.channel_id == channel_id)
        for other in self.everything:
            if other.topic_id == topic.topic_id and other.life_id != life.life_id:
                del self._lives[other.life_id]
        self._lives[life.life_id] = replace(self._lives[life.life_id], topic_id=topic.topic_id)
        return topic

    async def toggle_interest(self, life: Lifecycle, member_id: MemberId, now: datetime) -> bool:
        interested = self._interested.setdefault(life.life_id, {})
        if interested.pop(member_id, None) is not None:
            return False
        if await self.find(life.guild_id, life.life_id) is not None:
            interested[member_id] = now
        return True

    async def interested_members(self, life: Lifecycle) -> Sequence[MemberId]:
        interested = self._interested.get(life.life_id, {})
        return sorted(interested, key=lambda member_id: (interested[member_id], member_id))

    async def drop_interest(self, life: Lifecycle) -> None:
        self._interested.pop(life.life_id, None)

    def _next(self) -> LifeId:
        self._n += 1
        return LifeId(self._n)

    def _sweep(self) -> None:
        """Drops the lifecycles whose topic was removed."""
        there = {topic.topic_id for topic in self._topics.everything}
        self._lives = {
            life_id: life for life_id, life in self._lives.items() if life.topic_id is None or life.topic_id in there
        }


class MemoryCapacityStore:
    """The port ``CapacityStore``, in memory."""

    def __init__(self) -> None:
        self._counts: dict[tuple[GuildId, date], dict[Limit, int]] = {}

    async def counted(self, day: date) -> frozenset[GuildId]:
        return frozenset(guild_id for guild_id, counted in self._counts if counted == day)

    async def save(self, day: date, counts: Mapping[GuildId, Mapping[Limit, int]]) -> None:
        for guild_id, counted in counts.items():
            self._counts.setdefault((guild_id, day), dict(counted))
        self._counts = {key: kept for key, kept in self._counts.items() if (day - key[1]).days <= PACE_DAYS}

    async def counts(self, guild_id: GuildId, since: date) -> Mapping[Limit, Sequence[Count]]:
        found: dict[Limit, list[Count]] = {}
        for (guild, day), kept in sorted(self._counts.items()):
            if guild == guild_id and day >= since:
                for limit, n in kept.items():
                    found.setdefault(limit, []).append(Count(day, n))
        return found
