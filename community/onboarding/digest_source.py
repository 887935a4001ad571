"""What the members' digest says of newcomers: who introduced themselves."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Protocol

from community.digests.contributor import Scope
from community.digests.rows import Introduction, Row
from community.digests.schedule import DigestKind
from community.ids import GuildId


class IntroductionSource(Protocol):
    """The introductions that were posted."""

    async def introductions(self, guild_id: GuildId, since: datetime, until: datetime) -> Sequence[Introduction]:
        """Returns those of ``[since, until)`` whose authors agreed that the digest names them."""
        ...


class IntroductionContributor:
    """Contributes the introductions of newcomers who agreed to be named."""

    kinds = frozenset({DigestKind.COMMUNITY})

    def __init__(self, introductions: IntroductionSource) -> None:
        self._introductions = introductions

    async def contribute(self, scope: Scope) -> Iterable[Row]:
        """Returns the introductions of the window."""
        window = scope.request.window
        return await self._introductions.introductions(scope.request.guild_id, window.start_at, window.end_at)
