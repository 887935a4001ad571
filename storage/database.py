"""The database: one lane for writing, connections of their own for reading."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from community.errors import BadDatabase

BUSY_TIMEOUT_MS = 5_000
READERS = 4
CACHE_KIB = 16_000
"""Eight times SQLite's own: the ends of all indexes stay at hand while a batch is written."""
CHECKPOINT_PAGES = 4_000
"""Four times SQLite's own, 16 MB of log: a page that every batch touches is copied into the file less often."""


class Database:
    """Opens what a URL names; ``write`` is a whole transaction in the one lane, ``read`` never writes.

    On SQLite a single connection writes and checkpoints and the others are read-only, because builds before
    3.51.3 can corrupt a write-ahead log that two connections write. On PostgreSQL both use one pool.
    """

    def __init__(self, address: str) -> None:
        """``address`` names the driver: ``sqlite+aiosqlite:///…`` or ``postgresql+asyncpg://…``."""
        self.url = url = make_url(address)
        self._lane = asyncio.Lock()
        if self.is_sqlite:
            reading = self._read_only(url)
            self._writer = create_async_engine(url, pool_size=1, max_overflow=0, hide_parameters=True)
            # The reader used last comes first: what it read lately is in its memory, and not in everybody's.
            self._reader = create_async_engine(
                reading, pool_size=READERS, max_overflow=0, pool_use_lifo=True, hide_parameters=True
            )
            event.listen(self._writer.sync_engine, "connect", _prepare_writer)
            event.listen(self._reader.sync_engine, "connect", _prepare_reader)
            event.listen(self._writer.sync_engine, "begin", _begin_immediate)
        else:
            self._writer = self._reader = create_async_engine(url, pool_pre_ping=True, hide_parameters=True)

    @property
    def is_sqlite(self) -> bool:
        """Whether this is one SQLite file."""
        return self.url.get_backend_name() == "sqlite"

    @property
    def exists(self) -> bool:
        """Whether there is anything to open: a SQLite file, or a server that keeps its own."""
        return not self.is_sqlite or Path(str(self.url.database)).exists()

    @property
    def engine(self) -> AsyncEngine:
        """The engine that writes; migrations run on it."""
        return self._writer

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that owns its connection from begin to end; it commits unless the block raises."""
        if not self.is_sqlite:
            async with self._writer.begin() as connection:
                yield connection
            return
        async with self._lane, self._writer.begin() as connection:
            yield connection

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """One consistent view of what is committed."""
        async with self._reader.connect() as connection, connection.begin():
            yield connection

    async def close(self) -> None:
        """Returns every connection."""
        await self._reader.dispose()
        await self._writer.dispose()

    @staticmethod
    def _read_only(url: URL) -> URL:
        if not url.database or url.database == ":memory:":
            message = "Hamlet keeps its SQLite database in a file; name one in DATABASE_URL"
            raise BadDatabase(message)
        return url.set(database=f"file:{Path(url.database).resolve()}", query={"mode": "ro", "uri": "true"})


def _run(connection: DBAPIConnection, *statements: str) -> None:
    cursor: Any = connection.cursor()
    for statement in statements:
        cursor.execute(statement)
    cursor.close()


def _prepare_writer(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    connection.isolation_level = None
    _run(
        connection,
        f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}",
        "PRAGMA journal_mode = WAL",
        "PRAGMA synchronous = FULL",
        "PRAGMA foreign_keys = ON",
        f"PRAGMA cache_size = -{CACHE_KIB}",
        f"PRAGMA wal_autocheckpoint = {CHECKPOINT_PAGES}",
    )


def _prepare_reader(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    _run(connection, f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}", "PRAGMA query_only = ON")


def _begin_immediate(connection: Any) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")
