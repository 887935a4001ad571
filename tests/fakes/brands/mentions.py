from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from community.brands.figures import BrandMention
from community.ids import BrandId, GuildId


class MemoryMentionStore:
    """Implements ``MentionStore`` in memory, for some brands."""

    def __init__(self, brands: Collection[BrandId]) -> None:
        self._brands = brands
        self._kept: dict[tuple[BrandId, int], tuple[GuildId, BrandMention]] = {}

    async def record(self, guild_id: GuildId, message_id: int, mentions: Sequence[BrandMention]) -> None:
        await self.withdraw(guild_id, {message_id})
        for one in mentions:
            if one.brand_id in self._brands:
                self._kept.setdefault((one.brand_id, message_id), (guild_id, one))

    async def withdraw(self, guild_id: GuildId, message_ids: Collection[int]) -> None:
        self._kept = {key: kept for key, kept in self._kept.items() if kept[0] != guild_id or key[1] not in message_ids}

    async def mentions(self, guild_id: GuildId, since: datetime, until: datetime) -> Sequence[BrandMention]:
        return [one for of, one in self._kept.values() if of == guild_id and since <= one.at < until]

    async def oldest(self) -> Mapping[GuildId, datetime]:
        guilds = {of for of, _ in self._kept.values()}
        return {guild: min(one.at for of, one in self._kept.values() if of == guild) for guild in guilds}

    async def forget(self, guild_id: GuildId, *, before: datetime | None = None) -> None:
        self._kept = {
            key: (of, one)
            for key, (of, one) in self._kept.items()
            if of != guild_id or (before is not None and one.at >= before)
        }
