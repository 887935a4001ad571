"""Mentions of brands in messages, in SQL."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Delete, delete, func, select

from community.brands.figures import BrandMention
from community.ids import BrandId, GuildId, MemberId
from storage.bulk import upsert
from storage.database import Database
from storage.tables.brands import brand, brand_mention


class SqlMentionStore:
    """Implements :class:`community.brands.ports.MentionStore` on a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def record(self, guild_id: GuildId, message_id: int, mentions: Sequence[BrandMention]) -> None:
        """Stores which brands a message names, each once, in place of earlier ones; skips brands that were erased."""
        async with self._database.write() as connection:
            await connection.execute(_withdrawal(guild_id, (message_id,)))
            here = set(await connection.scalars(select(brand.c.brand_id).where(brand.c.guild_id == guild_id)))
            for one in mentions:
                if one.brand_id in here:
                    statement = upsert(connection, brand_mention).values(
                        brand_id=one.brand_id,
                        message_id=message_id,
                        guild_id=guild_id,
                        member_id=one.member_id,
                        said_at=one.at,
                    )
                    await connection.execute(statement.on_conflict_do_nothing())

    async def withdraw(self, guild_id: GuildId, message_ids: Collection[int]) -> None:
        """Deletes the mentions of some messages."""
        async with self._database.write() as connection:
            await connection.execute(_withdrawal(guild_id, message_ids))

    async def mentions(self, guild_id: GuildId, since: datetime, until: datetime) -> Sequence[BrandMention]:
        """Returns the mentions in ``[since, until)``."""
        query = select(brand_mention).where(
            brand_mention.c.guild_id == guild_id, brand_mention.c.said_at >= since, brand_mention.c.said_at < until
        )
        async with self._database.read() as connection:
            return [
                BrandMention(BrandId(row.brand_id), MemberId(row.member_id), row.said_at)
                for row in await connection.execute(query)
            ]

    async def oldest(self) -> Mapping[GuildId, datetime]:
        """Returns the instant of the oldest mention of each guild that has any."""
        query = select(brand_mention.c.guild_id, func.min(brand_mention.c.said_at)).group_by(brand_mention.c.guild_id)
        async with self._database.read() as connection:
            return {GuildId(guild_id): at for guild_id, at in await connection.execute(query)}

    async def forget(self, guild_id: GuildId, *, before: datetime | None = None) -> None:
        """Deletes the mentions of a guild, all or those before an instant."""
        statement = delete(brand_mention).where(brand_mention.c.guild_id == guild_id)
        if before is not None:
            statement = statement.where(brand_mention.c.said_at < before)
        async with self._database.write() as connection:
            await connection.execute(statement)


def _withdrawal(guild_id: GuildId, message_ids: Collection[int]) -> Delete:
    mine = (brand_mention.c.guild_id == guild_id, brand_mention.c.message_id.in_(message_ids))
    return delete(brand_mention).where(*mine)
