from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from community.engagement.optouts import OptOuts
from community.errors import NotFound, OutOfReach
from community.ids import ChannelId, GuildId, MemberId, TopicId
from community.notices.service import Notices
from community.onboarding.first_steps import TopicGreeter
from community.onboarding.introductions import Introductions
from community.onboarding.journey import CARD_STEPS, Journey, OnboardingStep
from community.onboarding.service import FinishedOnboarding, OnboardingService, OnboardingView
from community.onboarding.settings import OnboardingSettings
from community.onboarding.welcome_service import WelcomeService
from community.recommendations.digest_rows import OpenAsk
from community.settings.service import SettingsService
from community.topics.capacity import Limit
from community.topics.liveliness_service import LivelinessService
from community.topics.service import TopicService
from community.topics.topic import NewTopic, Topic
from tests.fakes.engagement.activity_log import MemoryActivityLog
from tests.fakes.notices import MemoryNoticePosts, MemoryNoticeStore
from tests.fakes.onboarding.store import MemoryOnboardingPosts, MemoryOnboardingStore
from tests.fakes.settings import MemorySettingsStore
from tests.fakes.topics.liveliness import MemoryLivelinessStore
from tests.fakes.topics.store import MemoryTopicStore

NOW = datetime(2026, 1, 5, tzinfo=UTC)
DAY = timedelta(days=1)
HOME, ELSEWHERE = GuildId(1), GuildId(2)
AMY = MemberId(10)

ids = st.frozensets(st.integers(1, 6).map(TopicId))
moves = st.one_of(
    st.tuples(st.just("arrive"), st.integers(0, 2), st.booleans()),
    st.tuples(st.just("start")),
    st.tuples(st.just("turn_to_page"), st.integers(0, 4)),
    st.tuples(st.just("choose"), st.integers(0, 4), ids, ids, ids),
    st.tuples(st.just("turn_to_step"), st.sampled_from(CARD_STEPS)),
    st.tuples(st.just("write_introduction"), st.text(max_size=3)),
    st.tuples(st.just("begin_introduction")),
    st.tuples(st.just("finish"), ids),
)


def moved(journey: Journey, move: tuple[object, ...], now: datetime) -> Journey:
    name, *facts = move
    if name == "arrive":
        return journey.record_join(NOW - timedelta(days=1 + int(str(facts[0]))), pending=bool(facts[1]))
    made: Journey = getattr(journey, str(name))(*facts, now)
    return made


@settings(deadline=None)
@given(st.lists(moves, max_size=30))
def test_any_order_of_presses_leads_to_a_valid_journey_finished_only_through_finish(
    presses: list[tuple[object, ...]],
) -> None:
    journey = Journey()
    for minute, press in enumerate(presses):
        before, journey = journey, moved(journey, press, NOW + timedelta(minutes=minute))
        assert not journey.joining & journey.leaving
        assert journey.page >= 0
        if journey.step is OnboardingStep.FINISHED and before.step is not OnboardingStep.FINISHED:
            assert press[0] == "finish"
            assert before.step is OnboardingStep.CONFIRMING
        if journey.finished_at != before.finished_at:
            assert press[0] == "finish" or journey.finished_at is None
        if journey.step is OnboardingStep.FINISHED:
            assert journey.finished_at is not None
        assert (journey.started_at is None) == (journey.step in {OnboardingStep.ARRIVED, OnboardingStep.SCREENING})
        if journey.introducing_at is not None and before.introducing_at is not None:
            assert journey.introduction == before.introduction, "what is being posted stays as it is"
        if journey.finished_at is not None:
            assert journey.started_at is not None
            assert journey.started_at <= journey.finished_at
        if (journey.joining, journey.leaving) != (before.joining, before.leaving):
            assert press[0] in {"arrive", "choose", "finish"}


@settings(deadline=None)
@given(st.lists(moves, max_size=30), moves)
def test_the_same_press_twice_leads_where_it_led_once(
    presses: list[tuple[object, ...]], press: tuple[object, ...]
) -> None:
    journey = Journey()
    for one in presses:
        journey = moved(journey, one, NOW)
    once = moved(journey, press, NOW)
    assert moved(once, press, NOW + timedelta(seconds=1)) == once


@settings(deadline=None)
@given(ids, ids, ids, ids)
def test_a_page_decides_about_its_own_topics_and_no_others(
    had: frozenset[TopicId], first: frozenset[TopicId], offered: frozenset[TopicId], picked: frozenset[TopicId]
) -> None:
    before = Journey().choose(0, first, picked, had, NOW)
    after = before.choose(1, offered, picked, had, NOW)
    assert after.wanted_topics(had) & offered == picked & offered
    assert after.wanted_topics(had) - offered == before.wanted_topics(had) - offered


def test_what_was_joined_elsewhere_in_the_meantime_is_not_undone() -> None:
    film, bread = TopicId(1), TopicId(2)
    journey = Journey().choose(0, {film, bread}, {bread}, frozenset(), NOW)
    assert journey.wanted_topics({film}) == {film, bread}


class Doors:
    """A doorkeeper who lets in, but not everywhere."""

    def __init__(self) -> None:
        self.opened: set[TopicId] = set()
        self.stuck: set[TopicId] = set()
        self.gone = False

    async def grant(self, topic: Topic, member_id: MemberId) -> None:
        self._knock(topic)
        self.opened.add(topic.topic_id)

    async def revoke(self, topic: Topic, member_id: MemberId) -> None:
        self._knock(topic)
        self.opened.discard(topic.topic_id)

    def n_overwrites(self, topic: Topic) -> int:
        return 0

    def _knock(self, topic: Topic) -> None:
        if self.gone:
            raise NotFound("That person is not a member of this server any more.")
        if topic.topic_id in self.stuck:
            raise OutOfReach("The role {role} is above mine.", role=topic.name)


class Silence:
    """Nobody writes anywhere."""

    async def n_posters(self, guild_id: GuildId, since: datetime, now: datetime) -> Mapping[ChannelId, int]:
        return {}

    async def open_asks(self, guild_id: GuildId, since: datetime) -> Sequence[OpenAsk]:
        return []

    async def check(self, guild_id: GuildId, limit: Limit, n: int, now: datetime) -> None:
        """There is room enough."""

    async def topic_greeters(self, guild_id: GuildId, topics: Collection[Topic]) -> Sequence[TopicGreeter]:
        return []


class House:
    """A guild with topics, on fakes."""

    def __init__(self) -> None:
        self.doors, self.usher, silence = Doors(), MemoryOnboardingPosts(NOW - timedelta(days=99)), Silence()
        store, self.log = MemoryTopicStore(), MemoryActivityLog()
        levels = LivelinessService(MemoryLivelinessStore(self.log, store))
        self.topics = TopicService(store, self.doors, silence, posters=silence, levels=levels, asks=silence)
        self.store, self.desk = MemoryOnboardingStore(self.log), MemoryNoticePosts()
        notices = Notices(MemoryNoticeStore(), self.desk)
        self.introductions = Introductions(self.store, self.usher, notices)
        self.settings = SettingsService(MemorySettingsStore(), [OnboardingSettings])
        self.service = OnboardingService(
            self.store, self.topics, self.introductions, settings=self.settings, asks=silence, greeters=silence
        )
        self.optouts = OptOuts()
        self.welcomes = WelcomeService(self.store, self.usher, self.optouts, notices)

    async def arrive(self, joined_at: datetime, guild: GuildId = HOME, *, pending: bool = False) -> None:
        await self.welcomes.record_join(guild, AMY, joined_at, NOW, pending=pending)

    async def set_introductions(self) -> None:
        await self.settings.change(HOME, "onboarding.introductions_channel", "77", AMY, NOW)

    async def topic(self, name: str, guild: GuildId = HOME) -> TopicId:
        n_topics = len(await self.topics.topics(guild))
        new = NewTopic(guild, ChannelId(100 + n_topics), None, name, "")
        return (await self.topics.register(new, NOW)).topic_id

    async def pick(self, offered: list[TopicId], picked: list[TopicId]) -> OnboardingView:
        return await self.service.choose(HOME, AMY, 0, offered=offered, picked=picked, now=NOW)

    async def finish(self) -> FinishedOnboarding:
        await self.service.turn_to_step(HOME, AMY, OnboardingStep.CONFIRMING, NOW)
        ending = await self.service.finish(HOME, AMY, NOW)
        assert isinstance(ending, FinishedOnboarding)
        return ending


@pytest.fixture
def house() -> House:
    return House()


async def test_somebody_is_welcomed_once_a_join_and_again_after_coming_back(house: House) -> None:
    for joined_at, guild, n in ((NOW, HOME, 1), (NOW, HOME, 1), (NOW, ELSEWHERE, 2), (NOW + DAY, HOME, 3)):
        await house.arrive(joined_at, guild)
        assert len(house.usher.welcomed) == n


async def test_what_the_member_has_is_preselected_and_finishing_applies_the_difference(house: House) -> None:
    film, bread, chess = [await house.topic(name) for name in ("film", "bread", "chess")]
    await house.topics.join(HOME, AMY, film, NOW)
    await house.topics.join(HOME, AMY, chess, NOW)

    assert (await house.service.start(HOME, AMY, NOW)).wanted == {film, chess}
    assert (await house.pick([film, bread, chess], [bread, chess])).wanted == {bread, chess}
    assert house.doors.opened == {film, chess}

    ending = await house.finish()
    assert house.doors.opened == {bread, chess}
    assert {one.topic.topic_id for one in ending.opened} == {bread, chess}
    assert [topic.topic_id for topic in ending.left] == [film]


async def test_coming_back_goes_on_with_the_picks(house: House) -> None:
    film, bread = await house.topic("film"), await house.topic("bread")
    assert not (await house.service.start(HOME, AMY, NOW)).resumed
    await house.pick([film, bread], [bread])
    stage = await house.service.start(HOME, AMY, NOW)
    assert stage.resumed
    assert stage.wanted == {bread}


async def test_ids_that_are_none_of_this_guilds_topics_are_passed_over(house: House) -> None:
    film, foreign = await house.topic("film"), await house.topic("spies", ELSEWHERE)
    offered = [film, foreign, TopicId(999)]
    assert (await house.pick(offered, offered)).journey.joining == {film}
    await house.finish()
    assert house.doors.opened == {film}


async def test_what_is_refused_is_told_stays_picked_and_the_others_are_given(house: House) -> None:
    film, bread, chess = [await house.topic(name) for name in ("film", "bread", "chess")]
    house.doors.stuck = {bread}
    await house.pick([film, bread, chess], [film, bread, chess])

    ending = await house.finish()
    assert house.doors.opened == {film, chess}
    assert [(topic.topic_id, str(why)) for topic, why in ending.refused] == [(bread, "The role bread is above mine.")]
    assert {one.topic.topic_id for one in ending.opened} == {film, chess}

    house.doors.stuck = set()
    assert (await house.service.start(HOME, AMY, NOW)).wanted == {film, bread, chess}
    assert not (await house.finish()).refused
    assert house.doors.opened == {film, bread, chess}


async def test_what_could_not_be_left_is_still_open(house: House) -> None:
    film = await house.topic("film")
    await house.topics.join(HOME, AMY, film, NOW)
    house.doors.stuck = {film}
    await house.pick([film], [])
    ending = await house.finish()
    assert [one.topic.topic_id for one in ending.opened] == [film]
    assert [topic.topic_id for topic, _ in ending.refused] == [film]


async def test_access_that_got_lost_is_given_back(house: House) -> None:
    film = await house.topic("film")
    await house.topics.join(HOME, AMY, film, NOW)
    house.doors.opened.clear()
    await house.finish()
    assert house.doors.opened == {film}


async def test_nothing_is_finished_for_somebody_who_left_in_the_middle(house: House) -> None:
    film = await house.topic("film")
    await house.pick([film], [film])
    house.doors.gone = True
    with pytest.raises(NotFound):
        await house.finish()
    assert (await house.store.journey(HOME, AMY)).finished_at is None


async def test_picks_that_changed_since_they_were_shown_are_to_be_confirmed_again(house: House) -> None:
    film = await house.topic("film")
    await house.service.turn_to_step(HOME, AMY, OnboardingStep.CONFIRMING, NOW)
    await house.pick([film], [film])
    stage = await house.service.finish(HOME, AMY, NOW)
    assert isinstance(stage, OnboardingView)
    assert stage.journey.step is OnboardingStep.CONFIRMING
    assert not house.doors.opened


async def test_a_topic_removed_before_finishing_is_told(house: House) -> None:
    film, bread = await house.topic("film"), await house.topic("bread")
    await house.pick([film, bread], [film, bread])
    await house.service.turn_to_step(HOME, AMY, OnboardingStep.CONFIRMING, NOW)
    await house.topics.unregister(HOME, film)
    ending = await house.service.finish(HOME, AMY, NOW)
    assert isinstance(ending, FinishedOnboarding)
    assert ending.some_gone
    assert house.doors.opened == {bread}


async def test_without_topics_there_is_only_something_to_confirm(house: House) -> None:
    stage = await house.service.start(HOME, AMY, NOW)
    assert stage.card is OnboardingStep.RECORDING
    assert stage.adjacent_card(-1) is None
    assert stage.adjacent_card(1) is OnboardingStep.CONFIRMING
    assert (await house.finish()).n_topics == 0


async def test_when_somebody_first_finished_is_kept_when_they_choose_anew(house: House) -> None:
    await house.topic("film")
    await house.finish()
    later = NOW + timedelta(days=9)
    await house.service.start(HOME, AMY, later)
    await house.service.turn_to_step(HOME, AMY, OnboardingStep.CONFIRMING, later)
    await house.service.finish(HOME, AMY, later)
    journey = await house.store.journey(HOME, AMY)
    assert journey == replace(Journey(), step=OnboardingStep.FINISHED, started_at=NOW, finished_at=NOW)
