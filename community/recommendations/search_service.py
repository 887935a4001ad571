"""The search service: finds recommendations and explains their place."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from community.due_work import DueJob
from community.errors import NotFound
from community.ids import AskId, ChannelId, GuildId, MemberId, RecommendationId
from community.recommendations.ask import Ask
from community.recommendations.funnel import OutcomeFunnel, count_steps
from community.recommendations.outcome import Choice
from community.recommendations.ports import RecommendationStore
from community.recommendations.recommendation import Recommendation, item_key
from community.recommendations.score import can_rank
from community.recommendations.search_ports import CATCH_UP_SIZE, RecommendationSearch
from community.recommendations.search_terms import parse_query
from community.recommendations.standings import Standing
from community.recommendations.store_ports import ChoiceStore
from community.recommendations.thread_display import ThreadDisplay
from community.recommendations.trust_service import TrustService


@dataclass(frozen=True, slots=True)
class SearchResult:
    """A card that matches a search, with its ask, its standing, and the asker's choice."""

    ask: Ask
    standing: Standing
    choice: Choice | None


@dataclass(frozen=True, slots=True)
class SearchPage:
    """A page, counted from 0, of the ``n`` matching cards; the last page where the number was too high."""

    results: Sequence[SearchResult]
    page: int
    n: int


@dataclass(frozen=True, slots=True)
class Explanation:
    """The explanation of a card's place.

    ``place`` is its rank among the ``n_cards`` of its ask. ``outcomes`` counts all asks that the person can see for
    which the same item was recommended. ``own_weight`` is the weight of the person's own votes, for them alone; none
    where they are light or never voted.
    """

    ask: Ask
    recommenders: Sequence[Recommendation]
    standing: Standing
    place: int
    n_cards: int
    outcomes: OutcomeFunnel
    own_weight: float | None


class SearchService:
    """Searches what a guild recommended. ``channels`` are those that the person who asks can see."""

    def __init__(
        self,
        store: RecommendationStore,
        choices: ChoiceStore,
        search: RecommendationSearch,
        *,
        display: ThreadDisplay,
        trust: TrustService,
    ) -> None:
        self._store = store
        self._choices = choices
        self._search = search
        self._display = display
        self._trust = trust

    async def due_jobs(self, now: datetime) -> Sequence[DueJob]:  # noqa: ARG002 - what waits is due, whenever it is
        """Looking at some of what changed, so that the next search has little to look at."""
        return [DueJob(None, partial(self._search.catch_up, CATCH_UP_SIZE))]

    async def find(
        self, guild_id: GuildId, channels: Collection[ChannelId], typed: str, page: int, length: int
    ) -> SearchPage:
        """Returns a page of the matching cards, best first: by relevance, which a perfect score doubles."""
        fits: dict[RecommendationId, float] = {}
        asked: dict[RecommendationId, AskId] = {}
        for hit in await self._search.find(guild_id, channels, parse_query(typed)):
            fits[hit.card_id] = max(hit.relevance, fits.get(hit.card_id, 0.0))
            asked[hit.card_id] = hit.ask_id
        votes_by_card = await self._display.votes_on(guild_id, asked)
        ranking = {number: asked[number] for number, votes in votes_by_card.items() if can_rank(votes)}
        standings = dict(await self._display.standings_of(guild_id, ranking, votes_by_card))

        def place(number: RecommendationId) -> tuple[float, int]:
            score = standings[number].score if number in standings else None
            return -fits[number] * (1 + (score or 0.0)), -number

        ranked = sorted(fits, key=place)
        page = min(page, max(len(ranked) - 1, 0) // length)
        shown = {number: asked[number] for number in ranked[page * length : (page + 1) * length]}
        early = {number: ask_id for number, ask_id in shown.items() if number not in standings}
        standings |= await self._display.standings_of(guild_id, early, votes_by_card)
        asks = {ask.ask_id: ask for ask in await self._store.find_asks(guild_id, set(shown.values()))}
        chosen = {one.ask_id: one for one in await self._choices.choices_for(guild_id, asks)}
        found = [
            SearchResult(asks[ask_id], standings[number], chosen.get(ask_id))
            for number, ask_id in shown.items()
            if number in standings and ask_id in asks
        ]
        return SearchPage(found, page, len(ranked))

    async def explain(self, kept: Recommendation, channels: Collection[ChannelId], member_id: MemberId) -> Explanation:
        """Explains the place of a recommendation in its thread.

        Raises
        ------
        NotFound
            Where it does not stand any more.
        """
        ask = await self._store.find_ask(kept.guild_id, kept.ask_id)
        if ask is None:
            raise _gone()
        cards = {card.recommendation_id: card for card in await self._display.cards(ask)}
        standings = await self._display.standings(kept.guild_id, [ask.ask_id])
        for place, standing in enumerate(standings, 1):
            if standing.recommendation.recommendation_id == kept.card_of:
                item = item_key(standing.recommendation.item)
                return Explanation(
                    ask,
                    cards[kept.card_of].visible,
                    standing,
                    place,
                    len(standings),
                    count_steps(await self._choices.steps(kept.guild_id, channels, item)),
                    (await self._trust.weights(kept.guild_id)).full.get(member_id),
                )
        raise _gone()


def _gone() -> NotFound:
    return NotFound("This recommendation is not there any more.")
