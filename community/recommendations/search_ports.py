"""The port of the search for recommendations."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from community.ids import AskId, ChannelId, GuildId, RecommendationId
from community.recommendations.search_terms import Query

MAX_HITS: Final = 100
"""The greatest number of matches by name, and of all others: the newest, where there are more."""

CATCH_UP_SIZE: Final = 1_000
"""Changes that one round of due work indexes: about half a second of work, with the write lane free in between."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A recommendation that matches a query, the id of its card, and its relevance from 0 to 1."""

    recommendation_id: RecommendationId
    card_id: RecommendationId
    ask_id: AskId
    relevance: float


class RecommendationSearch(Protocol):
    """Searches the posted recommendations of a guild by their words."""

    async def catch_up(self, limit: int | None = None) -> int:
        """Indexes what was recommended or changed since the last time, in every guild; returns how much it indexed.

        ``limit`` is the greatest number that it indexes; without it, all.
        """
        ...

    async def find(self, guild_id: GuildId, channels: Collection[ChannelId], wanted: Query) -> Sequence[Hit]:
        """Returns the recommendations in the threads of some channels that match a query, the most relevant first.

        Of equally relevant ones the newest comes first. What changed is found by its present words only.
        """
        ...
