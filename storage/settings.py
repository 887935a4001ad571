"""What each guild set, in SQL."""

from collections.abc import Mapping, Sequence

import orjson
from sqlalchemy import insert, select

from community.ids import GuildId, MemberId
from community.settings.declaration import Value
from community.settings.ports import SettingChange
from storage.bulk import upsert
from storage.database import Database
from storage.tables.settings import setting, setting_change


class SqlSettingsStore:
    """The port :class:`community.settings.ports.SettingsStore` on a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def values(self, guild_id: GuildId) -> Mapping[str, Value]:
        """What the guild set, by key; what it left alone is absent."""
        query = select(setting.c.key, setting.c.value).where(setting.c.guild_id == guild_id)
        async with self._database.read() as connection:
            return {row.key: orjson.loads(row.value) for row in await connection.execute(query)}

    async def guilds_with(self, key: str) -> frozenset[GuildId]:
        """The guilds that set something under a key."""
        async with self._database.read() as connection:
            found = await connection.scalars(select(setting.c.guild_id).where(setting.c.key == key))
            return frozenset(GuildId(one) for one in found)

    async def record_change(self, guild_id: GuildId, change: SettingChange) -> None:
        """Keeps a new value and the change itself, together."""
        after = _json(change.after)
        async with self._database.write() as connection:
            statement = upsert(connection, setting).values(guild_id=guild_id, key=change.key, value=after)
            await connection.execute(
                statement.on_conflict_do_update(index_elements=list(setting.primary_key), set_={"value": after})
            )
            await connection.execute(
                insert(setting_change).values(
                    guild_id=guild_id,
                    key=change.key,
                    before=_json(change.before),
                    after=after,
                    changed_by=change.changed_by,
                    changed_at=change.changed_at,
                )
            )

    async def changes(self, guild_id: GuildId, limit: int) -> Sequence[SettingChange]:
        """The latest changes, newest first."""
        query = (
            select(setting_change)
            .where(setting_change.c.guild_id == guild_id)
            .order_by(setting_change.c.change_id.desc())
            .limit(limit)
        )
        async with self._database.read() as connection:
            return [
                SettingChange(
                    key=row.key,
                    before=orjson.loads(row.before),
                    after=orjson.loads(row.after),
                    changed_by=None if row.changed_by is None else MemberId(row.changed_by),
                    changed_at=row.changed_at,
                )
                for row in await connection.execute(query)
            ]


def _json(value: Value) -> str:
    return orjson.dumps(value).decode()
