"""The database: writes one after another, reads on connections of their own."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from community.errors import BadDatabase
from storage.sqlite import open_reader, open_writer

N_READERS = 4


class Database:
    """Opens a database by its URL; ``write`` is a whole transaction, ``read`` never writes.

    On SQLite a single connection writes and checkpoints and the others are read-only, because builds before 3.51.3 can
    corrupt a write-ahead log that two connections write. On PostgreSQL both use one pool.
    """

    def __init__(self, address: str) -> None:
        """Takes an address that names the driver: ``sqlite+aiosqlite:///…`` or ``postgresql+asyncpg://…``.

        Raises
        ------
        BadDatabase
            If it is a SQLite database without a file.
        """
        self.url = url = make_url(address)
        self._write_lock = asyncio.Lock()
        if self.is_sqlite:
            path = self._file(url)
            self._writer = create_async_engine(
                url, async_creator=partial(open_writer, path), pool_size=1, max_overflow=0, hide_parameters=True
            )
            # The reader used last comes first: what it read lately is in its memory, and not in everybody's.
            self._reader = create_async_engine(
                url,
                async_creator=partial(open_reader, path),
                pool_size=N_READERS,
                max_overflow=0,
                pool_use_lifo=True,
                hide_parameters=True,
            )
        else:
            self._writer = create_async_engine(url, pool_pre_ping=True, hide_parameters=True)
            self._reader = self._writer.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)

    @property
    def is_sqlite(self) -> bool:
        """Whether the database is a SQLite file."""
        return self.url.get_backend_name() == "sqlite"

    @property
    def exists(self) -> bool:
        """Whether the SQLite file exists; always true for a server."""
        return not self.is_sqlite or Path(str(self.url.database)).exists()

    @property
    def engine(self) -> AsyncEngine:
        """The engine that writes; migrations run on it."""
        return self._writer

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncConnection]:
        """Opens a transaction on a connection of its own; commits unless the block raises."""
        if not self.is_sqlite:
            async with self._writer.begin() as connection:
                yield connection
            return
        async with self._write_lock, self._writer.begin() as connection:
            yield connection

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """Opens a connection with one consistent view of the committed data."""
        async with self._reader.connect() as connection:
            yield connection

    async def close(self) -> None:
        """Closes every connection."""
        await self._reader.dispose()
        await self._writer.dispose()

    @staticmethod
    def _file(url: URL) -> Path:
        if not url.database or url.database == ":memory:":
            message = "Hamlet keeps its SQLite database in a file; name one in DATABASE_URL"
            raise BadDatabase(message)
        return Path(url.database).resolve()
