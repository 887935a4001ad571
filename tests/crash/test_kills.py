"""kill -9 at any moment, while people go on talking."""

import asyncio
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import count

import pytest

from tests.wire.process import BotProcess, eventually
from tests.wire.server import WireDiscord

SEED = 20_260_101
LATEST = 1.5
"""The latest moment of a kill, counted from the start or the login.

Units
-----
Seconds.
"""

Count = Callable[[str, object], None]
"""Records a figure that is printed at the end of the run."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A number of seconds after the start or the login."""

    seconds: float
    of: str


async def test_three_kills_lose_nothing_and_nothing_counts_twice(
    bot: BotProcess, wire: WireDiscord, record_property: Count
) -> None:
    moments = [Moment(0.5, of="login"), Moment(1.0, of="start"), Moment(0.2, of="login")]
    await survive(bot, wire, moments, record_property)


@pytest.mark.soak
async def test_two_hundred_kills_lose_nothing_and_nothing_counts_twice(
    bot: BotProcess, wire: WireDiscord, record_property: Count
) -> None:
    moments = random.Random(SEED)  # noqa: S311 - which moments, not which secrets
    kills = (Moment(moments.uniform(0, LATEST), of=moments.choice(("start", "login"))) for _ in range(200))
    await survive(bot, wire, list(kills), record_property)


async def survive(bot: BotProcess, wire: WireDiscord, moments: Sequence[Moment], tell: Count) -> None:
    """Kills the bot at the given moments and restarts it, while people talk.

    Committed messages survive each kill; at the end each message in Discord's history is stored once.
    """
    bot.settings |= {"BATCH_SIZE": "20", "BATCH_SECONDS": "0.2"}
    talking = asyncio.create_task(talk(wire))
    committed: set[int] = set()
    for moment in moments:
        await (bot.start_and_wait() if moment.of == "login" else bot.start())
        await asyncio.sleep(moment.seconds)
        await bot.kill()
        if bot.database.exists():
            found = bot.stored()
            assert len(found) == len(set(found))
            assert committed <= set(found)
            committed = set(found)
    talking.cancel()
    await bot.start_and_wait()
    await eventually(lambda: len(bot.stored()) >= len(wire.history), patience=60)
    assert await bot.stop() == 0, bot.log
    assert bot.stored() == sorted(wire.history)
    assert bot.rows("SELECT count(*), count(DISTINCT source_id) FROM activity WHERE kind = 'message'")[0] == (
        len(wire.history),
        len(wire.history),
    )
    counted = "SELECT member_id, sum(n) FROM member_day WHERE kind = 'message' GROUP BY member_id ORDER BY member_id"
    recount = "SELECT member_id, count(*) FROM activity WHERE kind = 'message' GROUP BY member_id ORDER BY member_id"
    assert bot.rows(counted) == bot.rows(recount)
    assert bot.rows("PRAGMA integrity_check") == [("ok",)]
    tell("kills", len(moments))
    tell("messages sent", len(wire.history))
    tell("messages stored, once each", len(bot.stored()))
    tell("of those, stored at the last kill", len(committed))


async def talk(wire: WireDiscord) -> None:
    for number in count():
        await wire.message(500 + number % 7)
        await asyncio.sleep(0.01)
