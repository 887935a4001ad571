"""Many rows in one statement, the same way in both dialects: inserting, counting up, looking up."""

from collections.abc import Collection, Sequence
from itertools import chain
from typing import Any

import orjson
from sqlalchemy import Table, Text, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

Cell = int | str | None
PORTION = 1_000
"""Rows that SQLite inserts with one statement: a third quicker than one by one. It takes 32,766 cells at most."""
IGNORE = "ON CONFLICT DO NOTHING"
POSTGRESQL_KEYS = "jsonb_array_elements(CAST(:keys AS jsonb))"


async def insert_new(connection: AsyncConnection, table: Table, rows: Sequence[tuple[Cell, ...]]) -> int:
    """Inserts rows, a cell for each column in the table's order; returns how many were not there before."""
    return await _insert(connection, table, rows, IGNORE)


async def count_up(connection: AsyncConnection, table: Table, rows: Sequence[tuple[Cell, ...]]) -> None:
    """Adds each row's last cell to the number in the table's last column, where the other cells are its key."""
    n = list(table.columns)[-1].name
    keys = ", ".join(f'"{column.name}"' for column in table.primary_key)
    more = f'ON CONFLICT ({keys}) DO UPDATE SET "{n}" = "{table.name}"."{n}" + excluded."{n}"'
    await _insert(connection, table, rows, more)


async def look_up(
    connection: AsyncConnection,
    table: Table,
    by: Sequence[str],
    keys: Collection[tuple[Cell, ...]],
    columns: Sequence[str],
) -> list[tuple[Any, ...]]:
    """The distinct rows, as the driver gives them, that have one of the keys in the columns that ``by`` names."""
    if not keys:
        return []
    names = ", ".join(f't."{name}"' for name in columns)
    match = " AND ".join(
        f't."{name}" = {key_cell(connection, index, is_text=_is_text(table, name))}' for index, name in enumerate(by)
    )
    query = f'SELECT DISTINCT {names} FROM {key_rows(connection)} CROSS JOIN "{table.name}" AS t WHERE {match}'  # noqa: S608
    found = await connection.execute(text(query), {"keys": as_keys(keys)})
    return [tuple(row) for row in found]


async def greatest(
    connection: AsyncConnection, table: Table, by: Sequence[str], keys: Collection[tuple[Cell, ...]], column: str
) -> list[tuple[Any, ...]]:
    """For each key in the columns that ``by`` names, the key and the greatest that ``column`` has there, or none."""
    cells = [key_cell(connection, index, is_text=_is_text(table, name)) for index, name in enumerate(by)]
    match = " AND ".join(f't."{name}" = {cell}' for name, cell in zip(by, cells, strict=True))
    query = (
        f'SELECT {", ".join(cells)}, (SELECT max(t."{column}") FROM "{table.name}" AS t WHERE {match}) '  # noqa: S608
        f"FROM {key_rows(connection)}"
    )
    found = await connection.execute(text(query), {"keys": as_keys(keys)})
    return [tuple(row) for row in found]


def as_keys(keys: Collection[tuple[Cell, ...]]) -> str:
    """What the parameter ``:keys`` takes."""
    return orjson.dumps(list(keys)).decode()


def key_rows(connection: AsyncConnection) -> str:
    """The parameter ``:keys`` as rows in SQL; SQLite keeps to the order of what a CROSS JOIN joins to it."""
    return "json_each(:keys) AS k" if connection.dialect.name == "sqlite" else f"{POSTGRESQL_KEYS} AS k(value)"


def key_cell(connection: AsyncConnection, index: int, *, is_text: bool = False) -> str:
    """One cell of such a row."""
    if connection.dialect.name == "sqlite":
        return f"json_extract(k.value, '$[{index}]')"
    return _postgresql_cell("k.value", index, is_text=is_text)


def upsert(connection: AsyncConnection, table: Table) -> sqlite.Insert | postgresql.Insert:
    """An insert that takes ``on_conflict_do_update`` and ``on_conflict_do_nothing``."""
    return sqlite.insert(table) if connection.dialect.name == "sqlite" else postgresql.insert(table)


async def _insert(connection: AsyncConnection, table: Table, rows: Sequence[tuple[Cell, ...]], otherwise: str) -> int:
    if not rows:
        return 0
    if connection.dialect.name == "sqlite":
        return await _sqlite_insert(connection, table, rows, otherwise)
    result = await connection.execute(text(_postgresql_insert(table, otherwise)), {"rows": orjson.dumps(rows).decode()})
    return result.rowcount


async def _sqlite_insert(
    connection: AsyncConnection, table: Table, rows: Sequence[tuple[Cell, ...]], otherwise: str
) -> int:
    """Whole portions are a statement each: SQLite works through one while Python does something else.

    At each row of an ``executemany`` it waits for Python. The driver adds up how many rows changed.
    """
    row = f"({', '.join('?' for _ in table.columns)})"
    by_row = f'INSERT INTO "{table.name}" ({_names(table)}) VALUES {row} {otherwise}'  # noqa: S608
    by_portion = f'INSERT INTO "{table.name}" ({_names(table)}) VALUES {", ".join([row] * PORTION)} {otherwise}'  # noqa: S608
    n_new, n_whole = 0, len(rows) - len(rows) % PORTION
    for start in range(0, n_whole, PORTION):
        cells = tuple(chain.from_iterable(rows[start : start + PORTION]))
        n_new += (await connection.exec_driver_sql(by_portion, cells)).rowcount
    if n_whole < len(rows):
        n_new += (await connection.exec_driver_sql(by_row, list(rows[n_whole:]))).rowcount
    return n_new


def _postgresql_insert(table: Table, otherwise: str) -> str:
    """All rows in one statement, as JSON: asyncpg's ``executemany`` does not tell how many were new."""
    cells = ", ".join(
        _postgresql_cell("value", index, is_text=isinstance(column.type, Text))
        for index, column in enumerate(table.columns)
    )
    source = "jsonb_array_elements(CAST(:rows AS jsonb)) AS rows(value)"
    return f'INSERT INTO "{table.name}" ({_names(table)}) SELECT {cells} FROM {source} {otherwise}'  # noqa: S608


def _postgresql_cell(value: str, index: int, *, is_text: bool) -> str:
    cell = f"({value} ->> {index})"
    return cell if is_text else f"CAST({cell} AS bigint)"


def _is_text(table: Table, name: str) -> bool:
    return isinstance(table.c[name].type, Text)


def _names(table: Table) -> str:
    return ", ".join(f'"{column.name}"' for column in table.columns)
