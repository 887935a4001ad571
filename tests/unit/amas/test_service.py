from datetime import UTC, datetime, timedelta

import pytest

from community.amas.ama import MAX_START_DELAY, OPEN_SPAN, Ama, AmaState, EndReason
from community.amas.digest_source import UpcomingAmas
from community.amas.question import QuestionState
from community.amas.question_service import QuestionService
from community.amas.service import AmaService
from community.brands.brand import NewBrand, RepState
from community.brands.consent import ConsentTally, NewConsent
from community.brands.consent_service import ConsentService
from community.brands.ports import Card
from community.brands.roster import Roster
from community.brands.service import BrandService
from community.digests.rows import EventKind
from community.engagement.optouts import OptOuts
from community.errors import Invalid, NotAllowed, NotFound, OutOfReach
from community.ids import ChannelId, GuildId, MemberId, MessageId, QuestionId
from community.notices.service import Notices
from community.settings.general import GeneralSettings
from community.settings.service import SettingsService
from community.stewards.service import StewardService
from community.topics.service import TopicService
from community.topics.topic import NewTopic
from tests.due_work import run_due
from tests.fakes.amas import MemoryAmaStore, MemoryAmaThreads, MemoryApprovalCards, MemoryQuestionStore
from tests.fakes.brands.consents import MemoryConsentStore
from tests.fakes.brands.store import MemoryBrandStore, MemoryRepLabels
from tests.fakes.notices import MemoryNoticePosts, MemoryNoticeStore
from tests.fakes.settings import MemorySettingsStore
from tests.fakes.stewards.store import MemoryStewardRequests, MemoryStewardStore
from tests.fakes.topics.store import MemoryTopicStore
from tests.unit.topics.simulated_community import Everyday

NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
HOME, ELSEWHERE = GuildId(1), GuildId(2)
AMY, BEA, FINN, GIA, ROSA = (MemberId(number) for number in range(10, 15))


class Board:
    """Implements ``BrandPosts``: every card can be posted."""

    async def require(self, guild_id: GuildId, channel_id: ChannelId) -> None:
        """Refuses nothing."""

    async def show(self, card: Card) -> MessageId:
        return MessageId(1)


class House:
    """A topic with a consent to a brand, for which Finn and Gia speak; Amy, Bea and Rosa are members as well."""

    def __init__(self) -> None:
        self.optouts, self.desk = OptOuts(), MemoryNoticePosts()
        self.topics, self.brand_store = MemoryTopicStore(), MemoryBrandStore()
        self._consent_store = MemoryConsentStore(self.brand_store, self.topics)
        life = Everyday()
        topics = TopicService(self.topics, life, life, posters=life, levels=life, asks=life)
        self.questions, self.podium, self.bench = MemoryQuestionStore(), MemoryAmaThreads(), MemoryApprovalCards()
        notices = Notices(MemoryNoticeStore(), self.desk)
        self.brands = BrandService(self.brand_store, MemoryRepLabels(), Roster(), self.optouts, notices)
        consents = ConsentService(
            self._consent_store,
            Board(),
            self.brands,
            topics,
            stewards=StewardService(MemoryStewardStore(self.topics), topics, MemoryStewardRequests()),
            notices=notices,
        )
        self.amas = AmaService(
            MemoryAmaStore(self.questions),
            self.podium,
            self.brands,
            consents,
            topics,
            questions=self.questions,
            approval_cards=self.bench,
            settings=SettingsService(MemorySettingsStore(), [GeneralSettings]),
            optouts=self.optouts,
            notices=notices,
        )
        self.asked = QuestionService(self.questions, self.podium, self.amas, optouts=self.optouts, notices=notices)

    async def apply(self) -> None:
        topic = await self.topics.add(NewTopic(HOME, ChannelId(100), None, "bread", ""), NOW)
        brand = await self.brand_store.add(NewBrand(HOME, "Foo Ovens", ("foo",), ROSA), NOW)
        assert topic is not None
        assert brand is not None
        self.topic, self.brand = topic, brand
        for one in (FINN, GIA):
            rep = await self.brand_store.ask_rep(brand, one, ROSA, NOW)
            await self.brand_store.update_rep(rep, RepState.LABELLED, over={RepState.ASKED}, since=NOW)
        await self.brands.load_roster()
        called = await self._consent_store.open_vote(
            NewConsent(HOME, brand.brand_id, topic.topic_id, ROSA), NOW, NOW + DAY
        )
        assert called is not None
        await self._consent_store.record_outcome(called, ConsentTally(3, 0, 3), NOW, ends_at=NOW + 90 * DAY)

    async def of_brand(self, by: MemberId = FINN, when: str = "tomorrow 12:00") -> Ama:
        proposed = await self.amas.propose_for_brand(HOME, self.topic.channel_id, self.brand.brand_id, when, NOW, by=by)
        assert proposed.is_new
        return proposed.ama

    async def coming(self) -> Ama:
        ama = await self.of_brand()
        return await self.amas.approve(HOME, ama.ama_id, ROSA, NOW)

    async def live(self) -> Ama:
        ama = await self.coming()
        return await self.at(ama, ama.at)

    async def at(self, ama: Ama, now: datetime) -> Ama:
        await run_due(self.amas, now)
        await run_due(self.asked, now)
        return await self.amas.find(HOME, ama.ama_id)

    async def ask(self, ama: Ama, member: MemberId = AMY, text: str = "Steam?") -> QuestionId:
        return (await self.asked.ask(HOME, ama.ama_id, member, text, ama.at)).question_id

    async def pass_on(self, ama: Ama, *numbers: QuestionId) -> int:
        return await self.asked.approve(HOME, ama.ama_id, numbers, ROSA, ama.at)


@pytest.fixture
async def house() -> House:
    house = House()
    await house.apply()
    return house


async def test_it_begins_once_at_its_time_and_ends_after_a_day(house: House) -> None:
    ama = await house.of_brand()
    assert house.bench.cards == {ama.ama_id: "proposed:known:nobody"}
    with pytest.raises(NotAllowed, match="the others"):
        await house.amas.approve(HOME, ama.ama_id, GIA, NOW)
    with pytest.raises(NotFound):
        await house.amas.approve(ELSEWHERE, ama.ama_id, ROSA, NOW)
    coming = await house.amas.approve(HOME, ama.ama_id, ROSA, NOW)
    with pytest.raises(Invalid, match="decided"):
        await house.amas.decline(HOME, ama.ama_id, ROSA, "no", NOW)
    assert (await house.at(ama, ama.at - HOUR)).state is AmaState.COMING
    await house.at(ama, ama.at)
    live = await house.at(ama, ama.at)
    assert (live.state, live.thread_id, house.podium.n_opened) == (AmaState.LIVE, 1001, 1)
    assert live.closes_at == ama.at + OPEN_SPAN
    assert [one.state for one in await house.amas.take_news(HOME, FINN)] == [AmaState.LIVE]
    assert await house.amas.take_news(HOME, FINN) == []
    over = await house.at(ama, ama.at + OPEN_SPAN)
    assert (over.state, house.podium.threads[ama.ama_id]) == (AmaState.CLOSED, "closed:known:0:0:0")
    assert house.bench.cards[ama.ama_id] == "closed:known:somebody"
    assert coming.changed_by == ROSA


@pytest.mark.parametrize("why", [EndReason.TOPIC, EndReason.GUEST, EndReason.BRAND, EndReason.THREAD])
async def test_it_is_called_off_with_what_carries_it(house: House, why: EndReason) -> None:
    ama = await house.live()
    number = await house.ask(ama)
    match why:
        case EndReason.TOPIC:
            house.topics.set_asleep(house.topic.topic_id, asleep=True)
        case EndReason.GUEST:
            house.podium.gone.add(FINN)
        case EndReason.BRAND:
            await house.brands.revoke_rep(HOME, house.brand.brand_id, FINN)
        case _:
            house.podium.threads.clear()
    off = await house.at(ama, ama.at + HOUR)
    assert (off.state, off.why) == (AmaState.CALLED_OFF, why)
    assert (await house.asked.find(HOME, number)).state is QuestionState.LEFT
    assert [one.state for one in await house.asked.take_news(HOME, AMY)] == [QuestionState.LEFT]


async def test_whoever_presses_finds_out_before_the_bell_does(house: House) -> None:
    ama = await house.live()
    number = await house.ask(ama)
    assert await house.pass_on(ama, number) == 1
    house.optouts.add(HOME, FINN, NOW)
    for pressed in (
        house.asked.require_asker(HOME, ama.ama_id, AMY, ama.at),
        house.asked.require_queued(HOME, number, FINN, ama.at),
    ):
        with pytest.raises(Invalid, match="is over"):
            await pressed
    assert (await house.amas.find(HOME, ama.ama_id)).why is EndReason.GUEST


async def test_what_can_not_begin_is_told_once_tried_again_and_given_up(house: House) -> None:
    ama = await house.coming()
    house.podium.closed = True
    for later in (0 * HOUR, HOUR):
        assert (await house.at(ama, ama.at + later)).state is AmaState.COMING
    assert [one.sentence for one in house.desk.notices] == ["I need a permission."]
    off = await house.at(ama, ama.at + MAX_START_DELAY)
    assert (off.state, off.why, house.podium.n_opened) == (AmaState.CALLED_OFF, EndReason.MISSED, 0)


async def test_an_answer_is_kept_when_it_can_not_be_posted_and_posted_once(house: House) -> None:
    ama = await house.live()
    number = await house.ask(ama)
    await house.pass_on(ama, number)
    house.podium.closed = True
    kept = await house.asked.answer(HOME, number, FINN, "Yes.", ama.at)
    assert (kept.state, kept.message_id, house.podium.posts) == (QuestionState.ANSWERED, None, {})
    house.podium.closed = False
    await house.at(ama, ama.at + HOUR)
    posted = await house.asked.find(HOME, number)
    assert (posted.message_id, house.podium.posts) == (3000 + number, {number: "asked:answered"})
    with pytest.raises(Invalid, match="not in the queue"):
        await house.asked.answer(HOME, number, FINN, "No.", ama.at)


async def test_who_may_what_with_questions(house: House) -> None:
    ama = await house.live()
    for member, words in ((FINN, "you answer"), (GIA, "others ask")):
        with pytest.raises(NotAllowed, match=words):
            await house.ask(ama, member)
    number = await house.ask(ama)
    for pressed in (
        house.asked.waiting_questions(HOME, ama.ama_id, GIA),
        house.asked.approve(HOME, ama.ama_id, [number], FINN, ama.at),
        house.asked.skip(HOME, number, GIA, "no", ama.at),
        house.asked.queued_questions(HOME, ama.ama_id, ROSA),
        house.asked.answer(HOME, number, GIA, "yes", ama.at),
        house.asked.take_back(HOME, number, BEA, ama.at),
        house.amas.withdraw(HOME, ama.ama_id, GIA, ama.at),
    ):
        with pytest.raises(NotAllowed):
            await pressed
    await house.asked.skip(HOME, number, ROSA, "asked before", ama.at)
    assert await house.pass_on(ama, number) == 0
    assert [one.reply for one in await house.asked.take_own(HOME, ama.ama_id, AMY)] == ["asked before"]
    assert await house.asked.take_news(HOME, AMY) == []


async def test_whoever_speaks_for_a_brand_gives_no_ama_without_its_name(house: House) -> None:
    with pytest.raises(NotAllowed, match="/brand ama"):
        await house.amas.propose(house.topic, "tomorrow 12:00", NOW, by=FINN)
    proposed = await house.amas.propose(house.topic, "tomorrow 12:00", NOW, by=BEA)
    rep = await house.brand_store.ask_rep(house.brand, BEA, ROSA, NOW)
    await house.brand_store.update_rep(rep, RepState.LABELLED, over={RepState.ASKED}, since=NOW)
    await house.brands.load_roster()
    assert (await house.at(proposed.ama, NOW + HOUR)).why is EndReason.GUEST


async def test_without_a_place_for_cards_a_brand_is_told_so_and_a_steward_is_not_kept(house: House) -> None:
    house.bench.there = False
    with pytest.raises(OutOfReach):
        await house.of_brand()
    proposed = await house.amas.propose(house.topic, "tomorrow 12:00", NOW, by=BEA)
    assert proposed.ama.state is AmaState.COMING
    assert not (await house.amas.propose(house.topic, "nonsense", NOW, by=BEA)).is_new
    (told,) = await UpcomingAmas(house.amas).coming(HOME, NOW)
    assert (told.kind, told.name, told.at) == (EventKind.AMA, "bread", NOW + DAY)
    house.bench.there = True
    live = await house.at(proposed.ama, NOW + DAY)
    assert house.bench.cards == {live.ama_id: "live:known:nobody"}
    (told,) = await UpcomingAmas(house.amas).coming(HOME, NOW + DAY)
    assert (told.kind, told.at, told.thread_id) == (EventKind.ASKING, live.closes_at, live.thread_id)
    withdrawn = await house.amas.withdraw(HOME, live.ama_id, BEA, NOW + DAY)
    assert withdrawn.why is EndReason.WITHDRAWN
    assert await house.amas.take_news(HOME, BEA) == []
    assert await UpcomingAmas(house.amas).coming(HOME, NOW + DAY) == []
