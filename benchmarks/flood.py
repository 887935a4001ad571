"""Ten times the usual rate: measures the delay of the event loop and of answers to commands."""

import asyncio
from collections.abc import Sequence

from benchmarks.contestant import contestant
from benchmarks.harness import BenchmarkResult, percentile
from benchmarks.probed import MARK
from tests.wire.payloads import command

PACE = 2_000
SECONDS = 10
EVERY = 0.1
"""Seconds between two commands."""
WANTED_LAG_MS, WANTED_ANSWER_MS = 100, 1_000
"""Source: the project's benchmark figures."""


async def measure_flood() -> Sequence[BenchmarkResult]:
    """Returns the 99th percentiles of both delays."""
    async with contestant("-m", "benchmarks.probed") as bot:
        flood = asyncio.create_task(bot.send_messages(PACE * SECONDS, PACE))
        asked = []
        while not flood.done():
            asked.append(await bot.wire.interaction(500, 2, command("privacy", "show")))
            await asyncio.sleep(EVERY)
        await flood
        await bot.wire.wait_until(lambda: all(bot.wire.answers[one] for one in asked))
        await bot.process.stop()
    line = next(one for one in bot.process.log.splitlines() if one.startswith(MARK))
    lag = percentile([float(late) for late in line.removeprefix(MARK).split()], 99)
    answer = percentile([bot.wire.answers[one][0].after * 1e3 for one in asked], 99)
    return [
        BenchmarkResult("loop lag in a flood, p99", "ms", {"Hamlet": lag}, lag, WANTED_LAG_MS, at_most=True),
        BenchmarkResult(
            "acknowledgement in a flood, p99", "ms", {"Hamlet": answer}, answer, WANTED_ANSWER_MS, at_most=True
        ),
    ]
