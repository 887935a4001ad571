"""Finding, on fakes: the short way to a score is the long one's equal."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from community.ids import AskId, ChannelId, GuildId, MemberId, MessageId, RecommendationId
from community.recommendations.ask import NewAsk
from community.recommendations.audit_trail import AuditAction
from community.recommendations.outcome import Result
from community.recommendations.recommendation import NewRecommendation, Recommendation, Relation, Verdict
from community.recommendations.search_service import SearchService
from community.recommendations.search_terms import parse_query
from community.recommendations.standings import Standing
from community.recommendations.store_ports import ChoiceStore
from community.recommendations.thread_display import ThreadDisplay
from community.recommendations.trust_service import TrustService
from tests.fakes.recommendations.outcomes import MemoryChoiceStore, MemoryEditStore, MemoryMaintenanceStore
from tests.fakes.recommendations.search import MemoryRecommendationSearch
from tests.fakes.recommendations.store import MemoryAskThreads, MemoryRecommendationStore
from tests.fakes.recommendations.trust import MemoryPreTrusted, MemoryTrustEvidence

NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)
HOME, LOBBY = GuildId(1), ChannelId(5)
PEOPLE = [MemberId(number) for number in range(10, 30)]
ITEMS = ("Foo Oven", "Bar Oven", "foo oven", "Oven", "Kettle")


class Market:
    """Builds a guild with random recommendations, votes, choices, hiding and withdrawals."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)  # noqa: S311 - nothing secret is drawn
        self.store = MemoryRecommendationStore()
        self.choices: ChoiceStore = MemoryChoiceStore(self.store)
        evidence = MemoryTrustEvidence(self.store)
        evidence.joined = {(HOME, one): NOW - timedelta(days=one) for one in PEOPLE}
        trust = TrustService(evidence, [MemoryPreTrusted(*PEOPLE[:3])], lambda: NOW)
        self.display = ThreadDisplay(
            self.store, self.choices, MemoryMaintenanceStore(self.store), MemoryAskThreads(), trust
        )
        self.search = MemoryRecommendationSearch(self.store)
        self.findings = SearchService(self.store, self.choices, self.search, display=self.display, trust=trust)

    async def live(self) -> None:
        for form in range(8):
            await self._ask(form)
        changed = MemoryEditStore(self.store)
        for one in list(self.store.kept.values()):
            if self.random.random() < 0.2:
                deed = self.random.choice([AuditAction.HIDDEN, AuditAction.WITHDRAWN, AuditAction.REMOVED])
                await changed.change_state(one, deed, one.author_id, NOW)

    async def _ask(self, form: int) -> None:
        asker, *others = self.random.sample(PEOPLE, 18)
        ask = await self.store.add_ask(NewAsk(HOME, LOBBY, asker, form, "An oven", "", ""), NOW)
        assert ask is not None
        await self.store.record_thread(ask, ChannelId(1_000 + form), MessageId(2_000 + form))
        anchors: list[Recommendation] = []
        for author in others[:6]:
            item, relation = self.random.choice(ITEMS), self.random.choice(list(Relation))
            said = NewRecommendation(ask.ask_id, HOME, author, item, "It lasts", "", relation)
            kept = await self.store.add(said, NOW)
            assert kept is not None
            if anchors and self.random.random() < 0.3:
                await self.store.join_card(kept, self.random.choice(anchors))
                continue
            await self.store.record_card(kept, MessageId(5_000 + kept.recommendation_id))
            anchors.append(self.store.kept[kept.recommendation_id])
        for anchor in anchors:
            for voter in self.random.sample([asker, *others], self.random.randint(0, 16)):
                await self.store.toggle_vote(anchor, voter, self.random.choice(list(Verdict)), NOW)
        if self.random.random() < 0.7:
            choice = await self.choices.toggle_choice(ask, self.random.choice(anchors).recommendation_id, NOW)
            assert choice is not None
            await self.choices.claim(choice, NOW)
            await self.choices.record_result(choice, self.random.choice(list(Result)), NOW)

    async def whole(self) -> dict[RecommendationId, Standing]:
        """Returns every standing, computed without shortcuts."""
        told = await self.display.standings(HOME, list(self.store.asked))
        return {one.recommendation.recommendation_id: one for one in told}


@pytest.mark.parametrize("seed", range(12))
async def test_cards_stand_alone_as_they_stand_among_all(seed: int) -> None:
    market = Market(seed)
    await market.live()
    whole = await market.whole()
    assert any(one.score is not None for one in whole.values())
    some = market.random.sample(sorted(market.store.kept), 20)
    asked: dict[RecommendationId, AskId] = {number: market.store.kept[number].ask_id for number in some}
    said = await market.display.votes_on(HOME, asked)
    assert await market.display.standings_of(HOME, asked, said) == {
        number: one for number, one in whole.items() if number in asked
    }


@pytest.mark.parametrize("seed", range(12))
async def test_what_is_found_page_by_page_is_everything_that_fits_in_the_order_of_the_whole_standings(
    seed: int,
) -> None:
    market = Market(seed)
    await market.live()
    whole = await market.whole()
    fits: dict[RecommendationId, float] = {}
    for hit in await market.search.find(HOME, [LOBBY], parse_query("oven")):
        fits[hit.card_id] = max(hit.relevance, fits.get(hit.card_id, 0.0))
    order = sorted(fits, key=lambda number: (-fits[number] * (1 + (whole[number].score or 0.0)), -number))

    pages = [await market.findings.find(HOME, [LOBBY], "oven", page, 5) for page in range(-(-len(order) // 5))]
    found = [one for page in pages for one in page.results]
    assert [one.standing for one in found] == [whole[number] for number in order]
    assert all(one.choice == market.store.choices.get(one.ask.ask_id) for one in found)
    assert {page.n for page in pages} == {len(order)}
    assert await market.findings.find(HOME, [LOBBY], "oven", 99, 5) == pages[-1], "the last page where it is too far"
    assert (await market.findings.find(HOME, [], "oven", 0, 5)).n == 0
