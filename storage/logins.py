"""The store of each shard's last login, in SQL, so that it outlives a crash loop."""

from datetime import datetime

from sqlalchemy import select

from storage.bulk import upsert
from storage.database import Database
from storage.tables.process import identify


class SqlLogins:
    """Implements :class:`bot.session.Logins` on a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def last_login(self, shard_id: int) -> datetime | None:
        """Returns when a shard last sent IDENTIFY; none if it never did."""
        async with self._database.read() as connection:
            at: datetime | None = await connection.scalar(select(identify.c.at).where(identify.c.shard_id == shard_id))
        return at

    async def record_login(self, shard_id: int, at: datetime) -> None:
        """Saves the time of a login."""
        async with self._database.write() as connection:
            await connection.execute(
                upsert(connection, identify)
                .values(shard_id=shard_id, at=at)
                .on_conflict_do_update(index_elements=[identify.c.shard_id], set_={"at": at})
            )
