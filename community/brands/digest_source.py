"""Votes on brands for the members' digest."""

from collections.abc import Sequence
from datetime import datetime

from community.brands.consent import ConsentState
from community.brands.consent_service import ConsentService
from community.digests.rows import EventKind, UpcomingEvent
from community.ids import GuildId


class OpenVotes:
    """Implements :class:`community.digests.sources.UpcomingEvents` for votes on brands."""

    def __init__(self, consents: ConsentService) -> None:
        self._consents = consents

    async def coming(self, guild_id: GuildId, now: datetime) -> Sequence[UpcomingEvent]:
        """Returns the open votes."""
        return [
            UpcomingEvent(
                key=f"vote:{one.consent_id}",
                kind=EventKind.VOTE,
                name=one.brand,
                channel_id=one.channel_id,
                thread_id=None,
                at=one.closes_at,
                changed_at=one.opened_at,
            )
            for one in await self._consents.consents(guild_id)
            if one.state is ConsentState.VOTING and one.closes_at > now
        ]
