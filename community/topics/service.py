"""Registers, lists, joins and leaves topics."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import datetime

from community.errors import Invalid, NotFound, OutOfReach
from community.ids import GuildId, MemberId, RoleId, TopicId
from community.topics.capacity import Limit
from community.topics.liveliness import LIVELY_SPAN
from community.topics.ports import CapacityWatch, Levels, PosterCounts, TopicMembership, TopicStore, UnansweredAsks
from community.topics.suggestions import TopicFacts, suggest
from community.topics.topic import Listing, NewTopic, Topic

NAME_LENGTH = 100
DESCRIPTION_LENGTH = 100


@dataclass(frozen=True, slots=True)
class ChoiceResult:
    """The outcome of a member's choice: topics joined, topics left, and topics that Discord refused, with why."""

    joined: Sequence[Topic]
    left: Sequence[Topic]
    refused: Sequence[tuple[Topic, OutOfReach]]


class TopicService:
    """Does what members and moderators ask for with topics."""

    def __init__(
        self,
        store: TopicStore,
        membership: TopicMembership,
        capacity: CapacityWatch,
        *,
        posters: PosterCounts,
        levels: Levels,
        asks: UnansweredAsks,
    ) -> None:
        self._store = store
        self._membership = membership
        self._capacity = capacity
        self._posters = posters
        self._levels = levels
        self._asks = asks

    async def register(self, new: NewTopic, now: datetime) -> Topic:
        """Makes a channel a topic.

        Raises
        ------
        Invalid
            If the name or the description is too long, or the channel is a topic already.
        """
        if not new.name.strip() or len(new.name) > NAME_LENGTH:
            raise Invalid("A topic's name has 1 to {limit} characters. Please try a shorter one.", limit=NAME_LENGTH)
        _require_short_description(new.description)
        topic = await self._store.add(new, now)
        if topic is None:
            raise Invalid("This channel is a topic already. See it with /topic browse.")
        return topic

    async def unregister(self, guild_id: GuildId, topic_id: TopicId) -> Topic:
        """Removes a topic and returns it; its channel stays.

        Raises
        ------
        NotFound
            If the guild has no such topic.
        """
        topic = await self.find(guild_id, topic_id)
        await self._store.remove(guild_id, topic_id)
        return topic

    async def describe(self, guild_id: GuildId, topic_id: TopicId, description: str) -> Topic:
        """Replaces a topic's description and returns the topic.

        Raises
        ------
        NotFound
            If the guild has no such topic.
        Invalid
            If the description is too long.
        """
        topic = await self.find(guild_id, topic_id)
        described = replace(topic, description=" ".join(description.split()))
        _require_short_description(described.description)
        await self._store.describe(guild_id, topic_id, described.description)
        return described

    async def find(self, guild_id: GuildId, topic_id: TopicId) -> Topic:
        """Returns a topic of the guild, or none if the guild has no such."""
        topic = await self._store.topic(guild_id, topic_id)
        if topic is None:
            raise NotFound("There is no such topic here. See what there is with /topic browse.")
        return topic

    async def topics(self, guild_id: GuildId) -> Sequence[Topic]:
        """Returns the guild's topics, oldest first."""
        return await self._store.topics(guild_id)

    async def browse(self, guild_id: GuildId, member_id: MemberId, now: datetime) -> Sequence[Listing]:
        """Returns the guild's topics outside the archive, ordered for one member, each with the reasons."""
        topics = {topic.topic_id: topic for topic in await self._store.topics(guild_id) if not topic.asleep}
        joined = await self._store.joined(guild_id, member_id)
        n_members = await self._store.n_members(guild_id)
        n_posters = await self._posters.n_posters(guild_id, now - LIVELY_SPAN, now)
        levels = await self._levels.levels(guild_id)
        asks = await self._asks.open_asks(guild_id, now - LIVELY_SPAN)
        n_waiting = Counter(ask.channel_id for ask in asks if ask.author_id != member_id)
        candidates = {
            topic_id: TopicFacts(
                topic_id,
                topic.name,
                n_members=n_members.get(topic_id, 0),
                n_posters=n_posters.get(topic.channel_id, 0),
                level=levels.get(topic_id),
                n_unanswered=n_waiting[topic.channel_id],
            )
            for topic_id, topic in topics.items()
        }
        also_joined = await self._store.also_joined(guild_id, joined, member_id)
        return [
            Listing(
                topics[one.topic_id],
                n_members=candidates[one.topic_id].n_members,
                n_posters=candidates[one.topic_id].n_posters,
                joined=one.topic_id in joined,
                level=candidates[one.topic_id].level,
                reasons=one.reasons,
            )
            for one in suggest(candidates.values(), joined, also_joined, member_id)
        ]

    async def joined(self, guild_id: GuildId, member_id: MemberId) -> Sequence[Topic]:
        """Returns the topics that a member joined, oldest first."""
        ids = await self._store.joined(guild_id, member_id)
        return [topic for topic in await self._store.topics(guild_id) if topic.topic_id in ids]

    async def join(self, guild_id: GuildId, member_id: MemberId, topic_id: TopicId, now: datetime) -> Topic:
        """Opens a topic to a member and returns it; does nothing if they have joined.

        Raises
        ------
        NotFound
            If the guild has no such topic, or the member left the guild.
        Invalid
            If the topic is in the archive.
        OutOfReach
            If Discord refuses.
        """
        topic = await self.find(guild_id, topic_id)
        if topic.asleep:
            raise Invalid("That topic is in the archive. Bring it back with /topic revive; then join it.")
        await self._grant(topic, member_id, now)
        await self._store.join(topic, member_id, now)
        return topic

    async def adopt_roles(
        self, guild_id: GuildId, member_id: MemberId, role_ids: Collection[RoleId], now: datetime
    ) -> Sequence[Topic]:
        """Stores that a member joined the topics whose roles they have; returns those they had not joined."""
        joined = await self._store.joined(guild_id, member_id)
        given = [
            topic
            for topic in await self._store.topics(guild_id)
            if topic.role_id in role_ids and topic.topic_id not in joined
        ]
        for topic in given:
            await self._store.join(topic, member_id, now)
        return given

    async def leave(self, guild_id: GuildId, member_id: MemberId, topic_id: TopicId) -> Topic:
        """Closes a topic to a member and returns it.

        Raises
        ------
        NotFound
            If the guild has no such topic, or the member left the guild.
        OutOfReach
            If Discord refuses.
        """
        topic = await self.find(guild_id, topic_id)
        await self._revoke(topic, member_id)
        return topic

    async def choose_topics(
        self,
        guild_id: GuildId,
        member_id: MemberId,
        wanted: Iterable[TopicId],
        offered: Iterable[TopicId],
        now: datetime,
    ) -> tuple[Sequence[Topic], Sequence[Topic]]:
        """Joins the wanted topics and leaves the other offered ones; returns those joined and those left.

        Raises
        ------
        NotFound
            As :meth:`join`.
        Invalid
            As :meth:`join`.
        OutOfReach
            As :meth:`join`.
        """
        had = await self._store.joined(guild_id, member_id)
        among = set(offered)
        keep = set(wanted) & among
        joined = [await self.join(guild_id, member_id, topic_id, now) for topic_id in sorted(keep - had)]
        left = [await self.leave(guild_id, member_id, topic_id) for topic_id in sorted((had & among) - keep)]
        return joined, left

    async def apply_choice(
        self,
        guild_id: GuildId,
        member_id: MemberId,
        wanted: AbstractSet[TopicId],
        unwanted: AbstractSet[TopicId],
        now: datetime,
    ) -> ChoiceResult:
        """Joins the wanted topics, restoring lost access, and leaves the unwanted ones; collects what Discord refuses.

        Raises
        ------
        NotFound
            If the member left the guild.
        """
        had = await self._store.joined(guild_id, member_id)
        joined: list[Topic] = []
        left: list[Topic] = []
        refused: list[tuple[Topic, OutOfReach]] = []
        for topic in await self._store.topics(guild_id):
            try:
                if topic.topic_id in wanted:
                    await self._grant(topic, member_id, now)
                    if topic.topic_id not in had:
                        await self._store.join(topic, member_id, now)
                        joined.append(topic)
                elif topic.topic_id in unwanted & had:
                    await self._revoke(topic, member_id)
                    left.append(topic)
            except OutOfReach as refusal:
                refused.append((topic, refusal))
        return ChoiceResult(joined, left, refused)

    async def _grant(self, topic: Topic, member_id: MemberId, now: datetime) -> None:
        """Grants access; notifies moderators before a channel has no room for another overwrite."""
        if topic.role_id is None:
            n = self._membership.n_overwrites(topic)
            await self._capacity.check(topic.guild_id, Limit.OVERWRITES, n, now)
        await self._membership.grant(topic, member_id)

    async def _revoke(self, topic: Topic, member_id: MemberId) -> None:
        """Revokes access before and after storing it, because the topic may be switching its access mode right now."""
        await self._membership.revoke(topic, member_id)
        await self._store.leave(topic, member_id)
        latest = await self._store.topic(topic.guild_id, topic.topic_id)
        if latest is not None:
            await self._membership.revoke(latest, member_id)


def _require_short_description(description: str) -> None:
    if len(description) > DESCRIPTION_LENGTH:
        raise Invalid(
            "A topic's description has up to {limit} characters. Please shorten it.",
            limit=DESCRIPTION_LENGTH,
        )
