"""What the gateway does not forgive: bad logins, and too many of them."""

import time

import pytest

from tests.wire.process import BotProcess, eventually
from tests.wire.server import WireDiscord


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        (4004, "DISCORD_TOKEN is no longer valid"),
        (4013, "does not know the intents"),
        (4014, "the Server Members intent is off"),
    ],
)
async def test_a_final_close_ends_the_process_with_one_plain_sentence(
    bot: BotProcess, wire: WireDiscord, code: int, sentence: str
) -> None:
    wire.close_on_identify = code
    await bot.start()
    assert await bot.ended(patience=60) == 2
    assert sentence in bot.log
    assert "Traceback" not in bot.log
    assert len(wire.identified_at) == 1


async def test_a_crash_loop_logs_in_once_a_span_and_sigterm_ends_the_wait(bot: BotProcess, wire: WireDiscord) -> None:
    await bot.start_and_wait()
    await bot.kill()

    bot.settings["IDENTIFY_SECONDS"] = "90"
    await bot.start()
    await eventually(lambda: "waiting before the next login" in bot.log)
    asked_at = time.monotonic()
    assert await bot.stop() == 0, bot.log
    assert time.monotonic() - asked_at < 10
    assert len(wire.identified_at) == 1

    span = time.monotonic() - wire.identified_at[0] + 4
    bot.settings["IDENTIFY_SECONDS"] = str(span)
    await bot.start_and_wait()
    first, second = wire.identified_at
    assert second - first > span - 0.1
