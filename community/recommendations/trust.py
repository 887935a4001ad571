"""Whose word weighs what, and what moderators should look at. None of it is kept, and nothing happens to anybody."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from community.ids import GuildId
from community.recommendations.evidence import Elders, Evidence
from community.recommendations.promotion import Promotion, promotions
from community.recommendations.ring import Approval, Ring
from community.recommendations.weights import Weights, weigh

LOOK_BACK: Final = timedelta(days=180)
"""How far back votes and recommendations are looked at: half a year (our choice)."""


@dataclass(frozen=True, slots=True)
class Flags:
    """What may be a vote ring or undisclosed promotion: for a person to judge."""

    rings: Sequence[Ring]
    promotions: Sequence[Promotion]


class TrustService:
    """Weights of voters, worked out when they are needed, and what stands out among votes."""

    def __init__(self, evidence: Evidence, chosen: Sequence[Elders], clock: Callable[[], datetime]) -> None:
        self._evidence = evidence
        self._chosen = chosen
        self._clock = clock

    async def weights(self, guild_id: GuildId) -> Weights:
        """The weights of a guild's voters as of now."""
        accounts = await self._evidence.accounts(guild_id)
        endorsements = await self._evidence.endorsements(guild_id)
        elders = {one for chosen in self._chosen for one in await chosen.elders(guild_id)}
        return await asyncio.to_thread(weigh, accounts, endorsements, elders, self._clock())

    async def flags(self, guild_id: GuildId) -> Flags:
        """What stands out in the last half year."""
        since = self._clock() - LOOK_BACK
        approvals = await self._evidence.approvals(guild_id, since)
        links = await self._evidence.links(guild_id, since)
        return Flags(await asyncio.to_thread(_rings, approvals), promotions(links))


def _rings(approvals: Sequence[Approval]) -> Sequence[Ring]:
    from community.recommendations.rings import rings  # noqa: PLC0415 - NumPy takes 13 MB: not before it counts

    return rings(approvals)
