"""One MESSAGE_CREATE from the gateway's bytes to a stored row, against bare discord.py with an idle listener."""

import statistics
from collections.abc import Sequence

from benchmarks.contestant import contestant
from benchmarks.harness import ROUNDS, BenchmarkResult

BARE = ("-m", "benchmarks.bare")
PACE = 2_000
N_PACED = 16_000
N_SATURATED = 40_000
LOADS: dict[str, tuple[int, int | None, float]] = {
    f"at {PACE:,} events/s": (N_PACED, PACE, 1.25),
    "saturated": (N_SATURATED, None, 1.5),
}
"""Number of messages, messages per second, and the wanted ratio (Source: the project's benchmark figures)."""
WANTED_RATE = 8_000
NAMES = ("Hamlet", "bare discord.py")


async def measure_gateway() -> Sequence[BenchmarkResult]:
    """Returns the CPU time at a pace and saturated, and the throughput on one core."""
    outcomes = []
    rates: dict[str, list[float]] = {}
    async with contestant() as ours, contestant(*BARE) as bare:
        for load, (n, pace, wanted) in LOADS.items():
            cpu_us: dict[str, list[float]] = {name: [] for name in NAMES}
            rates = {name: [] for name in NAMES}
            for _ in range(ROUNDS):
                for name, one in zip(NAMES, (ours, bare), strict=True):
                    seconds, cpu_seconds = await one.send_messages(n, pace)
                    cpu_us[name].append(cpu_seconds / n * 1e6)
                    rates[name].append(n / seconds)
            cpu = {name: statistics.median(samples) for name, samples in cpu_us.items()}
            ratio = cpu[NAMES[0]] / cpu[NAMES[1]]
            outcomes.append(BenchmarkResult(f"CPU of a message, {load}", "µs", cpu, ratio, wanted, at_most=True))
    through = {name: statistics.median(samples) for name, samples in rates.items()}
    outcomes.append(
        BenchmarkResult("messages through the socket, one core", "events/s", through, through[NAMES[0]], WANTED_RATE)
    )
    return outcomes
