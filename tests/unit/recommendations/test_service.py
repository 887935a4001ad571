import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from community.engagement.events import Activity, ActivityKind, Withdrawal
from community.errors import Invalid, NotAllowed, NotFound, OutOfReach
from community.ids import AskId, ChannelId, GuildId, MemberId, MessageId, RecommendationId
from community.recommendations.ask import WANTED_LENGTH, Ask, NewAsk
from community.recommendations.author_service import AuthorService
from community.recommendations.maintenance_service import MaintenanceService
from community.recommendations.recommendation import NewRecommendation, NewVote, Recommendation, Relation, Verdict
from community.recommendations.service import PossibleDuplicate, RecommendationService
from community.recommendations.thread_display import ThreadDisplay
from community.recommendations.trust_service import TrustService
from tests.fakes.recommendations.outcomes import (
    FakeRepresentatives,
    MemoryChoiceStore,
    MemoryEditStore,
    MemoryMaintenanceStore,
    MemoryThreadUpkeep,
)
from tests.fakes.recommendations.store import MemoryActivityRecorder, MemoryAskThreads, MemoryRecommendationStore
from tests.fakes.recommendations.trust import MemoryPreTrusted, MemoryTrustEvidence

NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
HOME, ELSEWHERE = GuildId(1), GuildId(2)
LOBBY = ChannelId(5)
AMY, BEA, CID, DAN = MemberId(10), MemberId(11), MemberId(12), MemberId(13)


class Died(Exception):
    """The process ends here."""


class House:
    """The service on fakes, with the actions of people."""

    def __init__(self) -> None:
        self.store = MemoryRecommendationStore()
        self.board = MemoryAskThreads()
        self.chronicle = MemoryActivityRecorder()
        self.brands = FakeRepresentatives()
        choices, upkeep = MemoryChoiceStore(self.store), MemoryMaintenanceStore(self.store)
        trust = TrustService(MemoryTrustEvidence(self.store), [MemoryPreTrusted()], lambda: NOW)
        self.display = ThreadDisplay(self.store, choices, upkeep, self.board, trust)
        self.service = RecommendationService(
            self.store,
            self.board,
            self.chronicle,
            display=self.display,
            choices=choices,
            upkeep=upkeep,
            representatives=self.brands,
        )
        authorship, self.caretaker = MemoryEditStore(self.store), MemoryThreadUpkeep()
        self.authors = AuthorService(self.store, authorship, self.display, self.brands)
        self.caretaking = MaintenanceService(
            self.store, upkeep, edits=authorship, choices=choices, threads=self.caretaker, display=self.display
        )

    async def ask(self, form: int = 1, wanted: str = "An oven", at: datetime = NOW) -> Ask:
        return await self.service.open_ask(NewAsk(HOME, LOBBY, AMY, form, wanted, "", ""), at)

    async def recommend(
        self, ask: Ask, item: str = "Foo", author: MemberId = BEA, relation: Relation = Relation.OWN, link: str = ""
    ) -> Recommendation:
        new = NewRecommendation(ask.ask_id, HOME, author, item, "It lasts", link, relation)
        done = await self.service.recommend(new, thread(ask), NOW)
        if isinstance(done, PossibleDuplicate):
            same = done.card.recommendation_id
            return await self.service.resolve_duplicate(
                HOME, thread(ask), done.recommendation.recommendation_id, author, same
            )
        return done

    async def vote(
        self, ask: Ask, one: Recommendation, member: MemberId, verdict: Verdict = Verdict.WORKED, at: datetime = NOW
    ) -> Verdict | None:
        message = one.message_id or MessageId(4_000)
        new = NewVote(HOME, thread(ask), message, one.recommendation_id, member, verdict)
        return await self.service.toggle_vote(new, at)


def thread(ask: Ask) -> ChannelId:
    assert ask.thread_id is not None
    return ask.thread_id


@pytest.fixture
def house() -> House:
    return House()


async def test_an_ask_gets_a_thread_which_is_kept(house: House) -> None:
    ask = await house.ask(wanted="  An   oven ")
    assert ask.wanted == "An oven"
    assert house.board.threads == {ask.thread_id: ask.ask_id}
    assert await house.store.find_ask_in(HOME, thread(ask)) == ask


@pytest.mark.parametrize("wanted", ["", "  ", "x" * (WANTED_LENGTH + 1)])
async def test_an_ask_without_words_or_with_too_many_is_refused(house: House, wanted: str) -> None:
    with pytest.raises(Invalid):
        await house.ask(wanted=wanted)
    assert house.board.threads == {}


async def test_the_same_form_sent_twice_asks_once(house: House) -> None:
    assert await house.ask() == await house.ask()
    assert len(house.board.threads) == 1
    await house.ask(form=2)
    assert len(house.board.threads) == 2


async def test_the_same_form_sent_twice_at_the_same_time_asks_once(house: House) -> None:
    first, second = await asyncio.gather(house.ask(), house.ask())
    assert first == second
    assert len(house.board.threads) == 1


async def test_a_thread_that_was_made_before_the_end_is_found_again(house: House) -> None:
    house.board.dies = Died()
    with pytest.raises(Died):
        await house.ask()
    assert await house.service.open_asks(HOME, NOW) == []

    ask = await house.ask()
    assert house.board.threads == {ask.thread_id: ask.ask_id}


async def test_pressing_on_the_card_of_such_a_thread_works_as_well(house: House) -> None:
    house.board.dies = Died()
    with pytest.raises(Died):
        await house.ask()
    ((thread_id, ask_id),) = house.board.threads.items()

    ask = await house.service.require_ask(HOME, thread_id, ask_id)
    assert ask.thread_id == thread_id
    assert await house.store.find_ask_in(HOME, thread_id) == ask


async def test_an_ask_that_discord_refused_is_not_kept(house: House) -> None:
    house.board.refusal = OutOfReach("no")
    with pytest.raises(OutOfReach):
        await house.ask()
    assert await house.store.find_sent_ask(NewAsk(HOME, LOBBY, AMY, 1, "", "", "")) is None


async def test_an_ask_is_answered_in_its_own_thread_and_guild_only(house: House) -> None:
    ask, other = await house.ask(), await house.ask(form=2)
    assert await house.service.require_ask(HOME, thread(ask)) == ask
    assert await house.service.require_ask(HOME, thread(ask), ask.ask_id) == ask
    for guild, place, ask_id in (
        (HOME, thread(other), ask.ask_id),
        (HOME, LOBBY, None),
        (HOME, thread(ask), AskId(99)),
        (ELSEWHERE, thread(ask), ask.ask_id),
        (ELSEWHERE, thread(ask), None),
    ):
        with pytest.raises(NotFound):
            await house.service.require_ask(guild, place, ask_id)


async def test_a_recommendation_is_posted_kept_and_noted(house: House) -> None:
    ask = await house.ask()
    one = await house.recommend(ask, " Foo  Oven ", link="https://Example.com")
    assert (one.item, one.link) == ("Foo Oven", "https://example.com")
    assert house.board.cards[one.message_id or MessageId(0)].item == "Foo Oven"
    assert await house.store.find(HOME, one.recommendation_id) == one
    assert house.chronicle.events == [
        Activity(HOME, ActivityKind.RECOMMENDATION, one.message_id or 0, BEA, NOW, LOBBY, ask.thread_id)
    ]


@pytest.mark.parametrize(
    ("item", "why", "link"), [("", "why", ""), ("item", " ", ""), ("x" * 101, "why", ""), ("item", "why", "nonsense")]
)
async def test_what_does_not_fit_is_refused_and_nothing_is_kept(house: House, item: str, why: str, link: str) -> None:
    ask = await house.ask()
    with pytest.raises(Invalid):
        await house.service.recommend(
            NewRecommendation(ask.ask_id, HOME, BEA, item, why, link, Relation.OWN), thread(ask), NOW
        )
    assert house.board.cards == {}
    assert await house.store.recommendations_for(HOME, [ask.ask_id]) == []


async def test_an_item_is_recommended_once_a_person(house: House) -> None:
    ask = await house.ask()
    await house.recommend(ask, "Foo")
    with pytest.raises(Invalid, match="already"):
        await house.recommend(ask, "FOO")
    await house.recommend(ask, "Foo", author=CID)
    (card,) = house.board.cards.values()
    assert [one.author_id for one in card.visible] == [BEA, CID], "two voices, one card"


async def test_two_submissions_at_the_same_time_post_one_card(house: House) -> None:
    ask = await house.ask()
    done = await asyncio.gather(house.recommend(ask), house.recommend(ask), return_exceptions=True)
    assert sorted(type(one).__name__ for one in done) == ["Invalid", "Recommendation"]
    assert len(house.board.cards) == 1


async def test_a_card_that_was_posted_before_the_end_is_found_again_with_the_latest_words(house: House) -> None:
    ask = await house.ask()
    house.board.dies = Died()
    with pytest.raises(Died):
        await house.recommend(ask, relation=Relation.OWN)
    assert house.chronicle.events == []

    one = await house.recommend(ask, relation=Relation.EMPLOYEE)
    assert [card.anchor.relation for card in house.board.cards.values()] == [Relation.EMPLOYEE]
    assert list(house.board.cards) == [one.message_id]


async def test_a_recommendation_that_discord_refused_is_not_kept(house: House) -> None:
    ask = await house.ask()
    house.board.dies = OutOfReach("no")
    with pytest.raises(OutOfReach):
        await house.recommend(ask)
    assert await house.store.recommendations_for(HOME, [ask.ask_id]) == []


async def test_a_vote_is_counted_changed_and_taken_back(house: House) -> None:
    ask = await house.ask()
    one = await house.recommend(ask)
    house.chronicle.events.clear()

    assert await house.vote(ask, one, CID) is Verdict.WORKED
    assert await house.vote(ask, one, CID, Verdict.DIDNT) is Verdict.DIDNT
    assert await house.vote(ask, one, CID, Verdict.DIDNT) is None
    noted = Activity(HOME, ActivityKind.VOTE, one.message_id or 0, CID, NOW, LOBBY, ask.thread_id)
    assert house.chronicle.events == [noted, noted, Withdrawal(HOME, ActivityKind.VOTE, one.message_id or 0, CID)]


@pytest.mark.parametrize("verdict", Verdict)
async def test_ones_own_recommendation_is_the_others_to_judge(house: House, verdict: Verdict) -> None:
    ask = await house.ask()
    one = await house.recommend(ask)
    with pytest.raises(NotAllowed, match="your own"):
        await house.vote(ask, one, BEA, verdict)


async def test_the_related_can_thank_but_not_score(house: House) -> None:
    ask = await house.ask()
    one = await house.recommend(ask, "Foo")
    await house.vote(ask, one, CID)
    voice = await house.recommend(ask, "foo", author=CID, relation=Relation.PAID)
    await house.service.show_standings(HOME, thread(ask))
    ((joined,),) = house.board.standings.values()
    assert joined.n_worked == 0
    with pytest.raises(NotAllowed, match="own"):
        await house.vote(ask, one, CID, Verdict.DIDNT)

    await house.authors.withdraw(voice, NOW)
    with pytest.raises(NotAllowed, match="Thanks"):
        await house.vote(ask, one, CID, Verdict.DIDNT)
    assert await house.vote(ask, one, CID, Verdict.THANKS) is Verdict.THANKS


async def test_a_vote_from_elsewhere_finds_nothing(house: House) -> None:
    ask, other = await house.ask(), await house.ask(form=2)
    one = await house.recommend(ask)
    good = NewVote(HOME, thread(ask), one.message_id or MessageId(0), one.recommendation_id, CID, Verdict.WORKED)
    for forged in (
        replace(good, guild_id=ELSEWHERE),
        replace(good, thread_id=thread(other)),
        replace(good, message_id=MessageId(1)),
        replace(good, recommendation_id=RecommendationId(2**62)),
    ):
        with pytest.raises(NotFound):
            await house.service.toggle_vote(forged, NOW)
    assert await house.store.votes_for(HOME, [ask.ask_id]) == []


async def test_a_vote_on_a_card_whose_message_was_not_kept_keeps_it(house: House) -> None:
    ask = await house.ask()
    house.board.dies = Died()
    with pytest.raises(Died):
        await house.recommend(ask)
    ((message_id, card),) = house.board.cards.items()
    await house.vote(ask, replace(card.anchor, message_id=message_id), CID)
    kept = await house.store.find(HOME, card.recommendation_id)
    assert kept is not None
    assert kept.message_id == message_id


async def test_there_is_one_standings_message_which_changes(house: House) -> None:
    ask = await house.ask()
    await house.service.show_standings(HOME, thread(ask))
    assert house.board.standings == {}

    one = await house.recommend(ask)
    await house.service.show_standings(HOME, thread(ask))
    await house.vote(ask, one, CID)
    await house.service.show_standings(HOME, thread(ask))
    ((told,),) = house.board.standings.values()
    assert told.n_worked == 1


async def test_votes_during_an_edit_are_shown_by_one_more(house: House) -> None:
    ask = await house.ask()
    one = await house.recommend(ask)

    async def three_vote() -> None:
        for member in (CID, DAN, AMY):
            await house.vote(ask, one, member)
            await house.service.show_standings(HOME, thread(ask))

    house.board.meanwhile = three_vote
    await house.service.show_standings(HOME, thread(ask))
    ((told,),) = house.board.standings.values()
    assert told.n_worked == 3
    assert house.board.n_shown == 2


async def test_standings_that_discord_refuses_are_shown_the_next_time(house: House) -> None:
    ask = await house.ask()
    one = await house.recommend(ask)
    house.board.refusal = OutOfReach("locked")
    await house.service.show_standings(HOME, thread(ask))
    house.board.refusal = None
    await house.vote(ask, one, CID)
    await house.service.show_standings(HOME, thread(ask))
    assert len(house.board.standings) == 1


async def test_ones_own_recommendations_are_told_with_how_they_stand(house: House) -> None:
    first, second = await house.ask(), await house.ask(form=2)
    foo, bar = await house.recommend(first, "Foo"), await house.recommend(second, "Bar")
    await house.recommend(first, "Other", author=CID)
    await house.vote(first, foo, CID)

    told = await house.authors.list_own(HOME, BEA, {LOBBY})
    assert [(own.ask.ask_id, own.recommendation.item, own.standing and own.standing.n_worked) for own in told] == [
        (second.ask_id, "Bar", 0),
        (first.ask_id, "Foo", 1),
    ]
    assert await house.authors.list_own(HOME, DAN, {LOBBY}) == []
    assert await house.authors.list_own(HOME, BEA, {ChannelId(1)}) == [], "what they can't see is not told"
    assert bar.message_id is not None


async def test_open_asks_are_those_that_nobody_answered(house: House) -> None:
    await house.ask(at=NOW - HOUR)
    answered, waiting = await house.ask(form=2), await house.ask(form=3, wanted="A kettle", at=NOW + HOUR)
    await house.recommend(answered)

    (found,) = await house.service.open_asks(HOME, NOW)
    assert (found.ask_id, found.thread_id, found.channel_id) == (waiting.ask_id, waiting.thread_id, LOBBY)
    assert (found.author_id, found.wanted, found.asked_at) == (AMY, "A kettle", NOW + HOUR)
    assert await house.service.open_asks(ELSEWHERE, NOW) == []


async def test_what_worked_is_told_for_its_span_with_all_that_stood_at_its_end(house: House) -> None:
    ask = await house.ask()
    foo, bar = await house.recommend(ask, "Foo"), await house.recommend(ask, "Bar", relation=Relation.GIFT)
    await house.vote(ask, foo, CID, at=NOW - HOUR)
    await house.vote(ask, foo, DAN, at=NOW)
    await house.vote(ask, foo, AMY, Verdict.DIDNT, at=NOW)
    await house.vote(ask, foo, MemberId(20), at=NOW + HOUR)
    await house.vote(ask, bar, DAN, Verdict.DIDNT)

    (told,) = await house.service.worked(HOME, NOW, NOW + HOUR)
    assert (told.item, told.n_new, told.n_worked, told.n_didnt) == ("Foo", 1, 2, 1)
    assert (told.thread_id, told.channel_id, told.message_id) == (ask.thread_id, LOBBY, foo.message_id)
    assert (told.wanted, told.relation, told.author_id) == ("An oven", Relation.OWN, BEA)
    assert await house.service.worked(ELSEWHERE, NOW, NOW + HOUR) == []


async def test_what_worked_for_most_of_late_comes_first(house: House) -> None:
    ask = await house.ask()
    foo, bar = await house.recommend(ask, "Foo"), await house.recommend(ask, "Bar")
    for member, one in ((CID, foo), (CID, bar), (DAN, bar)):
        await house.vote(ask, one, member)
    assert [one.item for one in await house.service.worked(HOME, NOW, NOW + HOUR)] == ["Bar", "Foo"]


async def test_a_deleted_thread_takes_its_ask_along(house: House) -> None:
    ask = await house.ask()
    one = await house.recommend(ask)
    await house.caretaking.forget_channel(HOME, thread(ask))
    assert await house.store.find_ask(HOME, ask.ask_id) is None
    with pytest.raises(NotFound):
        await house.vote(ask, one, CID)
    await house.service.show_standings(HOME, thread(ask))
    assert house.board.n_shown == 0
