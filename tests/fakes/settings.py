from collections import defaultdict
from collections.abc import Mapping, Sequence

from community.ids import GuildId
from community.settings.declaration import Value
from community.settings.ports import SettingChange


class MemorySettingsStore:
    """The port ``SettingsStore``, in memory."""

    def __init__(self) -> None:
        self._values: dict[GuildId, dict[str, Value]] = defaultdict(dict)
        self._changes: dict[GuildId, list[SettingChange]] = defaultdict(list)

    async def values(self, guild_id: GuildId) -> Mapping[str, Value]:
        return dict(self._values[guild_id])

    async def guilds_with(self, key: str) -> frozenset[GuildId]:
        return frozenset(guild_id for guild_id, values in self._values.items() if key in values)

    async def record_change(self, guild_id: GuildId, change: SettingChange) -> None:
        self._values[guild_id][change.key] = change.after
        self._changes[guild_id].insert(0, change)

    async def changes(self, guild_id: GuildId, limit: int) -> Sequence[SettingChange]:
        return self._changes[guild_id][:limit]
