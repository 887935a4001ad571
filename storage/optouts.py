"""The store of opt-outs in SQL, and the conditions that leave members who opted out out of queries."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol, TypeVar

from sqlalchemy import Column, ColumnElement, delete, exists, select
from sqlalchemy.ext.asyncio import AsyncConnection

from community.ids import GuildId, MemberId
from storage.bulk import upsert
from storage.database import Database
from storage.tables.privacy import optout


class SqlOptOutStore:
    """Implements :class:`community.privacy.ports.OptOutStore` on a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def opted_out(self) -> Mapping[tuple[GuildId, MemberId], datetime]:
        """Returns everybody who opted out, with the instant."""
        query = select(optout.c.guild_id, optout.c.member_id, optout.c.since)
        async with self._database.read() as connection:
            return {
                (GuildId(guild_id), MemberId(member_id)): since
                for guild_id, member_id, since in await connection.execute(query)
            }

    async def opt_out(self, guild_id: GuildId, member_id: MemberId, now: datetime) -> None:
        """Saves an opt-out; a repeated one keeps the first instant."""
        async with self._database.write() as connection:
            await connection.execute(
                upsert(connection, optout)
                .values(guild_id=guild_id, member_id=member_id, since=now)
                .on_conflict_do_nothing()
            )

    async def opt_in(self, guild_id: GuildId, member_id: MemberId) -> None:
        """Removes an opt-out."""
        async with self._database.write() as connection:
            await connection.execute(
                delete(optout).where(optout.c.guild_id == guild_id, optout.c.member_id == member_id)
            )


def is_opted_out(guild_id: Column[int], member_id: Column[int]) -> ColumnElement[bool]:
    """Returns the condition that a row's member opted out in the row's guild."""
    return exists().where(optout.c.guild_id == guild_id, optout.c.member_id == member_id)


def is_counted(guild_id: GuildId, member_id: ColumnElement[int]) -> ColumnElement[bool]:
    """Returns the condition that a row's member did not opt out of the guild; earlier activity is left out as well."""
    return member_id.not_in(select(optout.c.member_id).where(optout.c.guild_id == guild_id))


async def opted_out_members(connection: AsyncConnection, guild_id: GuildId) -> frozenset[int]:
    """Returns the members who opted out of a guild."""
    return frozenset(await connection.scalars(select(optout.c.member_id).where(optout.c.guild_id == guild_id)))


class MemberRow(Protocol):
    """A row about one member."""

    @property
    def member_id(self) -> MemberId:
        """The member of the row."""
        ...


MemberRowT = TypeVar("MemberRowT", bound=MemberRow)


async def without_opted_out(
    connection: AsyncConnection, guild_id: GuildId, rows: Sequence[MemberRowT]
) -> Sequence[MemberRowT]:
    """Returns the rows of a guild whose members did not opt out."""
    out = await opted_out_members(connection, guild_id)
    return [row for row in rows if row.member_id not in out] if out else rows
