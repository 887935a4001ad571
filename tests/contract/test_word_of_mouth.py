"""What is kept beyond the asks: voices, changes and their trail, choices, what is due."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest

from community.ids import ChannelId, GuildId, MemberId, MessageId, RecommendationId
from community.recommendations.ask import Ask, NewAsk
from community.recommendations.audit_trail import AuditAction
from community.recommendations.funnel import OutcomeStep
from community.recommendations.outcome import QUESTION_DELAY, Choice, Outcome, OutcomeStage, Result
from community.recommendations.ports import RecommendationStore
from community.recommendations.recommendation import (
    NewRecommendation,
    Recommendation,
    RecommendationState,
    Relation,
    Verdict,
    Wording,
)
from community.recommendations.store_ports import ChoiceStore, EditStore, MaintenanceStore
from storage.database import Database
from storage.recommendations.choices import SqlChoiceStore
from storage.recommendations.edits import SqlEditStore
from storage.recommendations.maintenance import SqlMaintenanceStore
from storage.recommendations.store import SqlRecommendationStore
from tests.fakes.recommendations.outcomes import MemoryChoiceStore, MemoryEditStore, MemoryMaintenanceStore
from tests.fakes.recommendations.store import MemoryRecommendationStore

NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
HOME, ELSEWHERE = GuildId(1), GuildId(2)
AMY, BEA, CID = MemberId(10), MemberId(11), MemberId(12)
LOBBY, HALL = ChannelId(5), ChannelId(6)


@dataclass(frozen=True)
class Cabinet:
    """Everything that is kept of recommendations, on one store."""

    store: RecommendationStore
    authorship: EditStore
    choices: ChoiceStore
    upkeep: MaintenanceStore

    async def ask(self, form: int = 1, guild: GuildId = HOME, channel: ChannelId = LOBBY, at: datetime = NOW) -> Ask:
        made = await self.store.add_ask(NewAsk(guild, channel, AMY, form, "An oven", "", ""), at)
        assert made is not None
        await self.store.record_thread(made, ChannelId(1_000 + made.ask_id), MessageId(2_000 + made.ask_id))
        return await self.now_of(made)

    async def now_of(self, ask: Ask) -> Ask:
        kept = await self.store.find_ask(ask.guild_id, ask.ask_id)
        assert kept is not None
        return kept

    async def recommend(self, ask: Ask, item: str = "Foo", author: MemberId = BEA) -> Recommendation:
        waiting = await self.typed(ask, item, author)
        await self.store.record_card(waiting, MessageId(5_000 + waiting.recommendation_id))
        return await self.as_kept(waiting)

    async def typed(self, ask: Ask, item: str = "Foo", author: MemberId = BEA) -> Recommendation:
        new = NewRecommendation(ask.ask_id, ask.guild_id, author, item, "It lasts", "", Relation.OWN)
        kept = await self.store.add(new, NOW)
        assert kept is not None
        return kept

    async def as_kept(self, one: Recommendation) -> Recommendation:
        kept = await self.store.find(one.guild_id, one.recommendation_id)
        assert kept is not None
        return kept

    async def due_cards(self) -> list[RecommendationId]:
        return [one.recommendation_id for one in await self.upkeep.due_cards()]


@pytest.fixture
def cabinet(database: Database | None) -> Cabinet:
    if database is None:
        store = MemoryRecommendationStore()
        return Cabinet(store, MemoryEditStore(store), MemoryChoiceStore(store), MemoryMaintenanceStore(store))
    return Cabinet(
        SqlRecommendationStore(database),
        SqlEditStore(database),
        SqlChoiceStore(database),
        SqlMaintenanceStore(database),
    )


async def test_a_voice_joins_a_card_by_its_name_once_and_its_vote_there_goes(cabinet: Cabinet) -> None:
    ask = await cabinet.ask()
    anchor = await cabinet.recommend(ask, "Foo Oven")
    await cabinet.store.toggle_vote(anchor, CID, Verdict.WORKED, NOW)
    await cabinet.store.toggle_vote(anchor, AMY, Verdict.WORKED, NOW)
    voice = await cabinet.typed(ask, "the foo oven", CID)

    assert await cabinet.store.join_card(voice, anchor)
    joined = await cabinet.as_kept(voice)
    assert (joined.voice_of, joined.message_id, joined.item) == (
        anchor.recommendation_id,
        anchor.message_id,
        "Foo Oven",
    )
    assert [vote.member_id for vote in await cabinet.store.votes_for(HOME, [ask.ask_id])] == [AMY]
    assert await cabinet.due_cards() == [anchor.recommendation_id]
    again = await cabinet.typed(ask, "Foo Ovens", CID)
    assert not await cabinet.store.join_card(again, anchor), "nobody has two voices on a card"


async def test_an_edit_of_substance_clears_the_cards_votes_and_another_leaves_them(cabinet: Cabinet) -> None:
    ask = await cabinet.ask()
    one, other = await cabinet.recommend(ask), await cabinet.recommend(ask, "Bar")
    for kept in (one, other):
        await cabinet.store.toggle_vote(kept, CID, Verdict.WORKED, NOW)
    said = Wording("Foo!", "It lasts.", "https://example.com/", Relation.GIFT)

    assert await cabinet.authorship.rewrite(one, said, NOW + HOUR, substantial=False) == 0
    assert (await cabinet.as_kept(one)).changed_at is None
    assert await cabinet.authorship.rewrite(one, said, NOW + HOUR, substantial=True) == 1
    kept = await cabinet.as_kept(one)
    assert (kept.item, kept.why, kept.link, kept.relation) == ("Foo!", "It lasts.", said.link, Relation.GIFT)
    assert kept.changed_at == NOW + HOUR
    cast = await cabinet.store.votes_for(HOME, [ask.ask_id])
    assert [vote.recommendation_id for vote in cast] == [other.recommendation_id]


async def test_the_trail_keeps_who_did_what_and_why_newest_first_by_pages(cabinet: Cabinet) -> None:
    ask, foreign = await cabinet.ask(), await cabinet.ask(2, ELSEWHERE)
    one, abroad = await cabinet.recommend(ask), await cabinet.recommend(foreign)
    await cabinet.authorship.change_state(abroad, AuditAction.HIDDEN, CID, NOW, reason="no")
    await cabinet.authorship.change_state(one, AuditAction.HIDDEN, CID, NOW, reason="An advertisement")
    hidden = await cabinet.as_kept(one)
    assert (hidden.state, hidden.reason, hidden.is_shown) == (RecommendationState.HIDDEN, "An advertisement", False)
    await cabinet.authorship.change_state(hidden, AuditAction.RESTORED, CID, NOW + HOUR)
    assert (await cabinet.as_kept(one)).is_shown
    await cabinet.authorship.change_state(await cabinet.as_kept(one), AuditAction.REMOVED, None, NOW + DAY)

    entries, n = await cabinet.authorship.audit_page(HOME, 0, 2)
    assert n == 3
    assert [(entry.action, entry.member_id) for entry in entries] == [
        (AuditAction.REMOVED, None),
        (AuditAction.RESTORED, CID),
    ]
    ((last,), _) = await cabinet.authorship.audit_page(HOME, 2, 2)
    assert (last.action, last.reason, last.item, last.at) == (AuditAction.HIDDEN, "An advertisement", "Foo", NOW)
    assert last.thread_id == ask.thread_id


@pytest.mark.parametrize("deed", [AuditAction.WITHDRAWN, AuditAction.REMOVED])
async def test_what_was_taken_back_can_be_said_anew_and_what_was_hidden_can_not(
    cabinet: Cabinet, deed: AuditAction
) -> None:
    ask = await cabinet.ask()
    one = await cabinet.recommend(ask)
    new = NewRecommendation(ask.ask_id, HOME, BEA, "foo", "Still", "", Relation.OWN)
    await cabinet.authorship.change_state(one, AuditAction.HIDDEN, CID, NOW, reason="no")
    assert await cabinet.store.add(new, NOW) is None
    await cabinet.authorship.change_state(one, deed, BEA, NOW)
    assert await cabinet.store.unanswered_asks(HOME, NOW) == [await cabinet.now_of(ask)], (
        "nothing that stands answers it"
    )
    assert await cabinet.store.add(new, NOW) is not None


async def test_suggestions_are_what_stands_in_these_channels_with_what_was_typed(cabinet: Cabinet) -> None:
    ask, hall, foreign = await cabinet.ask(), await cabinet.ask(2, channel=HALL), await cabinet.ask(3, ELSEWHERE)
    foo, odd = await cabinet.recommend(ask, "Foo Oven"), await cabinet.recommend(ask, "100%_\\ wool", CID)
    await cabinet.recommend(hall, "Foo Kettle")
    await cabinet.recommend(foreign, "Foo Lamp")
    await cabinet.typed(ask, "Foo Unposted")
    await cabinet.authorship.change_state(await cabinet.recommend(ask, "Foo Gone"), AuditAction.WITHDRAWN, BEA, NOW)

    async def found(typed: str, author: MemberId | None = None) -> list[str]:
        told = await cabinet.authorship.suggest(HOME, {LOBBY}, typed, 25, author_id=author)
        return [one.item for one in told]

    assert await found("") == [odd.item, foo.item]
    assert await found("OVEN") == ["Foo Oven"]
    assert await found("%_\\") == [odd.item], "what means something to a database means nothing here"
    assert await found("_") == [odd.item]
    assert await found("", CID) == [odd.item]
    assert len(await cabinet.authorship.suggest(HOME, {LOBBY, HALL}, "", 2)) == 2

    async def named(key: str, author: MemberId | None = None) -> Recommendation | None:
        return await cabinet.authorship.find_by_name(HOME, {LOBBY}, key, author_id=author)

    again = await cabinet.recommend(await cabinet.ask(4), "foo  OVEN", CID)
    assert await named("foo oven") == again, "the newest that is called so"
    assert await named("foo oven", BEA) == foo
    for nobody in ("oven", "foo kettle", "foo lamp", "foo unposted", "foo gone"):
        assert await named(nobody) is None


async def test_a_choice_is_one_for_an_ask_and_is_taken_back_only_before_the_question(cabinet: Cabinet) -> None:
    ask = await cabinet.ask()
    foo, bar = await cabinet.recommend(ask), await cabinet.recommend(ask, "Bar")
    first = await chosen(cabinet, ask, foo)
    assert first == Choice(first.choice_id, ask.ask_id, HOME, foo.recommendation_id, NOW, NOW + QUESTION_DELAY)
    second = await chosen(cabinet, ask, bar, NOW + HOUR)
    assert (second.recommendation_id, second.due_at) == (bar.recommendation_id, NOW + HOUR + QUESTION_DELAY)
    assert await cabinet.choices.choices_for(HOME, [ask.ask_id]) == [second]
    assert not await cabinet.choices.claim(first, NOW), "what is not chosen any more is not asked about"
    assert await cabinet.choices.toggle_choice(ask, bar.recommendation_id, NOW) is None
    assert await cabinet.choices.find_for(ask) is None

    asked = await chosen(cabinet, ask, foo)
    assert await cabinet.choices.claim(asked, NOW)
    still = await cabinet.choices.toggle_choice(ask, foo.recommendation_id, NOW)
    assert still is not None
    assert still.stage is OutcomeStage.CLAIMED


async def chosen(cabinet: Cabinet, ask: Ask, one: Recommendation, at: datetime = NOW) -> Choice:
    kept = await cabinet.choices.toggle_choice(ask, one.recommendation_id, at)
    assert kept is not None
    return kept


async def test_a_question_is_claimed_once_asked_and_told_and_nothing_of_it_elsewhere(cabinet: Cabinet) -> None:
    ask = await cabinet.ask()
    one = await chosen(cabinet, ask, await cabinet.recommend(ask))
    assert await cabinet.choices.due(one.due_at - HOUR) == []
    assert await cabinet.choices.due(one.due_at) == [one]
    assert await cabinet.choices.claim(one, NOW)
    assert not await cabinet.choices.claim(one, NOW)
    (claimed,) = await cabinet.choices.due(NOW)
    assert (claimed.stage, claimed.claimed_at) == (OutcomeStage.CLAIMED, NOW)

    await cabinet.choices.record_question(claimed, MessageId(77))
    assert await cabinet.choices.due(NOW + 30 * DAY) == []
    assert await cabinet.choices.find(ELSEWHERE, one.choice_id) is None
    assert not await cabinet.choices.record_result(replace(one, guild_id=ELSEWHERE), Result.NO, NOW)
    for result in (Result.PARTLY, Result.YES):
        assert await cabinet.choices.record_result(one, result, NOW + DAY)
    told = await cabinet.choices.find(HOME, one.choice_id)
    assert told is not None
    assert (told.stage, told.result, told.told_at, told.question_id) == (OutcomeStage.TOLD, Result.YES, NOW + DAY, 77)
    assert await cabinet.choices.outcomes(HOME, [ask.ask_id]) == [
        Outcome(one.recommendation_id, AMY, Result.YES, NOW + DAY)
    ]
    assert await cabinet.choices.outcomes(ELSEWHERE, [ask.ask_id]) == []


async def test_a_question_waits_longer_or_is_dropped(cabinet: Cabinet) -> None:
    ask = await cabinet.ask()
    one = await chosen(cabinet, ask, await cabinet.recommend(ask))
    await cabinet.choices.claim(one, NOW)
    await cabinet.choices.postpone(one, NOW + 20 * DAY)
    assert await cabinet.choices.due(NOW + 19 * DAY) == []
    (late,) = await cabinet.choices.due(NOW + 20 * DAY)
    assert (late.stage, late.claimed_at) == (OutcomeStage.WAITING, None)
    await cabinet.choices.drop(late)
    assert await cabinet.choices.due(NOW + 90 * DAY) == []
    assert not await cabinet.choices.record_result(late, Result.YES, NOW)


async def test_an_outcome_of_what_was_changed_since_it_was_chosen_does_not_count(cabinet: Cabinet) -> None:
    ask = await cabinet.ask()
    foo = await cabinet.recommend(ask)
    one = await chosen(cabinet, ask, foo)
    await cabinet.choices.claim(one, NOW)
    await cabinet.choices.record_result(one, Result.YES, NOW)
    said = Wording("Foo", "Something else", "", Relation.OWN)
    await cabinet.authorship.rewrite(foo, said, NOW + HOUR, substantial=True)
    assert await cabinet.choices.outcomes(HOME, [ask.ask_id]) == []


async def test_the_steps_of_a_guild_of_channels_and_of_an_item(cabinet: Cabinet) -> None:
    first, second, hall = await cabinet.ask(), await cabinet.ask(2), await cabinet.ask(3, channel=HALL)
    await cabinet.ask(4)
    await cabinet.ask(5, ELSEWHERE)
    foo = await cabinet.recommend(first)
    await cabinet.recommend(second)
    one = await chosen(cabinet, second, await cabinet.recommend(second, "Bar"))
    other = await chosen(cabinet, first, foo)
    await cabinet.choices.claim(other, NOW)
    await cabinet.choices.record_result(other, Result.NO, NOW)

    def step(*, answered: bool = True, is_chosen: bool = False, result: Result | None = None) -> OutcomeStep:
        return OutcomeStep(answered, is_chosen, result)

    assert await cabinet.choices.steps(HOME, {LOBBY}) == [
        step(is_chosen=True, result=Result.NO),
        step(is_chosen=True),
        step(answered=False),
    ]
    assert len(await cabinet.choices.steps(HOME, {LOBBY, HALL})) == 4
    assert await cabinet.choices.steps(HOME, set()) == []
    assert await cabinet.choices.steps(HOME, {LOBBY}, "foo") == [step(is_chosen=True, result=Result.NO), step()]
    assert await cabinet.choices.steps(HOME, {LOBBY}, "bar") == [step(is_chosen=True)]
    assert await cabinet.choices.steps(HOME, {LOBBY}, "lamp") == []
    assert (one.guild_id, hall.channel_id) == (HOME, HALL)


async def test_an_ask_is_idle_closed_titled_and_opened(cabinet: Cabinet) -> None:
    ask, lively = await cabinet.ask(), await cabinet.ask(2)
    await cabinet.upkeep.touch(lively, NOW + DAY)
    await cabinet.upkeep.touch(lively, NOW + HOUR)
    assert await cabinet.upkeep.idle(NOW + HOUR) == [ask]
    assert await cabinet.upkeep.idle(NOW + DAY) == [ask, lively]
    assert await cabinet.upkeep.changed_since(NOW + HOUR) == [lively]

    await cabinet.upkeep.mark_title_due(ask)
    assert await cabinet.upkeep.due_titles(NOW) == [], "an open ask has its own title"
    await cabinet.upkeep.close(ask, NOW + DAY)
    await cabinet.upkeep.close(ask, NOW + 2 * DAY)
    closed = await cabinet.now_of(ask)
    assert closed.closed_at == NOW + DAY
    assert await cabinet.upkeep.idle(NOW + DAY) == [lively]
    assert await cabinet.upkeep.due_titles(NOW) == [closed]

    await cabinet.upkeep.mark_title_shown(ask, NOW + DAY)
    assert await cabinet.upkeep.due_titles(NOW) == [], "it was closed meanwhile, but just renamed"
    assert await cabinet.upkeep.due_titles(NOW + DAY) == [closed]
    await cabinet.upkeep.mark_title_shown(closed, NOW + DAY)
    assert await cabinet.upkeep.due_titles(NOW + DAY) == []

    await cabinet.upkeep.reopen(closed)
    opened = await cabinet.now_of(ask)
    assert opened.closed_at is None
    assert await cabinet.upkeep.due_titles(NOW + DAY) == [opened]


async def test_standings_and_cards_are_due_until_they_show_what_is_kept(cabinet: Cabinet) -> None:
    ask = await cabinet.ask()
    one = await cabinet.recommend(ask)
    await cabinet.store.toggle_vote(one, CID, Verdict.WORKED, NOW + HOUR)
    assert [due.ask_id for due in await cabinet.upkeep.due_standings()] == [ask.ask_id]
    await cabinet.upkeep.mark_standings_shown(ask, NOW)
    assert len(await cabinet.upkeep.due_standings()) == 1, "a vote came meanwhile"
    await cabinet.upkeep.mark_standings_shown(ask, NOW + HOUR)
    assert await cabinet.upkeep.due_standings() == []

    assert await cabinet.due_cards() == []
    await cabinet.authorship.change_state(one, AuditAction.WITHDRAWN, BEA, NOW + DAY)
    assert await cabinet.due_cards() == [one.recommendation_id]
    assert len(await cabinet.upkeep.due_standings()) == 1
    await cabinet.upkeep.mark_card_shown(one)
    assert await cabinet.due_cards() == []


async def test_what_was_typed_and_never_posted_goes_and_messages_are_found(cabinet: Cabinet) -> None:
    ask = await cabinet.ask()
    posted, typed = await cabinet.recommend(ask), await cabinet.typed(ask, "Bar")
    voice = await cabinet.typed(ask, "foos", CID)
    await cabinet.store.join_card(voice, posted)
    await cabinet.upkeep.remove_unposted(NOW)
    assert len(await cabinet.store.recommendations_for(HOME, [ask.ask_id])) == 3
    await cabinet.upkeep.remove_unposted(NOW + HOUR)
    assert await cabinet.store.find(HOME, typed.recommendation_id) is None

    assert posted.message_id is not None
    on_card = await cabinet.upkeep.recommendations_on(HOME, posted.message_id)
    assert [one.author_id for one in on_card] == [BEA, CID]
    assert await cabinet.upkeep.recommendations_on(ELSEWHERE, posted.message_id) == []
    assert ask.card_id is not None
    assert await cabinet.upkeep.find_ask_by_card(HOME, ask.card_id) == ask
    assert await cabinet.upkeep.find_ask_by_card(ELSEWHERE, ask.card_id) is None
