"""Inserting rows that may be there already, the same way in both dialects."""

from collections.abc import Sequence

import orjson
from sqlalchemy import Table, Text, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

Cell = int | str | None


async def insert_new(connection: AsyncConnection, table: Table, rows: Sequence[tuple[Cell, ...]]) -> int:
    """Inserts rows, a cell for each column in the table's order; returns how many were not there before."""
    if not rows:
        return 0
    if connection.dialect.name == "sqlite":
        result = await connection.exec_driver_sql(_sqlite_insert(table), list(rows))
    else:
        result = await connection.execute(text(_postgresql_insert(table)), {"rows": orjson.dumps(rows).decode()})
    return result.rowcount


def upsert(connection: AsyncConnection, table: Table) -> sqlite.Insert | postgresql.Insert:
    """An insert that takes ``on_conflict_do_update`` and ``on_conflict_do_nothing``."""
    return sqlite.insert(table) if connection.dialect.name == "sqlite" else postgresql.insert(table)


def _sqlite_insert(table: Table) -> str:
    """The driver's ``executemany`` adds up how many rows changed."""
    places = ", ".join("?" for _ in table.columns)
    return f'INSERT INTO "{table.name}" ({_names(table)}) VALUES ({places}) ON CONFLICT DO NOTHING'  # noqa: S608


def _postgresql_insert(table: Table) -> str:
    """All rows in one statement, as JSON: asyncpg's ``executemany`` does not tell how many were new."""
    cells = ", ".join(
        f"(value ->> {index}){'' if isinstance(column.type, Text) else '::bigint'}"
        for index, column in enumerate(table.columns)
    )
    source = "jsonb_array_elements(CAST(:rows AS jsonb)) AS rows(value)"
    return f'INSERT INTO "{table.name}" ({_names(table)}) SELECT {cells} FROM {source} ON CONFLICT DO NOTHING'  # noqa: S608


def _names(table: Table) -> str:
    return ", ".join(f'"{column.name}"' for column in table.columns)
