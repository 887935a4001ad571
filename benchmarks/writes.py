"""Writes recorded events to SQLite, against the standard library's own ``executemany`` of the same rows."""

import sqlite3
import tempfile
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex

from benchmarks.harness import BenchmarkResult, compare
from community.engagement.events import Activity, ActivityKind
from community.ids import ChannelId, GuildId, MemberId
from storage.columns import microseconds
from storage.database import Database
from storage.engagement.activity_log import SqlActivityLog
from storage.schema import migrate
from storage.tables.engagement import activity

BATCH = 1_000
N_BATCHES = 20
START = datetime(2026, 1, 1, tzinfo=UTC)
WANTED = 0.7
"""The minimum share of raw speed (Source: the project's benchmark figures)."""


async def measure_writes() -> BenchmarkResult:
    """Returns the rate of batches of 1,000 through the port, FULL synchronous, against the same raw inserts."""
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite+aiosqlite:///{folder}/ours.db")
        await migrate(database)
        log = SqlActivityLog(database)
        raw = _raw_database(Path(folder) / "raw.db")
        ids, raw_ids = count(1), count(1)

        async def ours() -> int:
            for _ in range(N_BATCHES):
                await log.append([_event(next(ids)) for _ in range(BATCH)])
            return N_BATCHES * BATCH

        async def reference() -> int:
            for _ in range(N_BATCHES):
                rows = [_row(_event(next(raw_ids))) for _ in range(BATCH)]
                with raw:
                    raw.executemany("INSERT OR IGNORE INTO activity VALUES (?,?,?,?,?,?,?,?,?,?)", rows)
            return N_BATCHES * BATCH

        try:
            return await compare(
                "batched writes", "rows/s", {"ActivityLog.append": ours, "sqlite3 executemany": reference}, WANTED
            )
        finally:
            raw.close()
            await database.close()


def _event(number: int) -> Activity:
    return Activity(
        GuildId(1),
        ActivityKind.MESSAGE,
        10**18 + number,
        MemberId(10**17 + number % 50),
        START + number * timedelta(seconds=7),
        ChannelId(10**16 + number % 8),
        ChannelId(10**15 + number % 400),
    )


def _row(one: Activity) -> tuple[int | str | None, ...]:
    return (
        one.guild_id,
        one.kind.value,
        one.source_id,
        one.member_id,
        one.emoji,
        microseconds(one.at),
        one.channel_id,
        one.thread_id,
        one.replied_to,
        one.answered_id,
    )


def _raw_database(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    names = ", ".join(f'"{column.name}"' for column in activity.columns)
    keys = ", ".join(column.name for column in activity.primary_key)
    connection.execute(f"CREATE TABLE activity ({names}, PRIMARY KEY ({keys})) WITHOUT ROWID")
    for index in activity.indexes:
        connection.execute(str(CreateIndex(index).compile(dialect=sqlite.dialect())))
    return connection
