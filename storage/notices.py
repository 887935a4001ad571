"""What moderators were told, in SQL."""

from datetime import datetime

from sqlalchemy import delete, select

from community.ids import GuildId
from storage.bulk import upsert
from storage.database import Database
from storage.tables.notices import notice


class SqlNoticeStore:
    """The port :class:`community.notices.ports.NoticeStore` on a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def was_notified(self, guild_id: GuildId, key: str) -> bool:
        """Whether they were told of it, and it was not settled since."""
        query = select(notice.c.told_at).where(notice.c.guild_id == guild_id, notice.c.key == key)
        async with self._database.read() as connection:
            return (await connection.execute(query)).first() is not None

    async def unsettled_guilds(self, key: str) -> frozenset[GuildId]:
        """The guilds whose moderators were told of it, where it was not settled since."""
        async with self._database.read() as connection:
            found = await connection.execute(select(notice.c.guild_id).where(notice.c.key == key))
            return frozenset(GuildId(row[0]) for row in found)

    async def mark_notified(self, guild_id: GuildId, key: str, now: datetime) -> None:
        """Keeps that they were told; twice is once, at the first time."""
        async with self._database.write() as connection:
            await connection.execute(
                upsert(connection, notice).values(guild_id=guild_id, key=key, told_at=now).on_conflict_do_nothing()
            )

    async def mark_settled(self, guild_id: GuildId, key: str) -> None:
        """Keeps that it is settled."""
        async with self._database.write() as connection:
            await connection.execute(delete(notice).where(notice.c.guild_id == guild_id, notice.c.key == key))
