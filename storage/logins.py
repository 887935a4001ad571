"""When each shard last logged in to Discord, in SQL: a crash loop must not forget it."""

from datetime import datetime

from sqlalchemy import select

from storage.bulk import upsert
from storage.database import Database
from storage.tables.process import identify


class SqlLogins:
    """The ledger that :class:`bot.session.IdentifyBudget` reads and writes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def last_login(self, shard_id: int) -> datetime | None:
        """When a shard last sent IDENTIFY; none where it never did."""
        async with self._database.read() as connection:
            at: datetime | None = await connection.scalar(select(identify.c.at).where(identify.c.shard_id == shard_id))
        return at

    async def record_login(self, shard_id: int, at: datetime) -> None:
        """Keeps the latest one."""
        async with self._database.write() as connection:
            await connection.execute(
                upsert(connection, identify)
                .values(shard_id=shard_id, at=at)
                .on_conflict_do_update(index_elements=[identify.c.shard_id], set_={"at": at})
            )
