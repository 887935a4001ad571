"""The operator's database, for as long as a command needs it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from config.settings import load_settings
from storage.database import Database
from storage.schema import prepare, require_current


@asynccontextmanager
async def open_database(*, make: bool = False) -> AsyncIterator[Database]:
    """The database at this version's schema; ``make`` lets a SQLite file be made or migrated.

    Raises
    ------
    BadDatabase
        When it is missing or of another version; says which command helps.
    """
    database = Database(load_settings().database_url)
    try:
        await (prepare(database) if make else require_current(database))
        yield database
    finally:
        await database.close()
