"""The memory of a thousand small guilds, and its growth in a long run."""

from collections.abc import Iterable, Sequence
from typing import Any

from benchmarks.contestant import contestant
from benchmarks.frames import MessageStream
from benchmarks.harness import BenchmarkResult
from tests.wire.payloads import BOT_ID, CHANNEL_ID, GUILD_ID, channel_payload, guild_payload, member_payload

N_GUILDS, N_MEMBERS, N_CHANNELS = 1_000, 50, 8
PORTION, N_PORTIONS = 20_000, 100
"""Two million events (Source: the project's benchmark figures)."""
N_WARM_UP = 10
"""A minute: the first round of due work is over, and the page cache of the writing connection is full."""
WANTED_MB, WANTED_GROWTH = 150, 5
"""Source: the project's benchmark figures."""


async def measure_memory() -> Sequence[BenchmarkResult]:
    """Returns the resident megabytes after the start, and their growth in percent."""
    async with contestant(stream=MessageStream(N_GUILDS, N_MEMBERS), guilds=_guilds) as bot:
        await bot.send_messages(N_GUILDS)
        full_mb = bot.process.resident_bytes() / 1e6
        for _ in range(N_WARM_UP):
            await bot.send_messages(PORTION)
        before_mb = bot.process.resident_bytes() / 1e6
        for _ in range(N_PORTIONS):
            await bot.send_messages(PORTION)
        after_mb = bot.process.resident_bytes() / 1e6
    growth = (after_mb / before_mb - 1) * 100
    n_events = PORTION * N_PORTIONS
    return [
        BenchmarkResult(
            "resident, 1,000 guilds x 50 members", "MB", {"Hamlet": full_mb}, full_mb, WANTED_MB, at_most=True
        ),
        BenchmarkResult(
            f"growth over {n_events:,} events, %",
            "MB",
            {"after": after_mb, "before": before_mb},
            growth,
            WANTED_GROWTH,
            at_most=True,
        ),
    ]


def _guilds() -> Iterable[dict[str, Any]]:
    members = [member_payload(BOT_ID, bot=True), *(member_payload(500 + number) for number in range(N_MEMBERS))]
    for number in range(N_GUILDS):
        first = CHANNEL_ID + number * 10_000
        channels = [channel_payload(first + index * 100) for index in range(N_CHANNELS)]
        yield guild_payload(GUILD_ID + number * 10_000, channels, members, len(members))
