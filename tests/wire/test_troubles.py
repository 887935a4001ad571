"""What goes wrong inside while Discord goes on: bad handlers, a locked database, a full disk, a flood."""

import asyncio
import sqlite3
import time
from contextlib import closing

from tests.wire.payloads import command
from tests.wire.process import BotProcess, eventually
from tests.wire.server import WireDiscord


async def test_a_handler_that_raises_and_one_that_hangs_disturb_nobody(bot: BotProcess, wire: WireDiscord) -> None:
    await bot.start("-m", "tests.wire.troubled")
    await wire.wait_until_ready()
    sent = [await wire.message(500 + number % 3) for number in range(50)]
    await wire.wait_until_read()
    asked = await wire.interaction(500, 2, command("privacy", "show"))
    await wire.wait_until(lambda: len(wire.answers[asked]) == 2)
    asked_at = time.monotonic()
    assert await bot.stop() == 0
    assert time.monotonic() - asked_at < 10
    assert bot.stored() == sent
    assert "RuntimeError" in bot.log


async def test_while_the_database_is_locked_people_get_a_deferral_at_once_and_then_an_answer(
    bot: BotProcess, wire: WireDiscord
) -> None:
    await bot.start_and_wait()
    sent = [await wire.message(500) for _ in range(5)]
    await wire.wait_until_read()
    with closing(sqlite3.connect(bot.database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        asked = [
            await wire.interaction(500, 2, command("privacy", "show")),
            await wire.interaction(501, 2, command("onboarding", "start")),
        ]
        await wire.wait_until(lambda: all(wire.answers[one] for one in asked), patience=5)
        assert max(wire.answers[one][0].after for one in asked) < 1
        assert all(wire.answers[one][0].body["type"] == 5 for one in asked)
        await asyncio.sleep(5)
        other.execute("ROLLBACK")
    await wire.wait_until(lambda: all(len(wire.answers[one]) >= 2 for one in asked), patience=20)
    for one in asked:
        told = str(wire.answers[one][-1].body)
        assert "kept about you" in told or "What I record" in told or "Sorry" in told, told
    assert await bot.stop() == 0, bot.log
    assert bot.stored() == sent


async def test_a_full_disk_pauses_storing_and_loses_nothing_that_there_was_room_to_remember(
    bot: BotProcess, wire: WireDiscord
) -> None:
    bot.settings |= {"BATCH_SECONDS": "0.3", "BATCH_SIZE": "50", "QUEUE_SIZE": "400"}
    await bot.start_and_wait()
    sent = [await wire.message(500 + number % 3) for number in range(100)]
    await wire.wait_until_read()
    await eventually(lambda: bot.stored() == sent and "history is read" in bot.log)  # nobody else fills the queue now

    bot.limit_file_size(1)
    kept = [await wire.message(500 + number % 3) for number in range(399)]
    refused = [await wire.message(500 + number % 3) for number in range(201)]
    await wire.wait_until_read()
    await eventually(lambda: "storing fails; what happens waits in memory" in bot.log)
    assert bot.stored() == sent

    bot.limit_file_size(None)
    await eventually(lambda: len(bot.stored()) >= len(sent) + len(kept) - 1)
    await eventually(lambda: "storing works again" in bot.log)
    await eventually(lambda: "the newest events were refused" in bot.log)
    assert set(sent + kept[:-1]) <= set(bot.stored()) <= set(sent + kept + refused)
    sent = [*bot.stored(), await wire.message(500)]
    await wire.wait_until_read()
    assert await bot.stop() == 0, bot.log
    assert set(sent) <= set(bot.stored())
    assert bot.rows("PRAGMA integrity_check") == [("ok",)]


async def test_a_flood_is_stored_with_heartbeats_on_time_and_steady_memory(bot: BotProcess, wire: WireDiscord) -> None:
    bot.settings["BATCH_SECONDS"] = "1"
    wire.heartbeat_ms = 1_000
    await bot.start_and_wait()
    sent: list[int] = []
    lags: list[float] = []
    early = 0
    begun_at = time.monotonic()
    for tenth in range(50):
        sent += [await wire.message(500 + number % 50) for number in range(200)]
        asked_at = time.monotonic()
        await wire.wait_until_read()
        lags.append(time.monotonic() - asked_at)
        if tenth == 15:
            early = bot.resident_bytes()
        await asyncio.sleep(max(0.0, begun_at + (tenth + 1) / 10 - time.monotonic()))
    assert max(lags) < 2
    assert bot.resident_bytes() < early + 30 * 2**20
    gaps = [later - sooner for sooner, later in zip(wire.beats_at, wire.beats_at[1:], strict=False)]
    assert max(gaps) < 3
    assert await bot.stop() == 0, bot.log
    assert bot.stored() == sent
    assert "refused" not in bot.log
