"""Arriving: from joining to belonging."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from community.errors import OutOfReach
from community.ids import GuildId, MemberId, TopicId
from community.onboarding.journey import Journey, Step
from community.onboarding.ports import OnboardingStore
from community.topics.service import TopicService
from community.topics.topic import Listing, Topic


@dataclass(frozen=True, slots=True)
class Stage:
    """What a member sees on the way: every topic in order, what they want of them, whether they were here before."""

    journey: Journey
    resumed: bool
    listings: Sequence[Listing]

    @property
    def wanted(self) -> frozenset[TopicId]:
        """What they will have once they finish."""
        return self.journey.wanted(_joined(self.listings)) & _offered(self.listings)


@dataclass(frozen=True, slots=True)
class Ending:
    """What came of it: the topics open now, liveliest first; those left, those refused; whether some had gone."""

    opened: Sequence[Listing]
    left: Sequence[Topic]
    refused: Sequence[tuple[Topic, OutOfReach]]
    some_gone: bool
    n_topics: int


class OnboardingService:
    """Leads a member from the welcome to the topics of their choice."""

    def __init__(self, store: OnboardingStore, topics: TopicService) -> None:
        self._store = store
        self._topics = topics

    async def arrived(self, guild_id: GuildId, member_id: MemberId, joined_at: datetime) -> bool:
        """Whether to welcome somebody: once a join, however often it is told."""
        before, after = await self._store.advance(guild_id, member_id, lambda journey: journey.arrive(joined_at))
        return before != after

    async def start(self, guild_id: GuildId, member_id: MemberId, now: datetime) -> Stage:
        """Begins, or goes on where it was left, also after it was finished."""
        return await self._move(guild_id, member_id, now, lambda journey, _: journey.start(now))

    async def look(self, guild_id: GuildId, member_id: MemberId, page: int, now: datetime) -> Stage:
        """Turns to a page of the topics."""
        return await self._move(guild_id, member_id, now, lambda journey, _: journey.look(page, now))

    async def choose(
        self,
        guild_id: GuildId,
        member_id: MemberId,
        page: int,
        *,
        offered: Iterable[TopicId],
        picked: Iterable[TopicId],
        now: datetime,
    ) -> Stage:
        """Keeps what was picked of a page's topics until they finish; ids of other guilds are passed over."""
        menu, picks = frozenset(offered), frozenset(picked)

        def move(journey: Journey, listings: Sequence[Listing]) -> Journey:
            return journey.choose(page, menu & _offered(listings), picks, _joined(listings), now)

        return await self._move(guild_id, member_id, now, move)

    async def review(self, guild_id: GuildId, member_id: MemberId, now: datetime) -> Stage:
        """Asks to confirm what was picked."""
        return await self._move(guild_id, member_id, now, lambda journey, _: journey.review(now))

    async def finish(self, guild_id: GuildId, member_id: MemberId, now: datetime) -> Ending | Stage:
        """Gives and takes access as confirmed; what was not to be confirmed just now is to be confirmed first."""
        journey = await self._store.journey(guild_id, member_id)
        if journey.step not in {Step.CONFIRMING, Step.FINISHED}:
            return await self.review(guild_id, member_id, now)
        had = {topic.topic_id for topic in await self._topics.joined(guild_id, member_id)}
        settled = await self._topics.settle(guild_id, member_id, journey.wanted(had), journey.leaving, now)
        refused = frozenset(topic.topic_id for topic, _ in settled.refused)
        await self._store.advance(guild_id, member_id, lambda latest: latest.finish(refused, now))
        listings = await self._topics.browse(guild_id, member_id, now)
        closed = refused - journey.leaving
        return Ending(
            opened=[one for one in listings if one.joined and one.topic.topic_id not in closed],
            left=settled.left,
            refused=settled.refused,
            some_gone=not journey.joining <= _offered(listings),
            n_topics=len(listings),
        )

    async def _move(
        self,
        guild_id: GuildId,
        member_id: MemberId,
        now: datetime,
        move: Callable[[Journey, Sequence[Listing]], Journey],
    ) -> Stage:
        """One move; where there is nothing to choose, all that is left is to confirm."""
        listings = await self._topics.browse(guild_id, member_id, now)

        def moved(journey: Journey) -> Journey:
            return move(journey, listings) if listings else move(journey, listings).review(now)

        before, after = await self._store.advance(guild_id, member_id, moved)
        return Stage(after, before == after, listings)


def _offered(listings: Sequence[Listing]) -> frozenset[TopicId]:
    return frozenset(one.topic.topic_id for one in listings)


def _joined(listings: Sequence[Listing]) -> frozenset[TopicId]:
    return frozenset(one.topic.topic_id for one in listings if one.joined)
