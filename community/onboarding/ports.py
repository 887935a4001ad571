"""What onboarding needs from the outside."""

from collections.abc import Callable
from typing import Protocol

from community.ids import GuildId, MemberId
from community.onboarding.journey import Journey


class OnboardingStore(Protocol):
    """How far each member of each guild came."""

    async def journey(self, guild_id: GuildId, member_id: MemberId) -> Journey:
        """Where a member is; whoever is not known has a journey at its very beginning."""
        ...

    async def advance(
        self, guild_id: GuildId, member_id: MemberId, move: Callable[[Journey], Journey]
    ) -> tuple[Journey, Journey]:
        """Keeps what a move makes of a journey, one move of a member after the other; returns before and after."""
        ...
