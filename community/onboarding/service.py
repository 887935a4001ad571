"""Arriving: from joining to belonging."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import Protocol

from community.due_work import DueJob
from community.errors import Invalid, NotFound, OutOfReach
from community.ids import GuildId, MemberId, RoleId, TopicId
from community.onboarding.first_steps import FirstSteps, SuggestedAsk, TopicGreeter, first_steps
from community.onboarding.introductions import Introductions
from community.onboarding.journey import CARD_STEPS, Journey, OnboardingStep
from community.onboarding.ports import OnboardingStore
from community.onboarding.settings import OnboardingSettings
from community.settings.service import SettingsService
from community.topics.liveliness import LIVELY_SPAN
from community.topics.service import TopicService
from community.topics.topic import Listing, Topic

INTRODUCTION_LENGTH = 600
"""Characters: short enough to be read (our choice)."""

N_PREVIEW_PICKS = 2
"""Topics that a preview takes as picked."""


class SuggestedAsks(Protocol):
    """Who waits for a recommendation."""

    async def open_asks(self, guild_id: GuildId, since: datetime) -> Sequence[SuggestedAsk]:
        """The asks since then that nobody has answered yet, oldest first."""
        ...


class TopicGreeters(Protocol):
    """Who offered to greet."""

    async def topic_greeters(self, guild_id: GuildId, topics: Collection[Topic]) -> Sequence[TopicGreeter]:
        """The greeters of some topics."""
        ...


@dataclass(frozen=True, slots=True)
class OnboardingView:
    """What a member sees on the way: every topic in order, what they want of them, whether they were here before.

    ``cards`` are those there is something to do on.
    """

    journey: Journey
    resumed: bool
    listings: Sequence[Listing]
    cards: Sequence[OnboardingStep] = CARD_STEPS

    @property
    def wanted(self) -> frozenset[TopicId]:
        """What they will have once they finish."""
        return self.journey.wanted_topics(_joined(self.listings)) & _offered(self.listings)

    @property
    def card(self) -> OnboardingStep:
        """The card to look at: that of the step, or else the next one that there is."""
        step = self.journey.step if self.journey.step in CARD_STEPS else OnboardingStep.CHOOSING
        return next(one for one in self.cards if CARD_STEPS.index(one) >= CARD_STEPS.index(step))

    def adjacent_card(self, offset: int) -> OnboardingStep | None:
        """The card so many further on; none where there is none."""
        place = self.cards.index(self.card) + offset
        return self.cards[place] if 0 <= place < len(self.cards) else None


@dataclass(frozen=True, slots=True)
class FinishedOnboarding:
    """What came of it: the topics open now, liveliest first; those left, those refused; whether some had gone.

    ``introduced`` is whether their introduction is out by now; ``mute`` says why it could not be posted.
    """

    opened: Sequence[Listing]
    left: Sequence[Topic]
    refused: Sequence[tuple[Topic, OutOfReach]]
    some_gone: bool
    n_topics: int
    introduced: bool = False
    introduction_error: OutOfReach | None = None
    steps: FirstSteps = field(default_factory=lambda: FirstSteps(None, None, None, None))


class OnboardingService:
    """Leads a member from the welcome to the topics of their choice."""

    def __init__(
        self,
        store: OnboardingStore,
        topics: TopicService,
        introductions: Introductions,
        *,
        settings: SettingsService,
        asks: SuggestedAsks,
        greeters: TopicGreeters,
    ) -> None:
        self._store = store
        self._topics = topics
        self._introductions = introductions
        self._settings = settings
        self._asks = asks
        self._greeters = greeters

    async def start(
        self, guild_id: GuildId, member_id: MemberId, now: datetime, role_ids: Collection[RoleId] = ()
    ) -> OnboardingView:
        """Begins, or goes on where it was left, also after it was finished.

        Topics whose roles they have, as from Discord's own onboarding, are theirs already.
        """
        await self._topics.adopt_roles(guild_id, member_id, role_ids, now)
        return await self._advance(guild_id, member_id, now, lambda journey, _: journey.start(now))

    async def turn_to_page(self, guild_id: GuildId, member_id: MemberId, page: int, now: datetime) -> OnboardingView:
        """Turns to a page of the topics."""
        return await self._advance(guild_id, member_id, now, lambda journey, _: journey.turn_to_page(page, now))

    async def choose(
        self,
        guild_id: GuildId,
        member_id: MemberId,
        page: int,
        *,
        offered: Iterable[TopicId],
        picked: Iterable[TopicId],
        now: datetime,
    ) -> OnboardingView:
        """Keeps what was picked of a page's topics until they finish; ids of other guilds are passed over."""
        menu, picks = frozenset(offered), frozenset(picked)

        def move(journey: Journey, listings: Sequence[Listing]) -> Journey:
            return journey.choose(page, menu & _offered(listings), picks, _joined(listings), now)

        return await self._advance(guild_id, member_id, now, move)

    async def turn_to_step(
        self, guild_id: GuildId, member_id: MemberId, step: OnboardingStep, now: datetime
    ) -> OnboardingView:
        """Turns to one of the cards; to the next one where there is nothing to do on it."""
        return await self._advance(guild_id, member_id, now, lambda journey, _: journey.turn_to_step(step, now))

    async def write_introduction(
        self, guild_id: GuildId, member_id: MemberId, introduction: str, now: datetime
    ) -> OnboardingView:
        """Keeps what somebody wrote about themselves until they finish; nothing written is nothing to post.

        *Raises*: Invalid where it is too long.
        """
        text = introduction.strip()
        if len(text) > INTRODUCTION_LENGTH:
            raise Invalid("That is longer than {limit} characters. Please shorten it.", limit=INTRODUCTION_LENGTH)
        return await self._advance(
            guild_id,
            member_id,
            now,
            lambda journey, _: journey.write_introduction(text, now).turn_to_step(OnboardingStep.INTRODUCING, now),
        )

    async def draft_introduction(self, guild_id: GuildId, member_id: MemberId) -> str:
        """What somebody wrote about themselves and was not posted yet."""
        return (await self._store.journey(guild_id, member_id)).introduction

    async def toggle_shared(self, guild_id: GuildId, member_id: MemberId) -> bool:
        """Lets the digest say hello for a member, or takes that back; returns which it is now.

        *Raises*: NotFound where no introduction of theirs is out.
        """
        _, after = await self._store.advance(guild_id, member_id, Journey.toggle_shared)
        if after.post is None:
            raise NotFound("You did not introduce yourself here yet. You can with /onboarding start.")
        return after.shared

    async def preview(self, guild_id: GuildId, step: OnboardingStep, now: datetime) -> OnboardingView:
        """A card as a newcomer sees it who joined just now; nothing is kept."""
        listings = await self._topics.browse(guild_id, MemberId(0), now)
        journey = Journey().turn_to_step(step, now)
        return OnboardingView(
            journey, resumed=False, listings=listings, cards=await self._cards(guild_id, journey, listings)
        )

    async def preview_ending(self, guild_id: GuildId, now: datetime) -> FinishedOnboarding:
        """What a newcomer reads at the end who picked the first topics of the list; nothing is kept."""
        listings = await self._topics.browse(guild_id, MemberId(0), now)
        picked = [replace(one, joined=place < N_PREVIEW_PICKS) for place, one in enumerate(listings)]
        steps = await self._first_steps(guild_id, MemberId(0), picked, now)
        return FinishedOnboarding(
            picked[:N_PREVIEW_PICKS], (), (), some_gone=False, n_topics=len(listings), steps=steps
        )

    async def finish(
        self, guild_id: GuildId, member_id: MemberId, now: datetime
    ) -> FinishedOnboarding | OnboardingView:
        """Gives and takes access as confirmed; what was not to be confirmed just now is to be confirmed first."""
        journey = await self._store.journey(guild_id, member_id)
        if journey.step not in {OnboardingStep.CONFIRMING, OnboardingStep.FINISHED}:
            return await self.turn_to_step(guild_id, member_id, OnboardingStep.CONFIRMING, now)
        joined = {topic.topic_id for topic in await self._topics.joined(guild_id, member_id)}
        settled = await self._topics.apply_choice(
            guild_id, member_id, journey.wanted_topics(joined), journey.leaving, now
        )
        refused = frozenset(topic.topic_id for topic, _ in settled.refused)
        introduction_error = await self._introductions.post(guild_id, member_id, now)
        _, after = await self._store.advance(guild_id, member_id, lambda latest: latest.finish(refused, now))
        listings = await self._topics.browse(guild_id, member_id, now)
        closed = refused - journey.leaving
        opened = [one for one in listings if one.joined and one.topic.topic_id not in closed]
        return FinishedOnboarding(
            opened=sorted(opened, key=lambda one: (-one.n_posters, -one.n_members, one.topic.name.casefold())),
            left=settled.left,
            refused=settled.refused,
            some_gone=not journey.joining <= _offered(listings),
            n_topics=len(listings),
            introduced=after.introduced_at is not None,
            introduction_error=introduction_error,
            steps=await self._first_steps(guild_id, member_id, listings, now),
        )

    async def due_jobs(self, now: datetime) -> Sequence[DueJob]:
        """Settling introductions that broke off."""
        return [
            DueJob(guild_id, partial(self._introductions.post, guild_id, member_id, now))
            for guild_id, member_id in await self._introductions.broken_off()
        ]

    async def _first_steps(
        self, guild_id: GuildId, member_id: MemberId, listings: Sequence[Listing], now: datetime
    ) -> FirstSteps:
        mine = [one.topic for one in listings if one.joined]
        return first_steps(
            member_id,
            listings,
            await self._asks.open_asks(guild_id, now - LIVELY_SPAN),
            await self._greeters.topic_greeters(guild_id, mine),
        )

    async def _advance(
        self,
        guild_id: GuildId,
        member_id: MemberId,
        now: datetime,
        move: Callable[[Journey, Sequence[Listing]], Journey],
    ) -> OnboardingView:
        listings = await self._topics.browse(guild_id, member_id, now)
        before, after = await self._store.advance(guild_id, member_id, lambda journey: move(journey, listings))
        return OnboardingView(after, before == after, listings, await self._cards(guild_id, after, listings))

    async def _cards(
        self, guild_id: GuildId, journey: Journey, listings: Sequence[Listing]
    ) -> Sequence[OnboardingStep]:
        """The cards there is something to do on: topics to choose, a channel for an introduction that is not out."""
        settings = await self._settings.read(guild_id, OnboardingSettings)
        absent = set()
        if not listings:
            absent.add(OnboardingStep.CHOOSING)
        if settings.introductions_channel is None or journey.introducing_at is not None:
            absent.add(OnboardingStep.INTRODUCING)
        return [one for one in CARD_STEPS if one not in absent]


def _offered(listings: Sequence[Listing]) -> frozenset[TopicId]:
    return frozenset(one.topic.topic_id for one in listings)


def _joined(listings: Sequence[Listing]) -> frozenset[TopicId]:
    return frozenset(one.topic.topic_id for one in listings if one.joined)
