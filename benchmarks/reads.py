"""The reads of ``/stats`` and digests, over a short and a ten times longer history of the same community."""

import gc
import os
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from benchmarks.harness import ROUNDS, BenchmarkResult
from community.calendar import DAY, Window, local_date
from community.engagement.health import ASK_WAIT, GREETING_WAIT, MAX_WAIT, SILENCE, TALK_DAYS
from community.engagement.metrics.newcomer_reply_rate_24h import NEWCOMER_SPAN
from community.engagement.recognition import RECOGNITION_SPAN
from community.ids import ChannelId, GuildId, MemberId
from storage.columns import microseconds
from storage.database import Database
from storage.engagement.activity_log import SqlActivityLog
from storage.engagement.conversations import SqlConversations
from storage.engagement.responses import THANKS, SqlResponses
from storage.engagement.rollup_rebuild import SqlRollups
from storage.schema import migrate

FULL = "HAMLET_BENCH_FULL"
"""If set, the histories have 500,000 and 5,000,000 rows, which take some minutes to generate."""
SIZES = (150_000, 1_500_000)
FULL_SIZES = (500_000, 5_000_000)
HOME = GuildId(1)
TZ = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 7, 1, 10, tzinfo=UTC)
EVERY_US = 63_000_000
"""Microseconds between two rows: about 1,370 a day, so that 500,000 are a year, and 150,000 more than a quarter."""
WANTED_MS, WANTED_GROWTH = 50.0, 1.2
"""The longest that a read may take, and the most it may grow (Source: the project's benchmark figures)."""
MAKE = """
WITH RECURSIVE number(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM number WHERE n + 1 < :size),
drawn AS (SELECT n, (n * 2654435761) % 4294967296 AS a, (n * 40503 + 12345) * 69069 % 4294967296 AS b FROM number)
INSERT INTO activity
SELECT 1, CASE WHEN b % 10 < 8 THEN 'message' ELSE 'reaction' END, 1000000000000 + n - (b % 10 >= 8),
    1000 + (a / 7 % 200) * (b / 11 % 200) / 200 * (a / 1403 % 200) / 200,
    CASE b % 10 WHEN 8 THEN 'x' WHEN 9 THEN :thanks ELSE '' END,
    :end_at - (:size - n) * :every, 100 + n / 60 % 8,
    CASE WHEN a % 10 < 6 THEN 2000000000000 + n / 240 * 3 + a % 3 END,
    CASE WHEN b % 10 < 8 AND a / 17 % 3 = 0 THEN 1000 + (b / 19 % 200) * (a / 23 % 200) / 200 END,
    CASE WHEN b % 10 < 8 AND a / 17 % 3 = 0 THEN 1000000000000 + n - 1 END
FROM drawn
"""
"""Generates 200 members, some of whom write far more than others, in 8 channels and threads of about fifty messages.

A third of the messages reply, and a reaction is to what was written before it; half of the reactions thank.
"""

Read = Callable[[], Awaitable[object]]


async def measure_reads() -> list[BenchmarkResult]:
    """Returns each read's median in milliseconds over the long history, and its growth over the short one.

    It is processor time, the database's thread included: other processes do not change it, and recently read pages are
    in memory. As in the bot, the garbage collector ignores what was imported.
    """
    gc.freeze()
    small, large = FULL_SIZES if os.environ.get(FULL) else SIZES
    with tempfile.TemporaryDirectory() as folder:
        histories = [await _history(Path(folder) / f"{size}.db", size) for size in (small, large)]
        try:
            medians = await _medians([_reads(database) for database in histories])
        finally:
            for database in histories:
                await database.close()
    few, many = medians
    growth = {name: many[name] / few[name] for name in many}
    title = f"reads of {large:,} rows"
    return [
        BenchmarkResult(title, "ms", many, max(many.values()), WANTED_MS, at_most=True),
        BenchmarkResult(
            f"{title}, against {small:,}", "times", growth, max(growth.values()), WANTED_GROWTH, at_most=True
        ),
    ]


async def _history(path: Path, size: int) -> Database:
    database = Database(f"sqlite+aiosqlite:///{path}")
    await migrate(database)
    raw = sqlite3.connect(path)
    raw.execute("PRAGMA synchronous = OFF")
    raw.execute(MAKE, {"size": size, "every": EVERY_US, "end_at": microseconds(NOW), "thanks": min(THANKS)})
    raw.execute("INSERT INTO membership SELECT 1, member_id, min(at), NULL, 1 FROM activity GROUP BY member_id")
    raw.execute("INSERT INTO setting VALUES (1, 'general.time_zone', ?)", (f'"{TZ.key}"',))
    raw.commit()
    raw.close()
    await SqlRollups(database).rebuild(HOME)
    async with database.engine.connect() as connection:
        await connection.execution_options(isolation_level="AUTOCOMMIT")
        await connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    return database


def _reads(database: Database) -> Mapping[str, Read]:
    log, answers, conversations = SqlActivityLog(database), SqlResponses(database), SqlConversations(database)
    everybody = [MemberId(1000 + number) for number in range(200)]
    long_ago, lately = NOW - RECOGNITION_SPAN, NOW - MAX_WAIT
    member, channel = MemberId(1003), ChannelId(103)
    month, week, quarter = (Window.days_before(NOW, n_days, TZ) for n_days in (30, 7, 90))
    today = Window(month.first + DAY, local_date(NOW, TZ) + DAY, TZ)
    return {
        "me: days": lambda: log.member_days(HOME, today, member_id=member),
        "me: threads": lambda: log.openings(HOME, today, member_id=member),
        "topic: days": lambda: log.member_days(HOME, month, channel_id=channel),
        "topic: people": lambda: log.n_posters(HOME, NOW - timedelta(days=14), NOW),
        "server: members": lambda: log.spells(HOME, month),
        "server: days": lambda: log.member_days(HOME, month),
        "server: days of the month before": lambda: log.member_days(HOME, month.before()),
        "server: days of a quarter": lambda: log.member_days(HOME, quarter),
        "server: threads": lambda: log.openings(HOME, month),
        "server: day by day": lambda: log.day_totals(HOME, quarter),
        "server: first days": lambda: log.first_days(HOME, month),
        "stewards: replies": lambda: answers.replies(HOME, everybody, long_ago, NOW),
        "stewards: thanks": lambda: answers.thanks(HOME, everybody, long_ago, NOW),
        "stewards: thanks in a topic": lambda: answers.thanks(HOME, everybody, long_ago, NOW, channel),
        "health: first words": lambda: answers.unanswered_newcomers(
            HOME, lately - NEWCOMER_SPAN, lately, NOW - GREETING_WAIT
        ),
        "health: asks": lambda: answers.unanswered_asks(HOME, lately, NOW - ASK_WAIT),
        "health: people": lambda: log.n_posters(HOME, NOW - SILENCE, NOW),
        "health: shares": lambda: log.message_counts(HOME, Window.days_before(NOW, TALK_DAYS, TZ)),
        "digest: days": lambda: log.member_days(HOME, week),
        "digest: threads": lambda: log.thread_talk(HOME, week),
        "digest: people": lambda: log.n_posters(HOME, week.start_at, week.end_at),
        "digest: replies": lambda: conversations.replies(HOME, week),
        "digest: replies of a month": lambda: conversations.replies(HOME, month),
        "digest: thanks": lambda: answers.thanks(HOME, everybody, month.start_at, month.end_at, channel),
        "digest: threads of a month": lambda: log.thread_talk(HOME, month),
    }


async def _medians(sides: list[Mapping[str, Read]]) -> list[dict[str, float]]:
    """Returns the milliseconds of each read on each side in turn; the first round warms up and is not counted."""
    samples: list[dict[str, list[float]]] = [{name: [] for name in side} for side in sides]
    for round_number in range(3 * ROUNDS + 1):
        for name in sides[0]:
            for side, taken in zip(sides, samples, strict=True):
                begun_at = time.process_time()
                await side[name]()
                if round_number:
                    taken[name].append(1_000 * (time.process_time() - begun_at))
    return [{name: statistics.median(times) for name, times in taken.items()} for taken in samples]
