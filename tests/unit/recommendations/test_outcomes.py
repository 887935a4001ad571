"""Outcome questions and the maintenance of threads: on fakes, ended at every point."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community.discord_limits import NONCE_SPAN
from community.errors import NotAllowed, NotFound, OutOfReach
from community.ids import ChannelId, GuildId, MemberId, MessageId
from community.recommendations.ask import Ask, NewAsk
from community.recommendations.audit_trail import AuditAction
from community.recommendations.closing import IDLE_AFTER, RENAME_INTERVAL, AskEnding, AskResult
from community.recommendations.funnel import OutcomeStep, count_steps
from community.recommendations.maintenance_service import RETRY_PAUSE, MaintenanceService
from community.recommendations.outcome import QUESTION_DELAY, RETRY_PERIOD, Choice, OutcomeAnswer, OutcomeStage, Result
from community.recommendations.outcome_service import OutcomeService
from community.recommendations.ports import ThreadPresence
from community.recommendations.recommendation import NewRecommendation, Recommendation, RecommendationState, Relation
from community.recommendations.service import PossibleDuplicate, RecommendationService
from community.recommendations.thread_display import ThreadDisplay
from community.recommendations.trust_service import TrustService
from tests.due_work import run_due
from tests.fakes.recommendations.outcomes import (
    FakeRepresentatives,
    MemoryChoiceStore,
    MemoryEditStore,
    MemoryMaintenanceStore,
    MemoryOutcomeQuestions,
    MemoryThreadUpkeep,
)
from tests.fakes.recommendations.store import MemoryActivityRecorder, MemoryAskThreads, MemoryRecommendationStore
from tests.fakes.recommendations.trust import MemoryPreTrusted, MemoryTrustEvidence

NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)
DAY = timedelta(days=1)
HOME, ELSEWHERE = GuildId(1), GuildId(2)
LOBBY = ChannelId(5)
AMY, BEA, CID = MemberId(10), MemberId(11), MemberId(12)


class Died(Exception):
    """The process ends here."""


class Street:
    """The services on fakes, after Amy asked and Bea recommended."""

    def __init__(self) -> None:
        self.store, self.board = MemoryRecommendationStore(), MemoryAskThreads()
        self.choices, self.upkeep = MemoryChoiceStore(self.store), MemoryMaintenanceStore(self.store)
        self.authorship, self.desk, self.caretaker = (
            MemoryEditStore(self.store),
            MemoryOutcomeQuestions(),
            MemoryThreadUpkeep(),
        )
        self.start()

    def start(self) -> None:
        """Starts a process on the stored state."""
        trust = TrustService(MemoryTrustEvidence(self.store), [MemoryPreTrusted()], lambda: NOW)
        self.display = ThreadDisplay(self.store, self.choices, self.upkeep, self.board, trust)
        self.service = RecommendationService(
            self.store,
            self.board,
            MemoryActivityRecorder(),
            display=self.display,
            choices=self.choices,
            upkeep=self.upkeep,
            representatives=FakeRepresentatives(),
        )
        self.outcomes = OutcomeService(self.store, self.choices, self.upkeep, self.desk, self.display)
        self.caretaking = MaintenanceService(
            self.store,
            self.upkeep,
            edits=self.authorship,
            choices=self.choices,
            threads=self.caretaker,
            display=self.display,
        )

    async def ask(self) -> Ask:
        return await self.service.open_ask(NewAsk(HOME, LOBBY, AMY, 1, "An oven", "", ""), NOW)

    async def recommend(self, ask: Ask, item: str = "Foo", at: datetime = NOW) -> Recommendation:
        new = NewRecommendation(ask.ask_id, HOME, BEA, item, "It lasts", "", Relation.OWN)
        done = await self.service.recommend(new, thread(ask), at)
        assert not isinstance(done, PossibleDuplicate)
        return done

    async def choose(self, ask: Ask, one: Recommendation, who: MemberId = AMY, at: datetime = NOW) -> Choice | None:
        message = one.message_id or MessageId(0)
        found, card = await self.service.find_card(HOME, thread(ask), message, one.recommendation_id)
        return await self.outcomes.toggle_choice(found, card, who, at)

    async def chosen(self) -> tuple[Ask, Choice]:
        ask = await self.ask()
        choice = await self.choose(ask, await self.recommend(ask))
        assert choice is not None
        return ask, choice

    async def stage(self, ask: Ask) -> OutcomeStage | None:
        kept = await self.choices.find_for(ask)
        return None if kept is None else kept.stage


def thread(ask: Ask) -> ChannelId:
    assert ask.thread_id is not None
    return ask.thread_id


@pytest.fixture
def street() -> Street:
    return Street()


async def test_only_who_asked_chooses_one_thing_at_a_time_and_never_their_own(street: Street) -> None:
    ask = await street.ask()
    foo, bar = await street.recommend(ask), await street.recommend(ask, "Bar")
    with pytest.raises(NotAllowed, match="person who asked"):
        await street.choose(ask, foo, CID)
    for one in (foo, bar):
        chosen = await street.choose(ask, one)
        assert chosen is not None
        assert (chosen.recommendation_id, chosen.due_at) == (one.recommendation_id, NOW + QUESTION_DELAY)
    assert await street.choose(ask, bar) is None, "the same again takes it back"
    assert await street.choices.find_for(ask) is None


async def test_the_question_comes_after_fourteen_days_once(street: Street) -> None:
    ask, _ = await street.chosen()
    await run_due(street.outcomes, NOW + QUESTION_DELAY - timedelta(seconds=1))
    assert street.desk.questions == {}
    for later in range(3):
        await run_due(street.outcomes, NOW + QUESTION_DELAY + later * DAY)
    assert len(street.desk.questions) == 1
    assert await street.stage(ask) is OutcomeStage.ASKED


@pytest.mark.parametrize("posted", [False, True], ids=["before the post", "after the post"])
@pytest.mark.parametrize("later", [timedelta(seconds=1), NONCE_SPAN * 100], ids=["at once", "hours later"])
async def test_ended_between_claim_and_record_there_is_exactly_one_question(
    street: Street, posted: bool, later: timedelta
) -> None:
    ask, _ = await street.chosen()
    if posted:
        street.desk.dies_after = Died()
    else:
        street.desk.dies_before = Died()
    with pytest.raises(ExceptionGroup):
        await run_due(street.outcomes, NOW + QUESTION_DELAY)
    assert await street.stage(ask) is OutcomeStage.CLAIMED

    street.start()
    await run_due(street.outcomes, NOW + QUESTION_DELAY + later)
    assert len(street.desk.questions) == 1
    assert await street.stage(ask) is OutcomeStage.ASKED


async def test_what_can_not_be_known_is_never_asked_twice(street: Street) -> None:
    ask, _ = await street.chosen()
    street.desk.dies_after = Died()
    with pytest.raises(ExceptionGroup):
        await run_due(street.outcomes, NOW + QUESTION_DELAY)
    street.desk.refusal = OutOfReach("can't see it")
    await run_due(street.outcomes, NOW + QUESTION_DELAY + timedelta(minutes=1))
    assert await street.stage(ask) is OutcomeStage.CLAIMED
    await run_due(street.outcomes, NOW + QUESTION_DELAY + DAY)
    assert await street.stage(ask) is OutcomeStage.DROPPED
    street.desk.refusal = None
    await run_due(street.outcomes, NOW + QUESTION_DELAY + 2 * DAY)
    assert len(street.desk.questions) == 1


async def test_a_refused_question_is_tried_daily_and_then_dropped(street: Street) -> None:
    ask, _ = await street.chosen()
    street.desk.refusal = OutOfReach("archived and locked")
    await run_due(street.outcomes, NOW + QUESTION_DELAY)
    assert await street.stage(ask) is OutcomeStage.WAITING
    street.desk.refusal = None
    await run_due(street.outcomes, NOW + QUESTION_DELAY + DAY / 2)
    assert street.desk.questions == {}, "not before a day is over"
    street.desk.refusal = OutOfReach("still")
    await run_due(street.outcomes, NOW + QUESTION_DELAY + RETRY_PERIOD)
    assert await street.stage(ask) is OutcomeStage.DROPPED


@pytest.mark.parametrize("what", ["asker left", "asker forgotten", "item withdrawn", "thread gone"])
async def test_nobody_is_asked_about_what_is_gone(street: Street, what: str) -> None:
    ask, choice = await street.chosen()
    kept = street.store.kept[choice.recommendation_id]
    match what:
        case "asker left":
            street.desk.left.add(AMY)
        case "asker forgotten":
            object.__setattr__(street.store.asked[ask.ask_id], "author_id", None)
        case "item withdrawn":
            object.__setattr__(kept, "state", RecommendationState.WITHDRAWN)
        case _:
            await street.caretaking.forget_channel(HOME, thread(ask))
    await run_due(street.outcomes, NOW + QUESTION_DELAY)
    assert street.desk.questions == {}
    assert await street.stage(ask) in {OutcomeStage.DROPPED, None}


async def test_a_guild_that_is_out_of_reach_waits(street: Street) -> None:
    ask, _ = await street.chosen()
    street.desk.away = True
    await run_due(street.outcomes, NOW + QUESTION_DELAY)
    assert await street.stage(ask) is OutcomeStage.WAITING
    street.desk.away = False
    await run_due(street.outcomes, NOW + QUESTION_DELAY)
    assert await street.stage(ask) is OutcomeStage.ASKED


async def test_the_answer_counts_as_two_votes_is_the_askers_alone_and_can_change(street: Street) -> None:
    ask, choice = await street.chosen()
    await run_due(street.outcomes, NOW + QUESTION_DELAY)
    ((message, _),) = street.desk.questions.items()

    def said(
        result: Result, who: MemberId = AMY, guild: GuildId = HOME, place: ChannelId | None = None
    ) -> OutcomeAnswer:
        return OutcomeAnswer(guild, place or thread(ask), message, choice.choice_id, who, result)

    with pytest.raises(NotAllowed):
        await street.outcomes.record_answer(said(Result.YES, BEA), NOW)
    for elsewhere in (said(Result.YES, guild=ELSEWHERE), said(Result.YES, place=ChannelId(1))):
        with pytest.raises(NotFound):
            await street.outcomes.record_answer(elsewhere, NOW)

    for result, counted in (
        (Result.YES, (1, 0)),
        (Result.PARTLY, (0, 0)),
        (Result.NO, (0, 1)),
        (Result.UNTRIED, (0, 0)),
    ):
        told = await street.outcomes.record_answer(said(result), NOW)
        await street.outcomes.show_answer(told)
        (standing,) = next(iter(street.board.standings.values()))
        assert (standing.n_worked, standing.n_didnt) == counted, result
        assert street.desk.questions[message].result is result


async def test_an_answer_about_what_was_chosen_before_is_not_counted(street: Street) -> None:
    ask, choice = await street.chosen()
    await run_due(street.outcomes, NOW + QUESTION_DELAY)
    ((message, _),) = street.desk.questions.items()
    await street.choose(ask, await street.recommend(ask, "Bar"), at=NOW + QUESTION_DELAY)
    with pytest.raises(NotFound, match="not chosen any more"):
        await street.outcomes.record_answer(
            OutcomeAnswer(HOME, thread(ask), message, choice.choice_id, AMY, Result.YES), NOW
        )


async def test_a_quiet_ask_closes_with_its_outcome_and_a_recommendation_opens_it(street: Street) -> None:
    ask = await street.ask()
    street.caretaker.said[ask.ask_id] = NOW + DAY
    await run_due(street.caretaking, NOW + IDLE_AFTER)
    assert street.caretaker.titles == [], "somebody wrote in it meanwhile"
    await run_due(street.caretaking, NOW + IDLE_AFTER + DAY)
    assert street.caretaker.titles == [(ask.ask_id, AskResult(AskEnding.UNANSWERED))]
    assert await street.service.open_asks(HOME, NOW - DAY) == []

    late = NOW + IDLE_AFTER + DAY + RENAME_INTERVAL
    await street.recommend(ask, at=late)
    await run_due(street.caretaking, late)
    assert street.caretaker.titles[1:] == [(ask.ask_id, None)]
    await run_due(street.caretaking, late + IDLE_AFTER)
    assert street.caretaker.titles[2:] == [(ask.ask_id, AskResult(AskEnding.ANSWERED, "Foo", 1))]


async def test_a_title_that_discord_refuses_is_tried_again_after_an_hour(street: Street) -> None:
    ask = await street.ask()
    street.caretaker.refusal = OutOfReach("locked")
    await run_due(street.caretaking, NOW + IDLE_AFTER)
    street.caretaker.refusal = None
    await run_due(street.caretaking, NOW + IDLE_AFTER + RETRY_PAUSE / 2)
    assert street.caretaker.titles == []
    await run_due(street.caretaking, NOW + IDLE_AFTER + RETRY_PAUSE)
    assert street.caretaker.titles == [(ask.ask_id, AskResult(AskEnding.UNANSWERED))]


@pytest.mark.parametrize("fault", [Died(), OutOfReach("no")], ids=["ended", "refused"])
async def test_a_card_and_standings_left_behind_are_brought_up_to_date_by_the_next_process(
    street: Street, fault: Exception
) -> None:
    ask = await street.ask()
    one = await street.recommend(ask)
    await street.service.show_standings(HOME, thread(ask))
    await run_due(street.caretaking, NOW)
    await street.authorship.change_state(one, AuditAction.WITHDRAWN, BEA, NOW)
    street.board.dies = fault
    with suppress(Died):
        await street.display.show_card(HOME, one.recommendation_id)
    street.start()
    await run_due(street.caretaking, NOW)
    (card,) = street.board.cards.values()
    assert not card.is_visible
    assert street.store.cards_due == set()
    assert list(street.board.standings.values()) == [[]]


async def test_what_was_deleted_while_nobody_was_there_is_noticed_after_the_start(street: Street) -> None:
    ask = await street.ask()
    one = await street.recommend(ask)
    street.caretaker.gone[ask.ask_id] = ThreadPresence(
        has_thread=True, missing=frozenset({one.message_id or MessageId(0)})
    )
    street.caretaker.away = True
    await run_due(street.caretaking, NOW)
    assert street.store.kept[one.recommendation_id].state is RecommendationState.STANDS
    street.caretaker.away = False
    await run_due(street.caretaking, NOW)
    assert street.store.kept[one.recommendation_id].state is RecommendationState.REMOVED
    entries, n = await street.authorship.audit_page(HOME, 0, 10)
    assert n == 1
    assert entries[0].member_id is None

    street.start()
    street.caretaker.gone[ask.ask_id] = ThreadPresence(has_thread=False)
    await run_due(street.caretaking, NOW)
    assert street.store.asked == {}


async def test_what_waited_a_day_for_its_authors_word_is_forgotten(street: Street) -> None:
    ask = await street.ask()
    await street.recommend(ask)
    new = NewRecommendation(ask.ask_id, HOME, CID, "foo", "It lasts", "", Relation.OWN)
    assert isinstance(await street.service.recommend(new, thread(ask), NOW), PossibleDuplicate)
    await run_due(street.caretaking, NOW + DAY)
    assert len(street.store.kept) == 2
    await run_due(street.caretaking, NOW + DAY + timedelta(seconds=1))
    assert len(street.store.kept) == 1


steps = st.builds(
    OutcomeStep, is_answered=st.booleans(), is_chosen=st.booleans(), result=st.none() | st.sampled_from(list(Result))
)


@given(st.lists(steps, max_size=30))
def test_every_step_of_the_funnel_is_of_the_one_before(told: list[OutcomeStep]) -> None:
    found = count_steps(told)
    counts = [found.n_asked, found.n_answered, found.n_chosen, found.n_tried, found.n_worked + found.n_partly]
    assert counts == sorted(counts, reverse=True)
    for share in (found.answered, found.chosen, found.tried, found.worked):
        if share.value is not None and share.low is not None and share.high is not None:
            assert 0 <= share.low <= share.value <= share.high <= 1
    assert count_steps(reversed(told)) == found
