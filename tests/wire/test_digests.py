"""A digest on its way: the process killed, answers lost, limits: it is there once, and nobody asks too early."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from shutil import copy

import pytest

from storage.columns import microseconds
from tests.wire.payloads import BOT_ID, CHANNEL_ID, GUILD_ID
from tests.wire.process import BotProcess, eventually
from tests.wire.server import LIMITS, RETRY_AFTER, Trouble, WireDiscord


@pytest.fixture
def due(bot: BotProcess, empty_database: Path) -> BotProcess:
    """A bot that is down, while a daily digest fell due a minute ago; quiet days get their line."""
    bot.settings["BELL_SECONDS"] = "5"
    copy(empty_database, bot.database)
    at = datetime.now(UTC) - timedelta(minutes=1)
    schedule = (1, GUILD_ID, "community", 0, CHANNEL_ID, "daily", 0, at.hour * 60 + at.minute, 0, 7)
    with closing(sqlite3.connect(bot.database)) as connection, connection:
        connection.execute(
            "INSERT INTO digest_schedule (schedule_id, guild_id, kind, subject, channel_id, cadence, on_day, "
            "at_minute, paused, created_by, since) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (*schedule, microseconds(at - timedelta(days=2))),
        )
        connection.execute("INSERT INTO setting VALUES (?, 'digests.quiet_line', 'true')", (GUILD_ID,))
    return bot


def posts(wire: WireDiscord) -> list[int]:
    return [number for number, one in wire.history.items() if int(one["author"]["id"]) == BOT_ID]


def issues(bot: BotProcess) -> list[tuple[str, int | None]]:
    return [tuple(row) for row in bot.rows("SELECT state, message_id FROM digest_issue")]


@pytest.mark.parametrize("trouble", [Trouble.HELD, Trouble.UNANSWERED])
async def test_killed_while_discord_has_the_post_it_is_there_once(
    due: BotProcess, wire: WireDiscord, trouble: Trouble
) -> None:
    wire.troubles = [trouble]
    await due.start_and_wait()
    await wire.wait_until(lambda: len(wire.posted_at) == 1)
    await due.kill()
    assert issues(due) == [("claimed", None)]

    await due.start_and_wait()
    await eventually(lambda: [state for state, _ in issues(due)] == ["posted"])
    [post] = posts(wire)
    assert issues(due) == [("posted", post)]
    await due.stop()


async def test_limits_are_waited_for_and_an_answer_that_is_cut_off_makes_no_second_post(
    due: BotProcess, wire: WireDiscord
) -> None:
    limits = sorted(LIMITS, key=lambda one: one.value)
    wire.troubles = [*limits, Trouble.CUT]
    await due.start_and_wait()
    await eventually(lambda: [state for state, _ in issues(due)] == ["posted"])
    [post] = posts(wire)
    assert issues(due) == [("posted", post)]
    assert len(wire.posted_at) == len(limits) + 1
    assert min(after - before for before, after in pairwise(wire.posted_at)) >= RETRY_AFTER
    await due.stop()
