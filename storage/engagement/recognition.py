"""The store of who agreed to be shown as helpful, in SQL."""

from datetime import datetime

from sqlalchemy import delete, exists, select

from community.ids import GuildId, MemberId
from storage.bulk import upsert
from storage.database import Database
from storage.optouts import is_opted_out
from storage.tables.engagement import membership, recognition


class SqlRecognition:
    """Implements :class:`community.engagement.response_ports.Recognition` on a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def shown(self, guild_id: GuildId) -> frozenset[MemberId]:
        """Returns who agreed, is still a member as far as is known, and did not opt out."""
        left = exists().where(
            membership.c.guild_id == recognition.c.guild_id,
            membership.c.member_id == recognition.c.member_id,
            membership.c.left_at.is_not(None),
        )
        query = select(recognition.c.member_id).where(
            recognition.c.guild_id == guild_id,
            ~left,
            ~is_opted_out(recognition.c.guild_id, recognition.c.member_id),
        )
        async with self._database.read() as connection:
            return frozenset(MemberId(row[0]) for row in await connection.execute(query))

    async def show(self, guild_id: GuildId, member_id: MemberId, now: datetime) -> None:
        """Saves that a member agreed; repeating it changes nothing."""
        async with self._database.write() as connection:
            await connection.execute(
                upsert(connection, recognition)
                .values(guild_id=guild_id, member_id=member_id, since=now)
                .on_conflict_do_nothing()
            )

    async def hide(self, guild_id: GuildId, member_id: MemberId) -> None:
        """Removes a member's agreement."""
        async with self._database.write() as connection:
            await connection.execute(
                delete(recognition).where(recognition.c.guild_id == guild_id, recognition.c.member_id == member_id)
            )
