"""Rebuilds rollups from raw rows in steps, so that it can be interrupted and others can write meanwhile."""

from collections.abc import Callable, Sequence

from sqlalchemy import func, select

from community.calendar import local_date
from community.ids import GuildId
from storage.columns import from_microseconds
from storage.database import Database
from storage.engagement.rollups import SUMMED_RANGE, RollupZone, build_next_days, find_zone, lock_guilds, restart
from storage.tables.engagement import activity, rollup_zone

DAYS_PER_TRANSACTION = 28
"""Days that are built in one transaction."""


class SqlRollups:
    """The rollups of every guild."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def guilds(self) -> Sequence[GuildId]:
        """Returns the guilds with any recorded activity or rollups, in order."""
        known = select(rollup_zone.c.guild_id).union(select(activity.c.guild_id).distinct())
        async with self._database.read() as connection:
            return sorted(GuildId(one) for one in await connection.scalars(known))

    async def rebuild(self, guild_id: GuildId, progress: Callable[[float], None] = lambda _: None) -> None:
        """Rebuilds a guild's rollups, or finishes a rebuild; ``progress`` is called with the share done."""
        zone = await self._begin(guild_id)
        async with self._database.read() as connection:
            at = activity.c.at
            span = select(func.min(at, type_=at.type), func.max(at, type_=at.type)).where(
                activity.c.guild_id == guild_id,
                at >= from_microseconds(SUMMED_RANGE[0]),
                at < from_microseconds(SUMMED_RANGE[1]),
            )
            ends = [local_date(end, zone.tz).toordinal() for end in (await connection.execute(span)).one() if end]
        while zone.built_to is not None:
            async with self._database.write() as connection:
                zone = await build_next_days(
                    connection, guild_id, (await lock_guilds(connection, [guild_id]))[guild_id], DAYS_PER_TRANSACTION
                )
            if ends and zone.built_to is not None:
                progress(min(1.0, (zone.built_to - ends[0]) / (ends[1] + 1 - ends[0])))
        progress(1.0)

    async def _begin(self, guild_id: GuildId) -> RollupZone:
        async with self._database.write() as connection:
            was = await find_zone(connection, guild_id)
            zone = (await lock_guilds(connection, [guild_id]))[guild_id]
            if was is None or zone.built_to is not None:
                return zone
            return await restart(connection, guild_id, zone.tz.key)
