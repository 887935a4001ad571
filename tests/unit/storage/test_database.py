import asyncio
import threading
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.exc import DatabaseError, OperationalError, StatementError

from community.errors import BadDatabase
from storage.database import Database
from storage.schema import current_revision, head_revision, migrate, require_current
from storage.sqlite import FIRST_ROWS
from storage.tables.settings import setting
from storage.tables.topics import topic

ROW = {"guild_id": 1, "key": "a.b", "value": "1"}
NUMBERS = text(
    "WITH RECURSIVE n (i) AS (SELECT 1 WHERE :n > 0 UNION ALL SELECT i + 1 FROM n WHERE i < :n) SELECT i FROM n"
)


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    opened = Database(f"sqlite+aiosqlite:///{tmp_path / 'hamlet.db'}")
    await migrate(opened)
    yield opened
    await opened.close()


async def test_what_a_block_wrote_is_gone_if_it_raises(database: Database) -> None:
    with pytest.raises(LookupError):
        async with database.write() as connection:
            await connection.execute(insert(setting).values(ROW))
            raise LookupError
    async with database.read() as connection:
        assert (await connection.execute(select(setting))).all() == []


async def test_a_transaction_owns_the_lane_from_begin_to_end(database: Database) -> None:
    begun, may_end = asyncio.Event(), asyncio.Event()

    async def slow_and_failing() -> None:
        async with database.write() as connection:
            await connection.execute(insert(setting).values(ROW))
            begun.set()
            await may_end.wait()
            raise LookupError

    async def quick() -> None:
        async with database.write() as connection:
            await connection.execute(insert(setting).values({**ROW, "key": "c.d"}))

    first = asyncio.create_task(slow_and_failing())
    await begun.wait()
    second = asyncio.create_task(quick())
    await asyncio.sleep(0)
    assert not second.done()
    may_end.set()
    with pytest.raises(LookupError):
        await first
    await second
    async with database.read() as connection:
        assert (await connection.execute(select(setting.c.key))).all() == [("c.d",)]


async def test_a_reader_sees_what_is_committed_and_does_not_wait_for_the_writer(database: Database) -> None:
    async with database.write() as writing:
        await writing.execute(insert(setting).values(ROW))
        async with database.read() as reading:
            assert (await reading.execute(select(setting))).all() == []
    async with database.read() as reading:
        assert len((await reading.execute(select(setting))).all()) == 1


@pytest.mark.parametrize("n_rows", [0, 1, FIRST_ROWS - 1, FIRST_ROWS, FIRST_ROWS + 1, 2 * FIRST_ROWS, 2_500])
async def test_a_result_of_any_length_is_read_whole_and_in_order(database: Database, n_rows: int) -> None:
    expected = list(range(1, n_rows + 1))
    async with database.read() as connection:
        assert (await connection.scalars(NUMBERS, {"n": n_rows})).all() == expected
        async with connection.stream_scalars(NUMBERS, {"n": n_rows}) as pages:
            sizes, streamed = [], list[int]()
            async for page in pages.partitions(700):
                sizes.append(len(page))
                streamed += page
        async with connection.stream_scalars(NUMBERS, {"n": n_rows}) as one_by_one:
            assert [one async for one in one_by_one] == expected
    assert streamed == expected
    assert max(sizes, default=0) <= 700


async def test_a_result_may_be_left_half_read_and_a_statement_may_fail(database: Database) -> None:
    async with database.read() as connection:
        async with connection.stream_scalars(NUMBERS, {"n": 2_500}) as numbers:
            assert await anext(aiter(numbers)) == 1
        with pytest.raises(OperationalError, match="no such table"):
            await connection.execute(text("SELECT 1 FROM nowhere"))
        assert await connection.scalar(text("SELECT 7")) == 7


async def test_a_commit_survives_power_loss_and_references_are_checked(database: Database) -> None:
    async with database.write() as connection:
        assert await connection.scalar(text("PRAGMA journal_mode")) == "wal"
        assert await connection.scalar(text("PRAGMA synchronous")) == 2
        assert await connection.scalar(text("PRAGMA foreign_keys")) == 1


async def test_a_naive_instant_is_refused(database: Database) -> None:
    row = {"guild_id": 1, "channel_id": 2, "name": "n", "description": ""}
    with pytest.raises(StatementError, match="no time zone"):
        async with database.write() as connection:
            await connection.execute(insert(topic).values(**row, created_at=datetime(2026, 1, 1)))  # noqa: DTZ001
    async with database.write() as connection:
        await connection.execute(insert(topic).values(**row, created_at=datetime(2026, 1, 1, tzinfo=UTC)))


async def test_a_file_that_is_no_database_is_refused_and_not_held_open(tmp_path: Path) -> None:
    path = tmp_path / "letter.db"
    path.write_text("Dear Bea, " * 500, encoding="utf-8")
    letter = Database(f"sqlite+aiosqlite:///{path}")
    threads = set(threading.enumerate())
    for block in (letter.read, letter.write):
        with pytest.raises(DatabaseError, match="not a database"):
            async with block() as connection:
                await connection.execute(text("SELECT 1 FROM setting"))
    await letter.close()
    for thread in set(threading.enumerate()) - threads:
        thread.join(timeout=5)
        assert not thread.is_alive()
    assert path.read_text(encoding="utf-8") == "Dear Bea, " * 500


async def test_memory_is_no_place_for_a_database() -> None:
    with pytest.raises(BadDatabase, match="DATABASE_URL"):
        Database("sqlite+aiosqlite:///:memory:")


async def test_an_empty_database_names_the_command_that_helps(tmp_path: Path) -> None:
    empty = Database(f"sqlite+aiosqlite:///{tmp_path / 'empty.db'}")
    assert await current_revision(empty) is None
    with pytest.raises(BadDatabase, match="python -m bot migrate"):
        await require_current(empty)
    await empty.close()


async def test_a_migrated_database_is_at_the_head(database: Database) -> None:
    assert await current_revision(database) == head_revision()
    await require_current(database)


async def test_a_newer_database_is_refused(database: Database) -> None:
    async with database.write() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    for step in (migrate, require_current):
        with pytest.raises(BadDatabase, match="newer than this code"):
            await step(database)
