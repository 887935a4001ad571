from collections.abc import Callable

from community.ids import GuildId, MemberId
from community.onboarding.journey import Journey


class MemoryOnboardingStore:
    """The port ``OnboardingStore``, in memory."""

    def __init__(self) -> None:
        self._journeys: dict[tuple[GuildId, MemberId], Journey] = {}

    async def journey(self, guild_id: GuildId, member_id: MemberId) -> Journey:
        return self._journeys.get((guild_id, member_id), Journey())

    async def advance(
        self, guild_id: GuildId, member_id: MemberId, move: Callable[[Journey], Journey]
    ) -> tuple[Journey, Journey]:
        before = await self.journey(guild_id, member_id)
        after = self._journeys[guild_id, member_id] = move(before)
        return before, after
