"""Runs the contestants of a benchmark in turn and compares the medians of their rates."""

import statistics
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass

ROUNDS = 5


@dataclass(frozen=True, slots=True)
class BenchmarkResult:
    """The figures of one benchmark by contestant, and the one that counts: by default the first to the second.

    ``wanted`` is the minimum or, with ``at_most``, the maximum.
    """

    name: str
    unit: str
    rates: Mapping[str, float]
    ratio: float
    wanted: float
    at_most: bool = False
    note: str = ""

    @property
    def met(self) -> bool:
        """Whether the figure is as good as wanted."""
        return self.ratio <= self.wanted if self.at_most else self.ratio >= self.wanted


def percentile(samples: Sequence[float], percent: int) -> float:
    """Returns the value that ``percent`` percent of the samples, from 1 to 99, do not exceed."""
    return statistics.quantiles(samples, n=100, method="inclusive")[percent - 1]


async def compare(
    name: str,
    unit: str,
    contestants: Mapping[str, Callable[[], Awaitable[int]]],
    wanted: float,
) -> BenchmarkResult:
    """Runs each contestant once a round; a contestant returns the number of units it completed.

    The first is Hamlet, the second the reference; ``wanted`` is the minimum ratio of their medians.
    """
    samples: dict[str, list[float]] = {contestant: [] for contestant in contestants}
    for _ in range(ROUNDS):
        for contestant, run in contestants.items():
            begun_at = time.perf_counter()
            n_units = await run()
            samples[contestant].append(n_units / (time.perf_counter() - begun_at))
    rates = {contestant: statistics.median(rate) for contestant, rate in samples.items()}
    ours, reference = rates.values()
    return BenchmarkResult(name, unit, rates, ours / reference, wanted)
