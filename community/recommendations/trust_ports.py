"""Ports of what trust is computed from: votes, accounts, links, and pre-trusted members."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

from community.ids import GuildId, MemberId
from community.recommendations.promotion_detection import RecommendedLink
from community.recommendations.vote_ring import Approval
from community.recommendations.voter_weights import Endorsement, VoterAccount


class TrustEvidence(Protocol):
    """Reads what trust is computed from; it is stored nowhere else."""

    async def accounts(self, guild_id: GuildId) -> Sequence[VoterAccount]:
        """Returns everybody who voted "worked" or "didn't", or told how a choice worked out."""
        ...

    async def endorsements(self, guild_id: GuildId) -> Sequence[Endorsement]:
        """Returns whose shown recommendations worked for whom, as far as both are known."""
        ...

    async def approvals(self, guild_id: GuildId, since: datetime) -> Sequence[Approval]:
        """Returns the votes "worked" since a moment, as far as voter and author are known."""
        ...

    async def links(self, guild_id: GuildId, since: datetime) -> Sequence[RecommendedLink]:
        """Returns where the shown recommendations since a moment lead, as far as their authors are known."""
        ...


class PreTrusted(Protocol):
    """The members whom trust starts from: a guild's moderators or its stewards."""

    async def members(self, guild_id: GuildId) -> Collection[MemberId]:
        """Returns the present ones, bots excepted."""
        ...
