"""The operator's database, opened for one command."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from config.settings import load_settings
from storage.database import Database
from storage.schema import prepare, require_current


@asynccontextmanager
async def open_database(*, make: bool = False) -> AsyncIterator[Database]:
    """Opens the database at this version's schema; with ``make``, creates or migrates a SQLite file.

    Raises
    ------
    BadDatabase
        If it is missing or of another version; says which command helps.
    """
    database = Database(load_settings().database_url)
    try:
        await (prepare(database) if make else require_current(database))
        yield database
    finally:
        await database.close()
