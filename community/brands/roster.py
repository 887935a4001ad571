"""Brands and their representatives in memory, since every message asks for them."""

from collections.abc import Collection, Iterable, Sequence

from community.brands.brand import Brand, Rep
from community.ids import BrandId, GuildId, MemberId


class Roster:
    """The brands and representatives of all guilds as they were last loaded.

    Implements :class:`community.recommendations.ports.Representatives` as well.
    """

    def __init__(self) -> None:
        self._brands: dict[GuildId, list[Brand]] = {}
        self._reps: dict[tuple[GuildId, MemberId], list[Brand]] = {}

    def load(self, brands: Iterable[Brand], reps: Iterable[Rep]) -> None:
        """Replaces everything by the given brands and representatives."""
        known: dict[BrandId, Brand] = {}
        by_guild: dict[GuildId, list[Brand]] = {}
        for brand in brands:
            known[brand.brand_id] = brand
            by_guild.setdefault(brand.guild_id, []).append(brand)
        speaking: dict[tuple[GuildId, MemberId], list[Brand]] = {}
        for rep in reps:
            if rep.speaks and rep.brand_id in known:
                speaking.setdefault((rep.guild_id, rep.member_id), []).append(known[rep.brand_id])
        self._brands, self._reps = by_guild, speaking

    @property
    def guilds(self) -> Collection[GuildId]:
        """The guilds that have brands."""
        return self._brands.keys()

    def brands(self, guild_id: GuildId) -> Sequence[Brand]:
        """Returns the brands of a guild, oldest first."""
        return self._brands.get(guild_id, [])

    def represented(self, guild_id: GuildId, member_id: MemberId) -> Sequence[Brand]:
        """Returns the brands that a member speaks for."""
        return self._reps.get((guild_id, member_id), [])

    async def represents(self, guild_id: GuildId, member_id: MemberId, item: str) -> bool:
        """Returns whether a member speaks for a brand that an item is named after."""
        return any(brand.is_named_in(item) for brand in self.represented(guild_id, member_id))
