"""The database: one lane for writing, connections of their own for reading."""

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
    """Opens what a URL names; ``write`` is a whole transaction in the one lane, ``read`` never writes.

    On SQLite a single connection writes and checkpoints and the others are read-only, because builds before
    3.51.3 can corrupt a write-ahead log that two connections write. On PostgreSQL both use one pool.
    """

    def __init__(self, address: str) -> None:
        """``address`` names the driver: ``sqlite+aiosqlite:///…`` or ``postgresql+asyncpg://…``."""
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
        async with self._write_lock, self._writer.begin() as connection:
            yield connection

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """One consistent view of what is committed."""
        async with self._reader.connect() as connection:
            yield connection

    async def close(self) -> None:
        """Returns every connection."""
        await self._reader.dispose()
        await self._writer.dispose()

    @staticmethod
    def _file(url: URL) -> Path:
        if not url.database or url.database == ":memory:":
            message = "Hamlet keeps its SQLite database in a file; name one in DATABASE_URL"
            raise BadDatabase(message)
        return Path(url.database).resolve()
