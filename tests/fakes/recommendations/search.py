from collections.abc import Collection, Sequence

from community.ids import ChannelId, GuildId
from community.recommendations.recommendation import Recommendation
from community.recommendations.search_ports import MAX_HITS, Hit
from community.recommendations.search_terms import Query, index_terms, relevance
from tests.fakes.recommendations.store import MemoryRecommendationStore


class MemoryRecommendationSearch:
    """The port ``RecommendationSearch``: looks through everything that a store keeps."""

    def __init__(self, store: MemoryRecommendationStore) -> None:
        self._store = store

    async def catch_up(self, most: int | None = None) -> int:
        return 0

    async def find(self, guild_id: GuildId, channels: Collection[ChannelId], wanted: Query) -> Sequence[Hit]:
        ask_ids = await self._store.asks_of(guild_id, channels)
        standing = [one for one in await self._store.recommendations_for(guild_id, ask_ids) if _stands(one)]
        standing.sort(key=lambda one: -one.recommendation_id)
        named = [one for one in standing if wanted.clauses and _fits(wanted, one.item, "") is not None][:MAX_HITS]
        anywhere = [one for one in standing if _fits(wanted, one.item, one.why) is not None][:MAX_HITS]
        hits = [
            Hit(one.recommendation_id, one.card_of, one.ask_id, fits)
            for one in {one.recommendation_id: one for one in [*named, *anywhere]}.values()
            if (fits := _fits(wanted, one.item, one.why)) is not None
        ]
        return sorted(hits, key=lambda hit: (-hit.relevance, -hit.recommendation_id))


def _fits(wanted: Query, item: str, why: str) -> float | None:
    return relevance(wanted, index_terms(item), index_terms(why))


def _stands(one: Recommendation) -> bool:
    return one.is_shown and bool(one.item)
