"""Erasure reaches every table: the tables are walked, and a table added tomorrow is walked too."""

from datetime import UTC, datetime
from itertools import count, product
from typing import Any

import pytest
from sqlalchemy import Column, ForeignKey, Table, Text, select
from sqlalchemy.ext.asyncio import AsyncConnection

from community.ids import GuildId, MemberId
from storage.bulk import upsert
from storage.columns import Flag, Forget, Instant
from storage.database import Database
from storage.privacy import SqlPersonalRecords, member_columns, personal_tables
from storage.tables import metadata

HOME, ELSEWHERE = GuildId(1), GuildId(2)
AMY, BEA = MemberId(777), MemberId(888)
NOW = datetime(2026, 1, 5, tzinfo=UTC)
OF_GUILDS = [table for table in metadata.sorted_tables if "guild_id" in table.c]
PARENTS = {key.column.table for table in OF_GUILDS for key in table.foreign_keys}
N_PARENTS = 4
"""Rows of a guild for others to belong to."""

pytestmark = pytest.mark.parametrize("database", ["sqlite", "postgres"], indirect=True)


def filler(column: Column[Any], serial: int) -> object:
    """Something that fits the column, different for each row."""
    if isinstance(column.type, Instant):
        return NOW
    if isinstance(column.type, Flag):
        return False
    return f"text {serial}" if isinstance(column.type, Text) else serial


def cases(table: Table) -> list[tuple[GuildId, MemberId, Column[int] | None]]:
    """Here and elsewhere, Amy and Bea, in each of the table's member columns; where there is none, enough."""
    if not member_columns(table):
        return [(HOME, BEA, None), (ELSEWHERE, BEA, None)] * (N_PARENTS if table in PARENTS else 1)
    return list(product((HOME, ELSEWHERE), (AMY, BEA), member_columns(table)))


async def parent_of(connection: AsyncConnection, key: ForeignKey, guild_id: GuildId) -> int:
    """A row of the guild to belong to, one that is free if there is; Bea's, so that it stays when Amy is forgotten."""
    target = key.column
    query = select(target).where(target.table.c.guild_id == guild_id)
    if "author_id" in target.table.c:
        query = query.where(target.table.c.author_id == BEA)
    is_taken = target.in_(select(key.parent))
    return int(await connection.scalar(query.order_by(is_taken, target).limit(1)) or 0)


async def fill(database: Database) -> dict[str, int]:
    """Rows for every case of every table, unless a trigger wrote one; returns how many each table holds."""
    serial = count(10_000)
    async with database.write() as connection:
        for table in OF_GUILDS:
            for guild_id, person, named in cases(table):
                row = {column.name: filler(column, next(serial)) for column in table.columns}
                row |= {column.name: BEA for column in member_columns(table) if not column.primary_key}
                row |= {
                    key.parent.name: None if key.parent.nullable else await parent_of(connection, key, guild_id)
                    for key in table.foreign_keys
                }
                row["guild_id"] = guild_id
                if named is not None:
                    row[named.name] = person
                await connection.execute(upsert(connection, table).values(row).on_conflict_do_nothing())
    return {table.name: await n_rows(database, table) for table in OF_GUILDS}


async def names(database: Database, person: MemberId, guild_id: GuildId) -> list[str]:
    """The columns that still name a person in a guild."""
    found = []
    async with database.read() as connection:
        for table in personal_tables():
            for column in member_columns(table):
                query = select(column).where(column == person, table.c.guild_id == guild_id)
                if (await connection.execute(query)).first() is not None:
                    found.append(f"{table.name}.{column.name}")
    return found


async def n_rows(database: Database, table: Table) -> int:
    async with database.read() as connection:
        return len((await connection.execute(select(table))).all())


def every_column() -> list[str]:
    return [f"{table.name}.{column.name}" for table in personal_tables() for column in member_columns(table)]


def wishes() -> list[Table]:
    """The tables that forgetting leaves alone, because they hold what the person wished for themselves."""
    return [
        table
        for table in personal_tables()
        if all(column.info["forget"] is Forget.KEEP for column in member_columns(table))
    ]


async def test_forgetting_reaches_every_column_of_every_table_of_one_guild(database: Database) -> None:
    await fill(database)
    records = SqlPersonalRecords(database)
    assert await names(database, AMY, HOME) == every_column()
    assert len(await records.list_kept(AMY, HOME)) == len(personal_tables())

    erased = await records.forget(AMY, HOME)

    assert [table.name for table in wishes()] == ["optout"]
    assert len(erased) == len(personal_tables()) - len(wishes())
    assert await names(database, AMY, HOME) == ["optout.member_id"]
    assert [one.description for one in await records.list_kept(AMY, HOME)] == [
        table.info["keeps"] for table in wishes()
    ]
    assert await names(database, AMY, ELSEWHERE) == every_column()
    assert await names(database, BEA, HOME) == every_column()


async def test_forgetting_everywhere_leaves_nothing_anywhere(database: Database) -> None:
    await fill(database)
    await SqlPersonalRecords(database).forget(AMY, None)
    assert await names(database, AMY, HOME) == ["optout.member_id"]
    assert await names(database, AMY, ELSEWHERE) == ["optout.member_id"]


async def test_what_was_recorded_can_go_while_what_was_handed_in_stays(database: Database) -> None:
    await fill(database)
    before = await names(database, AMY, HOME)
    erased = await SqlPersonalRecords(database).forget_activity(AMY, HOME)
    recorded = [table for table in personal_tables() if "recorded" in table.info]
    assert {"activity", "mention", "membership"} <= {table.name for table in recorded}
    assert [one.description for one in erased] == [table.info["keeps"] for table in recorded]
    gone = {name for name in before if name.split(".")[0] in {table.name for table in recorded}}
    assert await names(database, AMY, HOME) == [name for name in before if name not in gone]
    assert await names(database, AMY, ELSEWHERE) == every_column()
    assert await names(database, BEA, HOME) == every_column()


async def test_where_a_column_is_emptied_the_row_stays_and_the_persons_words_go(database: Database) -> None:
    n_before = await fill(database)
    await SqlPersonalRecords(database).forget(AMY, None)
    for table in personal_tables():
        blanks = [column for column in member_columns(table) if column.info["forget"] is Forget.BLANK]
        rows = [column for column in member_columns(table) if column.info["forget"] is Forget.ROW]
        n_gone = n_before[table.name] - await n_rows(database, table)
        assert n_gone == 2 * len(rows), table.name
        for column in blanks:
            async with database.read() as connection:
                emptied = (await connection.execute(select(table).where(column.is_(None)))).mappings().all()
            assert len(emptied) == 2
            assert all(row[word] == "" for row in emptied for word in column.info["words"])


async def test_forgetting_somebody_unknown_changes_nothing(database: Database) -> None:
    n_before = await fill(database)
    assert await SqlPersonalRecords(database).forget(MemberId(1), None) == []
    for table in OF_GUILDS:
        assert await n_rows(database, table) == n_before[table.name]
