from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from community.ids import AskId, ChannelId, GuildId, MemberId, MessageId, RecommendationId
from community.recommendations.ask import Ask, NewAsk
from community.recommendations.ports import RecommendationStore
from community.recommendations.recommendation import NewRecommendation, Recommendation, Relation, Verdict
from storage.database import Database
from storage.recommendations.store import SqlRecommendationStore
from tests.fakes.recommendations.store import MemoryRecommendationStore

NOW = datetime(2026, 1, 5, 12, 30, 15, 123456, UTC)
HOUR = timedelta(hours=1)
HOME, ELSEWHERE = GuildId(1), GuildId(2)
AMY, BEA, CID = MemberId(10), MemberId(11), MemberId(12)
LOBBY = ChannelId(2**62)


@pytest.fixture
def store(database: Database | None) -> RecommendationStore:
    return MemoryRecommendationStore() if database is None else SqlRecommendationStore(database)


def new_ask(form: int, guild: GuildId = HOME, author: MemberId = AMY) -> NewAsk:
    return NewAsk(guild, LOBBY, author, form, "An oven", "heats evenly", "200 €")


async def asked(store: RecommendationStore, form: int, guild: GuildId = HOME, at: datetime = NOW) -> Ask:
    ask = await store.add_ask(new_ask(form, guild), at)
    assert ask is not None
    await store.record_thread(ask, ChannelId(1_000 + form), MessageId(2_000 + form))
    opened = await store.find_ask(guild, ask.ask_id)
    assert opened is not None
    return opened


def new_recommendation(ask: Ask, item: str, author: MemberId = BEA) -> NewRecommendation:
    return NewRecommendation(
        ask.ask_id, ask.guild_id, author, item, "It lasts", "https://example.com/", Relation.EMPLOYEE
    )


async def recommended(
    store: RecommendationStore, ask: Ask, item: str, author: MemberId = BEA, *, posted: bool = True
) -> Recommendation:
    kept = await store.add(new_recommendation(ask, item, author), NOW)
    assert kept is not None
    if not posted:
        return kept
    await store.record_card(kept, MessageId(5_000 + kept.recommendation_id))
    found = await store.find(ask.guild_id, kept.recommendation_id)
    assert found is not None
    return found


async def test_an_ask_comes_back_as_it_was_kept(store: RecommendationStore) -> None:
    ask = await store.add_ask(new_ask(2**62), NOW)
    assert ask is not None
    assert ask == Ask(ask.ask_id, HOME, LOBBY, AMY, "An oven", "heats evenly", "200 €", NOW)
    assert await store.find_ask(HOME, ask.ask_id) == ask

    await store.record_thread(ask, ChannelId(77), MessageId(78))
    await store.record_standings(ask, MessageId(88))
    opened = await store.find_ask_in(HOME, ChannelId(77))
    assert opened is not None
    assert (opened.ask_id, opened.thread_id, opened.standings_id) == (ask.ask_id, 77, 88)


async def test_several_asks_come_oldest_first(store: RecommendationStore) -> None:
    first, second, foreign = await asked(store, 1), await asked(store, 2), await asked(store, 3, ELSEWHERE)
    await asked(store, 4)
    assert await store.find_asks(HOME, {second.ask_id, first.ask_id, foreign.ask_id}) == [first, second]
    assert await store.find_asks(HOME, set()) == []


async def test_one_form_is_one_ask(store: RecommendationStore) -> None:
    ask = await store.add_ask(new_ask(5), NOW)
    assert await store.add_ask(new_ask(5), NOW + HOUR) is None
    assert await store.find_sent_ask(new_ask(5)) == ask
    assert await store.find_sent_ask(new_ask(6)) is None
    assert await store.find_sent_ask(new_ask(5, author=BEA)) is None
    assert await store.add_ask(new_ask(5, author=BEA), NOW) is not None


async def test_nothing_is_found_from_another_guild(store: RecommendationStore) -> None:
    ask = await asked(store, 1)
    kept = await recommended(store, ask, "Foo")
    assert ask.thread_id is not None

    assert await store.find_ask(ELSEWHERE, ask.ask_id) is None
    assert await store.find_ask_in(ELSEWHERE, ask.thread_id) is None
    assert await store.find(ELSEWHERE, kept.recommendation_id) is None
    assert await store.recommendations_for(ELSEWHERE, [ask.ask_id]) == []
    assert await store.votes_for(ELSEWHERE, [ask.ask_id]) == []
    assert await store.by_author(ELSEWHERE, BEA) == []

    await store.remove_ask(ELSEWHERE, ask.ask_id)
    await store.remove_asks_in(ELSEWHERE, ask.thread_id)
    await store.remove(ELSEWHERE, kept.recommendation_id)
    assert await store.find(HOME, kept.recommendation_id) == kept
    assert await store.find_ask(HOME, ask.ask_id) == ask
    assert await store.find_ask(HOME, AskId(999)) is None
    assert await store.find(HOME, RecommendationId(999)) is None


async def test_a_recommendation_comes_back_as_it_was_kept(store: RecommendationStore) -> None:
    ask = await asked(store, 1)
    kept = await recommended(store, ask, "Foo")
    assert kept == Recommendation(
        kept.recommendation_id,
        ask.ask_id,
        HOME,
        BEA,
        "Foo",
        "It lasts",
        "https://example.com/",
        Relation.EMPLOYEE,
        NOW,
        kept.message_id,
    )
    assert await store.recommendations_for(HOME, [ask.ask_id]) == [kept]


async def test_a_person_names_an_item_once_in_an_ask(store: RecommendationStore) -> None:
    ask, other = await asked(store, 1), await asked(store, 2)
    await recommended(store, ask, "Foo Oven")
    assert await store.add(new_recommendation(ask, "foo  OVEN"), NOW) is None
    assert await store.add(new_recommendation(ask, "Foo Oven", CID), NOW) is not None
    assert await store.add(new_recommendation(other, "Foo Oven"), NOW) is not None


async def test_only_what_is_not_posted_is_reworded(store: RecommendationStore) -> None:
    ask = await asked(store, 1)
    kept = await recommended(store, ask, "Foo", posted=False)
    again = NewRecommendation(ask.ask_id, HOME, BEA, "FOO", "other words", "", Relation.PAID)

    reworded = await store.reword(again)
    assert reworded is not None
    assert reworded.recommendation_id == kept.recommendation_id
    assert (reworded.item, reworded.why, reworded.link, reworded.relation) == ("FOO", "other words", "", Relation.PAID)

    await store.record_card(kept, MessageId(1))
    assert await store.reword(again) is None
    assert await store.reword(new_recommendation(ask, "Bar")) is None


async def test_recommendations_come_oldest_first_and_ones_own_newest_first(store: RecommendationStore) -> None:
    ask, other = await asked(store, 1), await asked(store, 2)
    foo = await recommended(store, ask, "Foo")
    bar = await recommended(store, ask, "Bar", CID)
    baz = await recommended(store, other, "Baz")
    await recommended(store, other, "Unposted", posted=False)

    assert await store.recommendations_for(HOME, [ask.ask_id]) == [foo, bar]
    assert len(await store.recommendations_for(HOME, [ask.ask_id, other.ask_id])) == 4
    assert await store.recommendations_for(HOME, []) == []
    assert await store.by_author(HOME, BEA) == [baz, foo]


async def test_on_some_cards_are_their_voices_and_beside_them_is_who_is_related(store: RecommendationStore) -> None:
    ask, other = await asked(store, 1), await asked(store, 2)

    async def put(where: Ask, item: str, author: MemberId, relation: Relation) -> Recommendation:
        kept = await store.add(replace(new_recommendation(where, item, author), relation=relation), NOW)
        assert kept is not None
        await store.record_card(kept, MessageId(5_000 + kept.recommendation_id))
        return kept

    foo = await put(ask, "Foo", AMY, Relation.OWN)
    voice = await store.add(replace(new_recommendation(ask, "the foo", BEA), relation=Relation.NONE), NOW)
    assert voice is not None
    await store.join_card(voice, replace(foo, message_id=MessageId(5_000 + foo.recommendation_id)))
    await put(ask, "Bar", BEA, Relation.OWN)
    related = await put(ask, "Baz", CID, Relation.PAID)
    await put(other, "Qux", CID, Relation.EMPLOYEE)
    found = await store.recommendations_for(HOME, [ask.ask_id], {foo.recommendation_id})
    assert [one.recommendation_id for one in found] == [one.recommendation_id for one in (foo, voice, related)]
    assert await store.recommendations_for(ELSEWHERE, [ask.ask_id], {foo.recommendation_id}) == []


async def test_one_person_has_one_vote_which_changes_and_can_be_taken_back(store: RecommendationStore) -> None:
    ask = await asked(store, 1)
    foo = await recommended(store, ask, "Foo")

    assert await store.toggle_vote(foo, AMY, Verdict.WORKED, NOW) is Verdict.WORKED
    assert await store.toggle_vote(foo, CID, Verdict.THANKS, NOW) is Verdict.THANKS
    assert await store.toggle_vote(foo, AMY, Verdict.DIDNT, NOW + HOUR) is Verdict.DIDNT
    cast = await store.votes_for(HOME, [ask.ask_id])
    assert [(one.member_id, one.verdict, one.voted_at) for one in cast] == [
        (AMY, Verdict.DIDNT, NOW + HOUR),
        (CID, Verdict.THANKS, NOW),
    ]

    await store.toggle_vote(await recommended(store, ask, "Bar"), AMY, Verdict.WORKED, NOW)
    assert await store.votes_on(HOME, {foo.recommendation_id}) == cast
    assert await store.votes_on(HOME, []) == await store.votes_on(ELSEWHERE, [foo.recommendation_id]) == []

    assert await store.toggle_vote(foo, AMY, Verdict.DIDNT, NOW + HOUR) is None
    assert [one.member_id for one in await store.votes_on(HOME, [foo.recommendation_id])] == [CID]


async def test_what_is_removed_takes_along_what_was_said_to_it(store: RecommendationStore) -> None:
    ask = await asked(store, 1)
    foo, bar = await recommended(store, ask, "Foo"), await recommended(store, ask, "Bar")
    for one in (foo, bar):
        await store.toggle_vote(one, CID, Verdict.WORKED, NOW)

    await store.remove(HOME, foo.recommendation_id)
    assert [one.recommendation_id for one in await store.votes_for(HOME, [ask.ask_id])] == [bar.recommendation_id]

    await store.remove_ask(HOME, ask.ask_id)
    assert await store.find_ask(HOME, ask.ask_id) is None
    assert await store.recommendations_for(HOME, [ask.ask_id]) == []
    assert await store.votes_for(HOME, [ask.ask_id]) == []


async def test_the_asks_of_a_deleted_thread_or_channel_go(store: RecommendationStore) -> None:
    first, second = await asked(store, 1), await asked(store, 2)
    assert first.thread_id is not None
    await store.remove_asks_in(HOME, first.thread_id)
    assert await store.find_ask(HOME, first.ask_id) is None
    assert await store.find_ask(HOME, second.ask_id) == second

    await store.remove_asks_in(HOME, LOBBY)
    assert await store.find_ask(HOME, second.ask_id) is None


async def test_unanswered_are_the_asks_with_a_thread_and_nothing_posted(store: RecommendationStore) -> None:
    late = await asked(store, 1, at=NOW + HOUR)
    early = await asked(store, 2)
    answered = await asked(store, 3)
    await asked(store, 4, at=NOW - HOUR)
    await asked(store, 5, ELSEWHERE)
    await store.add_ask(new_ask(6), NOW)
    await recommended(store, answered, "Foo")
    await recommended(store, late, "Bar", posted=False)

    assert await store.unanswered_asks(HOME, NOW) == [early, late]


async def test_worked_are_the_asks_with_such_a_vote_in_the_span(store: RecommendationStore) -> None:
    asks = [await asked(store, form) for form in range(1, 6)]
    verdicts = [Verdict.WORKED, Verdict.WORKED, Verdict.WORKED, Verdict.DIDNT, Verdict.THANKS]
    moments = [NOW, NOW + HOUR, NOW - HOUR, NOW, NOW]
    for ask, verdict, at in zip(asks, verdicts, moments, strict=True):
        await store.toggle_vote(await recommended(store, ask, "Foo"), AMY, verdict, at)

    assert await store.asks_that_worked(HOME, NOW, NOW + HOUR) == [asks[0]]
    assert await store.asks_that_worked(HOME, NOW - HOUR, NOW + 2 * HOUR) == asks[:3]
    assert await store.asks_that_worked(ELSEWHERE, NOW - HOUR, NOW + 2 * HOUR) == []
