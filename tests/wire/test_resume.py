"""Interrupted, silenced and forgotten connections."""

import asyncio
import time

from tests.wire.process import BotProcess
from tests.wire.server import WireDiscord


async def test_an_interrupted_session_is_resumed_where_it_stopped_and_replays_change_nothing(
    bot: BotProcess, wire: WireDiscord
) -> None:
    await bot.start_and_wait()
    sent = [await wire.message(500 + number % 3) for number in range(10)]
    await wire.wait_until_read()
    read = 2 + len(sent)

    await wire.reconnect()
    sent.append(await wire.message(500))
    await wire.wait_until(lambda: len(wire.resumed_from) == 1)
    assert wire.resumed_from[0] in {read, read + 1}

    await wire.invalidate(resumable=True)
    await wire.wait_until(lambda: len(wire.resumed_from) == 2)
    await wire.wait_until_read()
    await wire.redeliver(8)
    await wire.wait_until_read()
    assert len(wire.identified_at) == 1

    await wire.invalidate(resumable=False)
    await wire.wait_until_ready(n_logins=2)
    sent.append(await wire.message(501))
    await wire.wait_until_read()
    assert await bot.stop() == 0, bot.log
    assert bot.stored() == sent
    assert len(wire.resumed_from) == 2


async def test_a_connection_that_no_longer_answers_is_given_up_and_resumed(bot: BotProcess, wire: WireDiscord) -> None:
    wire.heartbeat_ms = 400
    await bot.start_and_wait()
    sent = [await wire.message(500)]

    wire.acks = False
    silent_at = time.monotonic()
    while not wire.resumed_from:
        sent.append(await wire.message(500))
        await asyncio.sleep(0.05)
        assert time.monotonic() - silent_at < 10

    wire.mute = True
    sent.append(await wire.message(501))
    await wire.wait_until(lambda: len(wire.resumed_from) == 2)
    await wire.wait_until_read()
    assert await bot.stop() == 0, bot.log
    assert bot.stored() == sent
    assert len(wire.identified_at) == 1
