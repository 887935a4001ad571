"""SQLite connections, driven in whole statements.

Each trip to a connection's thread waits for the event loop twice. SQLAlchemy makes four for a statement (it opens a
cursor, executes, fetches, closes); a cursor of this module makes one, and another where there are very many rows.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, Final, Self, TypeVar

import aiosqlite

BUSY_TIMEOUT_MS: Final = 5_000
CACHE_KIB: Final = 16_000
"""Eight times SQLite's default: the ends of all indexes stay in memory while a batch is written."""
CHECKPOINT_PAGES: Final = 4_000
"""Four times SQLite's default, 16 MB of log: a page that every batch changes is copied into the file less often."""
FIRST_ROWS: Final = 1_000
"""Rows that are fetched together with the execution; the rest of a longer result is fetched on demand."""

Result = TypeVar("Result")


async def open_writer(path: Path) -> aiosqlite.Connection:
    """Opens the connection that writes and checkpoints."""
    return await Connection(
        lambda: _configured(
            sqlite3.connect(path, isolation_level=None),
            "IMMEDIATE",
            f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}",
            "PRAGMA journal_mode = WAL",
            "PRAGMA synchronous = FULL",
            "PRAGMA foreign_keys = ON",
            f"PRAGMA cache_size = -{CACHE_KIB}",
            f"PRAGMA wal_autocheckpoint = {CHECKPOINT_PAGES}",
        )
    )


async def open_reader(path: Path) -> aiosqlite.Connection:
    """Opens a read-only connection; the path is absolute."""
    address = f"{path.as_uri()}?mode=ro"
    return await Connection(
        lambda: _configured(
            sqlite3.connect(address, uri=True, isolation_level=None),
            "DEFERRED",
            f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}",
            "PRAGMA query_only = ON",
        )
    )


def _configured(connection: sqlite3.Connection, isolation_level: Any, *pragmas: str) -> sqlite3.Connection:
    try:
        for pragma in pragmas:
            connection.execute(pragma).close()
    except sqlite3.Error:
        connection.close()
        raise
    connection.isolation_level = isolation_level
    return connection


class Connection(aiosqlite.Connection):
    """A connection with a daemon thread, which does not keep the process from ending."""

    def __init__(self, connector: Callable[[], sqlite3.Connection]) -> None:
        super().__init__(connector, FIRST_ROWS)
        self._thread.daemon = True

    def cursor(self) -> "Cursor":  # type: ignore[override]
        """Returns a cursor without waiting for the thread."""
        return Cursor(self)

    async def run_in_thread(self, function: Callable[[sqlite3.Connection], Result]) -> Result:
        """Runs a function in the connection's thread and returns its result."""
        execute: Any = self._execute
        brought: Result = await execute(function, self._conn)
        return brought


class Cursor:
    """The cursor that SQLAlchemy drives: the first rows are fetched together with the execution.

    A statement outside a transaction begins one, with the connection's isolation level: all that is read before its end
    is of one moment (PEP 249). The standard library begins one for writing only.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._cursor: sqlite3.Cursor | None = None
        self._fetched: Iterator[Any] = iter(())
        self._is_exhausted = True
        self.arraysize = 1

    async def __aenter__(self) -> Self:
        return self

    @property
    def description(self) -> Any:
        """The columns of the result; none if the statement has none."""
        return None if self._cursor is None else self._cursor.description

    @property
    def rowcount(self) -> int:
        """The number of changed rows; -1 if unknown."""
        return -1 if self._cursor is None else self._cursor.rowcount

    @property
    def lastrowid(self) -> int | None:
        """The number of the row inserted last."""
        return None if self._cursor is None else self._cursor.lastrowid

    async def execute(self, operation: str, parameters: Sequence[Any] = ()) -> None:
        """Runs a statement."""

        def execute_and_fetch(connection: sqlite3.Connection) -> tuple[sqlite3.Cursor, Sequence[Any]]:
            cursor = _in_transaction(connection).execute(operation, parameters)
            return cursor, cursor.fetchmany(FIRST_ROWS)

        self._cursor, first = await self._connection.run_in_thread(execute_and_fetch)
        self._fetched, self._is_exhausted = iter(first), len(first) < FIRST_ROWS

    async def executemany(self, operation: str, parameters: Iterable[Sequence[Any]]) -> None:
        """Runs a statement once for each row of parameters."""
        self._cursor = await self._connection.run_in_thread(
            lambda one: _in_transaction(one).executemany(operation, parameters)
        )

    async def fetchall(self) -> Sequence[Any]:
        """Returns all remaining rows."""
        return await self._fetch(None)

    async def fetchmany(self, size: int | None = None) -> Sequence[Any]:
        """Returns the next rows, at most ``size``."""
        return await self._fetch(self.arraysize if size is None else size)

    async def fetchone(self) -> Any:
        """Returns the next row; none if there is none."""
        return next(iter(await self._fetch(1)), None)

    async def close(self) -> None:
        """Closes the statement if rows of it are left."""
        cursor = self._cursor
        if cursor is not None and not self._is_exhausted:
            self._is_exhausted = True
            await self._connection.run_in_thread(lambda _: cursor.close())

    async def _fetch(self, size: int | None) -> Sequence[Any]:
        rows, cursor = list(islice(self._fetched, size)), self._cursor
        if cursor is None or self._is_exhausted or len(rows) == size:
            return rows
        rows += await self._connection.run_in_thread(
            lambda _: cursor.fetchall() if size is None else cursor.fetchmany(size - len(rows))
        )
        self._is_exhausted = size is None or len(rows) < size
        return rows


def _in_transaction(connection: sqlite3.Connection) -> sqlite3.Connection:
    if connection.isolation_level is not None and not connection.in_transaction:
        connection.execute(f"BEGIN {connection.isolation_level}").close()
    return connection
