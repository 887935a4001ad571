"""Finding what was recommended, and why it stands as it does."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from community.errors import NotFound
from community.ids import ChannelId, GuildId, MemberId
from community.recommendations.ask import Ask
from community.recommendations.display import Display
from community.recommendations.funnel import Funnel, funnel
from community.recommendations.keeping import Choices
from community.recommendations.outcome import Choice
from community.recommendations.ports import RecommendationStore
from community.recommendations.recommendation import Recommendation, item_key
from community.recommendations.search import RecommendationSearch
from community.recommendations.standings import Standing
from community.recommendations.trust import TrustService
from community.recommendations.words import query


@dataclass(frozen=True, slots=True)
class Finding:
    """A card that fits what somebody looked for: its ask, how it stands, and what the person who asked chose."""

    ask: Ask
    standing: Standing
    choice: Choice | None


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a card stands as it does.

    ``place`` is its own among the ``n_cards`` of its ask. ``outcomes`` tell of every ask, among those that the
    person can see, for which the same item was recommended. ``own_weight`` is what the word of the person who
    wants to know weighs, and goes to nobody else; none where they never judged anything, or weigh next to nothing.
    """

    ask: Ask
    voices: Sequence[Recommendation]
    standing: Standing
    place: int
    n_cards: int
    outcomes: Funnel
    own_weight: float | None


class FindingService:
    """Looks through what a guild recommended. ``channels`` are those that the person who asks can see."""

    def __init__(
        self,
        store: RecommendationStore,
        choices: Choices,
        search: RecommendationSearch,
        *,
        display: Display,
        trust: TrustService,
    ) -> None:
        self._store = store
        self._choices = choices
        self._search = search
        self._display = display
        self._trust = trust

    async def find(self, guild_id: GuildId, channels: Collection[ChannelId], typed: str) -> Sequence[Finding]:
        """The cards that fit, best first: by how well they fit, up to twice as much for a perfect score."""
        fits: dict[int, float] = {}
        hits = await self._search.find(guild_id, channels, query(typed))
        for hit in hits:
            fits[hit.card_id] = max(hit.relevance, fits.get(hit.card_id, 0.0))
        asks = {ask.ask_id: ask for ask in await self._store.asks(guild_id, {hit.ask_id for hit in hits})}
        chosen = {one.ask_id: one for one in await self._choices.chosen(guild_id, asks)}
        found = [
            Finding(asks[one.recommendation.ask_id], one, chosen.get(one.recommendation.ask_id))
            for one in await self._display.stand(guild_id, asks)
            if one.recommendation.recommendation_id in fits
        ]

        def place(one: Finding) -> tuple[float, int]:
            number = one.standing.recommendation.recommendation_id
            return -fits[number] * (1 + (one.standing.score or 0.0)), -number

        return sorted(found, key=place)

    async def explain(self, kept: Recommendation, channels: Collection[ChannelId], member_id: MemberId) -> Explanation:
        """Why something stands as it does.

        Raises
        ------
        NotFound
            Where it does not stand any more.
        """
        ask = await self._store.ask(kept.guild_id, kept.ask_id)
        if ask is None:
            raise _gone()
        deck = {card.recommendation_id: card for card in await self._display.deck(ask)}
        told = await self._display.stand(kept.guild_id, [ask.ask_id])
        for place, standing in enumerate(told, 1):
            if standing.recommendation.recommendation_id == kept.card_of:
                item = item_key(standing.recommendation.item)
                return Explanation(
                    ask,
                    deck[kept.card_of].speaks,
                    standing,
                    place,
                    len(told),
                    funnel(await self._choices.steps(kept.guild_id, channels, item)),
                    (await self._trust.weights(kept.guild_id)).full.get(member_id),
                )
        raise _gone()


def _gone() -> NotFound:
    return NotFound("This recommendation is not there any more.")
