"""The schema's revision, and the migration to the revision of the code."""

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from community.errors import BadDatabase
from storage.database import Database


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    return config


@cache
def head_revision() -> str:
    """Returns the newest revision that the code knows."""
    return str(ScriptDirectory.from_config(_config()).get_current_head())


async def current_revision(database: Database) -> str | None:
    """Returns the database's revision; none if it is empty."""
    if not database.exists:
        return None
    async with database.read() as connection:
        return await connection.run_sync(_current)


async def migrate(database: Database) -> str:
    """Migrates the database to the code's schema, all or nothing; returns the revision.

    Raises
    ------
    BadDatabase
        If the database is newer than the code.
    """
    async with database.write() as connection:
        await connection.run_sync(_upgrade)
    return head_revision()


async def prepare(database: Database) -> None:
    """Migrates a SQLite file, which is this process's own; checks a server's, which its operator migrates.

    Raises
    ------
    BadDatabase
        If the database is newer than the code, or a server's is not at the code's schema.
    """
    await (migrate(database) if database.is_sqlite else require_current(database))


async def require_current(database: Database) -> None:
    """Checks that the database is at the code's schema.

    Raises
    ------
    BadDatabase
        If it is not; the message says which command helps.
    """
    if not database.exists:
        message = "there is no database yet; make one with: python -m bot migrate"
        raise BadDatabase(message)
    revision = await current_revision(database)
    if revision is None or revision != head_revision():
        if revision is not None:
            _refuse_newer(revision)
        message = "the database is not at this version's schema; run: python -m bot migrate"
        raise BadDatabase(message)


def _current(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _upgrade(connection: Connection) -> None:
    revision = _current(connection)
    if revision == head_revision():
        return
    if revision is not None:
        _refuse_newer(revision)
    command.upgrade(_config(connection), "head")


def _refuse_newer(revision: str) -> None:
    known = {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}
    if revision not in known:
        message = f"the database is at revision {revision}, which is newer than this code; update Hamlet first"
        raise BadDatabase(message)
