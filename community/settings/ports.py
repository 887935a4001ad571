"""What settings need from the outside."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from community.ids import GuildId, MemberId
from community.settings.declaration import Value


@dataclass(frozen=True, slots=True)
class SettingChange:
    """One change of one setting: who, when, before, after."""

    key: str
    before: Value
    after: Value
    changed_by: MemberId | None
    changed_at: datetime


class SettingsStore(Protocol):
    """What each guild set, and every change of it."""

    async def values(self, guild_id: GuildId) -> Mapping[str, Value]:
        """What the guild set, by key; what it left alone is absent."""
        ...

    async def guilds_with(self, key: str) -> frozenset[GuildId]:
        """The guilds that set something under a key."""
        ...

    async def record_change(self, guild_id: GuildId, change: SettingChange) -> None:
        """Keeps a new value and the change itself, together."""
        ...

    async def changes(self, guild_id: GuildId, limit: int) -> Sequence[SettingChange]:
        """The latest changes, newest first."""
        ...
