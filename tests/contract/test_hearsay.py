"""The facts of brands' figures: who asked where, chose what, and said how it worked out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from community.brands.figures import AskFact, OutcomeFact, OutcomeKind
from community.brands.ports import RecommendationFacts
from community.ids import ChannelId, GuildId, MemberId, MessageId
from community.recommendations.ask import Ask, NewAsk
from community.recommendations.audit_trail import AuditAction
from community.recommendations.outcome import Result
from community.recommendations.ports import RecommendationStore
from community.recommendations.recommendation import NewRecommendation, Recommendation, Relation, Verdict
from community.recommendations.store_ports import ChoiceStore, EditStore
from storage.brands.figures import SqlRecommendationFacts
from storage.database import Database
from storage.recommendations.choices import SqlChoiceStore
from storage.recommendations.edits import SqlEditStore
from storage.recommendations.store import SqlRecommendationStore
from tests.fakes.brands.recommendation_facts import MemoryRecommendationFacts
from tests.fakes.recommendations.outcomes import MemoryChoiceStore, MemoryEditStore
from tests.fakes.recommendations.store import MemoryRecommendationStore

NOW = datetime(2026, 1, 5, 12, 30, 15, 123456, UTC)
HOUR = timedelta(hours=1)
HOME, ELSEWHERE = GuildId(1), GuildId(2)
AMY, BEA, CID, DAN = MemberId(10), MemberId(11), MemberId(12), MemberId(13)
BREAD, CAKE = ChannelId(5), ChannelId(6)


@dataclass(frozen=True)
class Kept:
    """A store of recommendations, and the facts that are read from it."""

    store: RecommendationStore
    choices: ChoiceStore
    authorship: EditStore
    hearsay: RecommendationFacts

    async def ask(
        self, author: MemberId, at: datetime = NOW, channel: ChannelId = BREAD, guild: GuildId = HOME, form: int = 1
    ) -> Ask:
        made = await self.store.add_ask(NewAsk(guild, channel, author, form, "An oven", "", ""), at)
        assert made is not None
        return made

    async def recommend(self, ask: Ask, item: str = "Foo") -> Recommendation:
        new = NewRecommendation(ask.ask_id, ask.guild_id, BEA, item, "It lasts", "", Relation.OWN)
        waiting = await self.store.add(new, NOW)
        assert waiting is not None
        await self.store.record_card(waiting, MessageId(5_000 + waiting.recommendation_id))
        kept = await self.store.find(waiting.guild_id, waiting.recommendation_id)
        assert kept is not None
        return kept

    async def choose(self, ask: Ask, one: Recommendation, at: datetime, result: Result, told_at: datetime) -> None:
        choice = await self.choices.toggle_choice(ask, one.recommendation_id, at)
        assert choice is not None
        assert await self.choices.claim(choice, at)
        assert await self.choices.record_result(choice, result, told_at)

    async def words(self, since: datetime, until: datetime, guild: GuildId = HOME) -> Sequence[OutcomeFact]:
        return sorted(
            await self.hearsay.outcomes(guild, since, until), key=lambda one: (one.at, one.member_id, one.kind)
        )


@pytest.fixture
def kept(database: Database | None) -> Kept:
    if database is None:
        store = MemoryRecommendationStore()
        return Kept(store, MemoryChoiceStore(store), MemoryEditStore(store), MemoryRecommendationFacts(store))
    return Kept(
        SqlRecommendationStore(database),
        SqlChoiceStore(database),
        SqlEditStore(database),
        SqlRecommendationFacts(database),
    )


async def test_choices_results_and_votes_are_heard_each_at_its_own_instant_and_thanks_are_not(kept: Kept) -> None:
    asked = await kept.ask(AMY)
    foo = await kept.recommend(asked)
    await kept.choose(asked, foo, NOW + HOUR, Result.PARTLY, NOW + 2 * HOUR)
    await kept.store.toggle_vote(foo, CID, Verdict.WORKED, NOW + 3 * HOUR)
    await kept.store.toggle_vote(foo, DAN, Verdict.THANKS, NOW + 3 * HOUR)
    untried = await kept.ask(DAN, form=2)
    await kept.choose(untried, await kept.recommend(untried, "Bar"), NOW + HOUR, Result.UNTRIED, NOW + 2 * HOUR)
    away = await kept.ask(AMY, guild=ELSEWHERE)
    await kept.store.toggle_vote(await kept.recommend(away), CID, Verdict.DIDNT, NOW + HOUR)

    chosen, told = (
        OutcomeFact(AMY, "Foo", OutcomeKind.CHOSEN, NOW + HOUR),
        OutcomeFact(AMY, "Foo", OutcomeKind.DIDNT, NOW + 2 * HOUR),
    )
    bar, voted = (
        OutcomeFact(DAN, "Bar", OutcomeKind.CHOSEN, NOW + HOUR),
        OutcomeFact(CID, "Foo", OutcomeKind.WORKED, NOW + 3 * HOUR),
    )
    assert await kept.words(NOW, NOW + 4 * HOUR) == [chosen, bar, told, voted]
    assert await kept.words(NOW + 2 * HOUR, NOW + 3 * HOUR) == [told]
    assert [one.kind for one in await kept.words(NOW, NOW + 4 * HOUR, ELSEWHERE)] == [OutcomeKind.DIDNT]

    await kept.authorship.change_state(foo, AuditAction.WITHDRAWN, BEA, NOW + 4 * HOUR)
    assert await kept.words(NOW, NOW + 4 * HOUR) == [bar]


async def test_askings_are_of_some_channels_of_one_server_in_a_span(kept: Kept) -> None:
    await kept.ask(AMY)
    await kept.ask(AMY, at=NOW + HOUR, form=2)
    await kept.ask(BEA, channel=CAKE)
    await kept.ask(CID, guild=ELSEWHERE)
    await kept.ask(DAN, at=NOW + 2 * HOUR)
    until = NOW + 2 * HOUR
    assert list(await kept.hearsay.asks(HOME, {BREAD}, NOW, until)) == [AskFact(AMY, BREAD), AskFact(AMY, BREAD)]
    assert len(await kept.hearsay.asks(HOME, {BREAD, CAKE}, NOW, until)) == 3
    assert await kept.hearsay.asks(HOME, set(), NOW, until) == []
