"""Who speaks for which brand, as long as no brand is known."""

from community.ids import GuildId, MemberId


class NoRepresentatives:
    """The port :class:`community.recommendations.ports.Representatives` where nobody speaks for a brand."""

    async def represents(self, guild_id: GuildId, member_id: MemberId, item: str) -> bool:  # noqa: ARG002
        """Nobody does."""
        return False
