"""The port of the search for recommendations."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from community.ids import AskId, ChannelId, GuildId, RecommendationId
from community.recommendations.search_terms import Query

MAX_HITS: Final = 100
"""Recommendations that are ranked of those named like it, and as many of all others: the newest, where more fit."""

CATCH_UP_SIZE: Final = 1_000
"""Changes that one round of due work looks at: about half a second of work, with the write lane free in between."""


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

        ``most`` is how many it looks at; without it, at all.
        """
        ...

    async def find(self, guild_id: GuildId, channels: Collection[ChannelId], wanted: Query) -> Sequence[Hit]:
        """Returns the recommendations in the threads of some channels that match a query, the most relevant first.

        Of what fits equally well the newest comes first. Nothing that changed is found by what it was before.
        """
        ...
