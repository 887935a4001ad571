"""Votes on brands for the members' digest."""

from collections.abc import Iterable

from community.brands.consent import ConsentState
from community.brands.consent_service import ConsentService
from community.digests.contributor import MEMBER_KINDS, Scope
from community.digests.rows import EventKind, Row, UpcomingEvent


class OpenVotes:
    """Contributes the open votes on brands."""

    kinds = MEMBER_KINDS

    def __init__(self, consents: ConsentService) -> None:
        self._consents = consents

    async def contribute(self, scope: Scope) -> Iterable[Row]:
        """Returns the votes that are open."""
        guild_id, now = scope.request.guild_id, scope.request.now
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
