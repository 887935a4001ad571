"""The port to what trust is judged from: who voted for whom, who only votes, where recommendations lead."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

from community.ids import GuildId, MemberId
from community.recommendations.promotion_detection import RecommendedLink
from community.recommendations.vote_ring import Approval
from community.recommendations.voter_weights import Endorsement, VoterAccount


class TrustEvidence(Protocol):
    """What was recorded of a guild's votes. It is read where a score is needed, and kept nowhere else."""

    async def accounts(self, guild_id: GuildId) -> Sequence[VoterAccount]:
        """Everybody whose word counts in a score: who voted "worked" or "didn't", or told how it worked out."""
        ...

    async def endorsements(self, guild_id: GuildId) -> Sequence[Endorsement]:
        """Whose recommendations worked for whom, as far as both are known and the recommendation stands."""
        ...

    async def approvals(self, guild_id: GuildId, since: datetime) -> Sequence[Approval]:
        """The same, vote by vote, since then."""
        ...

    async def links(self, guild_id: GuildId, since: datetime) -> Sequence[RecommendedLink]:
        """Where the standing recommendations since then lead, as far as their authors are known."""
        ...


class PreTrusted(Protocol):
    """Those whom the community chose: its moderators and stewards."""

    async def members(self, guild_id: GuildId) -> Collection[MemberId]:
        """Who they are at present, no bots among them."""
        ...
