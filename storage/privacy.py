"""Lists and erases what is stored of a person in any table, from the tables' own declarations."""

from collections.abc import Sequence

from sqlalchemy import Column, ColumnElement, Table, and_, delete, func, or_, select, update

from community.ids import GuildId, MemberId
from community.privacy.ports import KeptData
from storage.columns import Forget
from storage.database import Database
from storage.engagement.rollups import repair_rollups
from storage.recommendations.maintenance import mark_all_due
from storage.tables import metadata
from storage.tables.recommendations import recommendation


class SqlPersonalRecords:
    """Implements :class:`community.privacy.ports.PersonalRecords` on a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def list_kept(self, member_id: MemberId, guild_id: GuildId | None) -> Sequence[KeptData]:
        """Returns what is stored about a person, in one guild or in all; kinds without a row are left out."""
        kept = []
        async with self._database.read() as connection:
            for table in personal_tables():
                named = or_(*(column == member_id for column in member_columns(table)))
                query = select(func.count()).select_from(table).where(named, _in_guild(table, guild_id))
                n = await connection.scalar(query)
                if n:
                    kept.append(KeptData(table.info["keeps"], n))
        return kept

    async def forget(
        self, member_id: MemberId, guild_id: GuildId | None, *, keep_recommendations: bool = False
    ) -> Sequence[KeptData]:
        """Erases everything about a person, all or nothing, except their opt-out; returns what was erased.

        With ``keep_recommendations``, their recommendations stay, without their name and their words.
        """
        return await self._erase(personal_tables(), member_id, guild_id, keep_recommendations=keep_recommendations)

    async def forget_activity(self, member_id: MemberId, guild_id: GuildId) -> Sequence[KeptData]:
        """Erases the recorded activity of a person, not what they handed in; returns what was erased."""
        recorded = [table for table in personal_tables() if "recorded" in table.info]
        return await self._erase(recorded, member_id, guild_id)

    async def _erase(
        self,
        tables: Sequence[Table],
        member_id: MemberId,
        guild_id: GuildId | None,
        *,
        keep_recommendations: bool = False,
    ) -> Sequence[KeptData]:
        erased = []
        async with self._database.write() as connection, repair_rollups(connection, member_id, guild_id):
            if recommendation in tables:
                await mark_all_due(connection, member_id, guild_id)
            for table in tables:
                n = 0
                for column in member_columns(table):
                    named = and_(column == member_id, _in_guild(table, guild_id))
                    if column.info["forget"] is Forget.KEEP:
                        continue
                    if column.info["forget"] is Forget.ROW:
                        result = await connection.execute(delete(table).where(named))
                    else:
                        result = await connection.execute(
                            update(table).where(named).values(_blank_values(column, keep_recommendations))
                        )
                    n += result.rowcount
                if n:
                    erased.append(KeptData(table.info["keeps"], n))
        return erased


def personal_tables() -> list[Table]:
    """Returns the tables that name people; referenced tables come last, so that every row is counted."""
    return [table for table in reversed(metadata.sorted_tables) if member_columns(table)]


def member_columns(table: Table) -> list[Column[int]]:
    """Returns the columns of a table that name people, those that delete the row first."""
    columns = [column for column in table.columns if "forget" in column.info]
    return sorted(columns, key=lambda column: column.info["forget"] is Forget.BLANK)


def _in_guild(table: Table, guild_id: GuildId | None) -> ColumnElement[bool]:
    return table.c.guild_id == guild_id if guild_id is not None else table.c.guild_id.is_not(None)


def _blank_values(column: Column[int], keep_recommendations: bool) -> dict[str, object]:
    emptied = column.info["words"] if keep_recommendations else column.info["words"] + column.info["gifts"]
    return {column.name: None, **dict.fromkeys(emptied, "")}
