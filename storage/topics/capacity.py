"""Stores the daily counts of what Discord limits in SQL."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import delete, select

from community.ids import GuildId
from community.topics.capacity import PACE_DAYS, Count, Limit
from storage.bulk import insert_new
from storage.database import Database
from storage.tables.topic_lifecycle import census


class SqlCapacityStore:
    """The port :class:`community.topics.lifecycle_ports.CapacityStore` on a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def counted(self, day: date) -> frozenset[GuildId]:
        """Returns the guilds that were counted on a day."""
        query = select(census.c.guild_id).where(census.c.day == day.toordinal()).distinct()
        async with self._database.read() as connection:
            return frozenset(GuildId(row[0]) for row in await connection.execute(query))

    async def save(self, day: date, counts: Mapping[GuildId, Mapping[Limit, int]]) -> None:
        """Stores a day's counts unless it has some, and deletes those older than ``PACE_DAYS``."""
        rows = [
            (guild_id, day.toordinal(), limit.value, n)
            for guild_id, counted in counts.items()
            for limit, n in counted.items()
        ]
        async with self._database.write() as connection:
            await connection.execute(delete(census).where(census.c.day < day.toordinal() - PACE_DAYS))
            await insert_new(connection, census, rows)

    async def counts(self, guild_id: GuildId, since: date) -> Mapping[Limit, Sequence[Count]]:
        """Returns a guild's counts since a day, oldest first."""
        query = (
            select(census)
            .where(census.c.guild_id == guild_id, census.c.day >= since.toordinal())
            .order_by(census.c.day, census.c.what)
        )
        found: defaultdict[Limit, list[Count]] = defaultdict(list)
        async with self._database.read() as connection:
            for row in await connection.execute(query):
                found[Limit(row.what)].append(Count(date.fromordinal(row.day), row.n))
        return found
