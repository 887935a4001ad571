"""The trust service: weights of voters, and flags for moderators.

None of it is stored, and nothing happens to anybody.
"""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from community.ids import GuildId, MemberId
from community.recommendations.promotion_detection import Promotion, find_promotions
from community.recommendations.trust_ports import PreTrusted, TrustEvidence
from community.recommendations.vote_ring import Approval, Ring
from community.recommendations.voter_weights import Weights, voter_weights

LOOK_BACK: Final = timedelta(days=180)
"""How far back votes and recommendations are examined: half a year (our choice)."""
MAX_AGE: Final = timedelta(minutes=1)
"""The greatest age of cached weights: trust changes slowly (our choice)."""


@dataclass(frozen=True, slots=True)
class _CachedWeights:
    """Weights as of a moment, and the voters that they were computed from."""

    at: datetime
    voters: frozenset[MemberId]
    weights: Weights


@dataclass(frozen=True, slots=True)
class Flags:
    """Possible vote rings and undisclosed promotion, for a person to judge."""

    rings: Sequence[Ring]
    promotions: Sequence[Promotion]


class TrustService:
    """Computes the weights of voters when they are needed, and finds suspicious votes."""

    def __init__(
        self, evidence: TrustEvidence, pre_trusted: Sequence[PreTrusted], clock: Callable[[], datetime]
    ) -> None:
        self._evidence = evidence
        self._pre_trusted = pre_trusted
        self._clock = clock
        self._cache: dict[GuildId, _CachedWeights] = {}
        self._locks: defaultdict[GuildId, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def weights(self, guild_id: GuildId, voters: Collection[MemberId] = ()) -> Weights:
        """Returns the weights of a guild's voters, at most a minute old, or new ones where a voter is missing."""
        async with self._locks[guild_id]:
            now = self._clock()
            self._cache = {one: held for one, held in self._cache.items() if timedelta(0) <= now - held.at < MAX_AGE}
            held = self._cache.get(guild_id)
            if held is None or not held.voters.issuperset(voters):
                held = self._cache[guild_id] = await self._weigh(guild_id, now)
            return held.weights

    async def find_flags(self, guild_id: GuildId) -> Flags:
        """Returns the possible vote rings and promotion of the last half year."""
        since = self._clock() - LOOK_BACK
        approvals = await self._evidence.approvals(guild_id, since)
        links = await self._evidence.links(guild_id, since)
        return Flags(await asyncio.to_thread(_rings, approvals), find_promotions(links))

    async def _weigh(self, guild_id: GuildId, now: datetime) -> _CachedWeights:
        accounts = await self._evidence.accounts(guild_id)
        endorsements = await self._evidence.endorsements(guild_id)
        pre_trusted = {one for group in self._pre_trusted for one in await group.members(guild_id)}
        weights = await asyncio.to_thread(voter_weights, accounts, endorsements, pre_trusted, now)
        return _CachedWeights(now, frozenset(one.member_id for one in accounts), weights)


def _rings(approvals: Sequence[Approval]) -> Sequence[Ring]:
    from community.recommendations.vote_ring_detection import find_rings  # noqa: PLC0415 - NumPy takes 13 MB: not before it counts

    return find_rings(approvals)
