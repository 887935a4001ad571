"""Reading and changing what a guild set."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TypeVar

from community.errors import NotFound
from community.ids import GuildId, MemberId
from community.registry import index
from community.settings.declaration import FeatureSettings, Setting, Value, declared_settings
from community.settings.ports import SettingChange, SettingsStore

Feature = TypeVar("Feature", bound=FeatureSettings)


class SettingsService:
    """What moderators decided, typed as the feature declared it."""

    def __init__(self, store: SettingsStore, features: Sequence[type[FeatureSettings]]) -> None:
        self._store = store
        self.features = {feature.FEATURE: feature for feature in features}
        self.settings: Mapping[str, Setting] = index(
            (one for feature in features for one in declared_settings(feature)), key=lambda one: one.key
        )

    async def read(self, guild_id: GuildId, feature: type[Feature]) -> Feature:
        """One feature's settings; what the guild left alone has its default."""
        values = await self._store.values(guild_id)
        return feature(
            **{one.key.partition(".")[2]: values[one.key] for one in declared_settings(feature) if one.key in values}
        )

    async def guilds_with(self, key: str) -> frozenset[GuildId]:
        """The guilds that decided on one setting, whatever they decided; all others have its default."""
        return await self._store.guilds_with(key)

    async def values(self, guild_id: GuildId) -> Mapping[str, Value]:
        """Every setting's present value, by key."""
        values = await self._store.values(guild_id)
        return {key: values.get(key, one.default) for key, one in self.settings.items()}

    async def change(
        self, guild_id: GuildId, key: str, typed: str, changed_by: MemberId, now: datetime
    ) -> SettingChange:
        """Sets one setting from what was typed or picked; a bad value is refused with the bounds.

        Raises
        ------
        NotFound
            When there is no such setting.
        Invalid
            When the value does not fit; nothing changed.
        """
        if key not in self.settings:
            raise NotFound("There is no such setting. See them all with /settings.")
        after = self.settings[key].control.parse(typed)
        before = (await self.values(guild_id))[key]
        change = SettingChange(key, before, after, changed_by, now)
        if before != after:
            await self._store.record_change(guild_id, change)
        return change

    async def changes(self, guild_id: GuildId, limit: int = 10) -> Sequence[SettingChange]:
        """The latest changes, newest first."""
        return await self._store.changes(guild_id, limit)
