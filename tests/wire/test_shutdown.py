"""SIGTERM, whenever it comes."""

import asyncio
import time

from tests.wire.process import CANARY, BotProcess
from tests.wire.server import WireDiscord


async def test_sigterm_under_a_flood_stores_everything_and_leaves_within_ten_seconds(
    bot: BotProcess, wire: WireDiscord
) -> None:
    bot.settings["LOG_LEVEL"] = "debug"
    await bot.start_and_wait()
    sent = [await wire.message(500 + number % 3) for number in range(1_200)]
    await wire.wait_until_read()

    asked_at = time.monotonic()
    assert await bot.stop() == 0, bot.log
    assert time.monotonic() - asked_at < 10
    assert CANARY not in bot.log
    assert bot.stored() == sent


async def test_sigterm_ends_a_start_at_once(bot: BotProcess, wire: WireDiscord) -> None:
    await bot.start()
    await wire.wait_until(lambda: ("GET", "/users/@me") in wire.requests)
    await asyncio.sleep(0.05)
    assert await bot.stop() == 0, bot.log
    assert "Traceback" not in bot.log
