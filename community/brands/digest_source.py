"""Votes on brands for the members' digest."""

from collections.abc import Sequence
from datetime import datetime

from community.brands.consent import ConsentState
from community.brands.consent_service import ConsentService
from community.digests.rows import Coming, Occasion
from community.ids import GuildId


class OpenVotes:
    """Implements :class:`community.digests.sources.UpcomingEvents` for votes on brands."""

    def __init__(self, consents: ConsentService) -> None:
        self._consents = consents

    async def coming(self, guild_id: GuildId, now: datetime) -> Sequence[Coming]:
        """Returns the open votes."""
        return [
            Coming(
                key=f"vote:{one.consent_id}",
                occasion=Occasion.VOTE,
                name=one.brand,
                channel_id=one.channel_id,
                thread_id=None,
                at=one.closes_at,
                told_at=one.opened_at,
            )
            for one in await self._consents.consents(guild_id)
            if one.state is ConsentState.VOTING and one.closes_at > now
        ]
