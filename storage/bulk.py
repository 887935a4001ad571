"""Statements over many rows, for both dialects: inserting, incrementing, looking up."""

from collections.abc import Collection, Sequence
from itertools import chain
from typing import Any

import orjson
from sqlalchemy import Table, Text, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

Cell = int | str | None
ROWS_PER_STATEMENT = 1_000
"""Rows per INSERT on SQLite, a third faster than one by one; SQLite takes 32,766 cells at most."""
IGNORE = "ON CONFLICT DO NOTHING"
POSTGRESQL_KEYS = "jsonb_array_elements(CAST(:keys AS jsonb))"


async def insert_new(connection: AsyncConnection, table: Table, rows: Sequence[tuple[Cell, ...]]) -> int:
    """Inserts rows, a cell for each column in the table's order; returns how many were new."""
    return await _insert(connection, table, rows, IGNORE)


async def increment_counts(connection: AsyncConnection, table: Table, rows: Sequence[tuple[Cell, ...]]) -> None:
    """Adds each row's last cell to the table's last column; the other cells are the key."""
    n = list(table.columns)[-1].name
    keys = ", ".join(f'"{column.name}"' for column in table.primary_key)
    more = f'ON CONFLICT ({keys}) DO UPDATE SET "{n}" = "{table.name}"."{n}" + excluded."{n}"'
    await _insert(connection, table, rows, more)


async def select_by_keys(
    connection: AsyncConnection,
    table: Table,
    by: Sequence[str],
    keys: Collection[tuple[Cell, ...]],
    columns: Sequence[str],
) -> list[tuple[Any, ...]]:
    """Returns the distinct rows, as the driver gives them, that have one of the keys in the columns of ``by``."""
    if not keys:
        return []
    names = ", ".join(f't."{name}"' for name in columns)
    match = " AND ".join(
        f't."{name}" = {key_cell(connection, index, is_text=_is_text(table, name))}' for index, name in enumerate(by)
    )
    query = f'SELECT DISTINCT {names} FROM {key_rows(connection)} CROSS JOIN "{table.name}" AS t WHERE {match}'  # noqa: S608
    found = await connection.execute(text(query), {"keys": as_keys(keys)})
    return [tuple(row) for row in found]


async def select_maximum(
    connection: AsyncConnection, table: Table, by: Sequence[str], keys: Collection[tuple[Cell, ...]], column: str
) -> list[tuple[Any, ...]]:
    """Returns, for each key in the columns of ``by``, the key and the greatest ``column`` there, or none."""
    cells = [key_cell(connection, index, is_text=_is_text(table, name)) for index, name in enumerate(by)]
    match = " AND ".join(f't."{name}" = {cell}' for name, cell in zip(by, cells, strict=True))
    query = (
        f'SELECT {", ".join(cells)}, (SELECT max(t."{column}") FROM "{table.name}" AS t WHERE {match}) '  # noqa: S608
        f"FROM {key_rows(connection)}"
    )
    found = await connection.execute(text(query), {"keys": as_keys(keys)})
    return [tuple(row) for row in found]


def as_keys(keys: Collection[tuple[Cell, ...]]) -> str:
    """Returns the value of the parameter ``:keys``; keys may be named tuples, which JSON does not know."""
    return orjson.dumps(list(keys), default=tuple).decode()


def key_rows(connection: AsyncConnection) -> str:
    """Returns the SQL for the rows of ``:keys``; SQLite keeps the order in which a CROSS JOIN names its tables."""
    return "json_each(:keys) AS k" if connection.dialect.name == "sqlite" else f"{POSTGRESQL_KEYS} AS k(value)"


def key_cell(connection: AsyncConnection, index: int, *, is_text: bool = False) -> str:
    """Returns the SQL for one cell of such a row."""
    if connection.dialect.name == "sqlite":
        return f"json_extract(k.value, '$[{index}]')"
    return _postgresql_cell("k.value", index, is_text=is_text)


def upsert(connection: AsyncConnection, table: Table) -> sqlite.Insert | postgresql.Insert:
    """Returns an insert with ``on_conflict_do_update`` and ``on_conflict_do_nothing``."""
    return sqlite.insert(table) if connection.dialect.name == "sqlite" else postgresql.insert(table)


async def _insert(connection: AsyncConnection, table: Table, rows: Sequence[tuple[Cell, ...]], otherwise: str) -> int:
    """Inserts many rows with one statement, which the database executes without Python.

    For each row of an ``executemany`` SQLite waits for Python, and asyncpg's does not return how many rows were new.
    """
    into = f'INSERT INTO "{table.name}" ({", ".join(_quoted(table))})'
    n_whole = len(rows) - len(rows) % ROWS_PER_STATEMENT if connection.dialect.name == "sqlite" else 0
    n_rows = 0
    if n_whole:
        row = f"({', '.join('?' for _ in table.columns)})"
        portion = f"{into} VALUES {', '.join([row] * ROWS_PER_STATEMENT)} {otherwise}"
        for start in range(0, n_whole, ROWS_PER_STATEMENT):
            cells = tuple(chain.from_iterable(rows[start : start + ROWS_PER_STATEMENT]))
            n_rows += (await connection.exec_driver_sql(portion, cells)).rowcount
    if n_whole < len(rows):
        cells_of_key = (
            key_cell(connection, index, is_text=_is_text(table, column.name))
            for index, column in enumerate(table.columns)
        )
        query = f"{into} SELECT {', '.join(cells_of_key)} FROM {key_rows(connection)} WHERE true {otherwise}"  # noqa: S608
        n_rows += (await connection.execute(text(query), {"keys": as_keys(rows[n_whole:])})).rowcount
    return n_rows


def _postgresql_cell(value: str, index: int, *, is_text: bool) -> str:
    cell = f"({value} ->> {index})"
    return cell if is_text else f"CAST({cell} AS bigint)"


def _is_text(table: Table, name: str) -> bool:
    return isinstance(table.c[name].type, Text)


def _quoted(table: Table) -> list[str]:
    return [f'"{column.name}"' for column in table.columns]
