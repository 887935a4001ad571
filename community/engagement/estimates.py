"""Estimates with 95 % intervals, valid for thirty members as for three thousand.

Nothing here knows what is counted.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate
from math import hypot, sqrt
from typing import Final, Literal

CONFIDENCE: Final = Fraction(95, 100)
"""The share of intervals that must contain the true value."""

Z: Final = 1.959963984540054
"""The standard normal's 97.5 % quantile, in standard deviations: leaves out 2.5 % on each side."""


@dataclass(frozen=True, slots=True)
class Proportion:
    """A share of ``n`` with its Wilson interval; all three numbers are none if ``n`` is 0."""

    value: float | None
    low: float | None
    high: float | None
    n: int

    def as_json(self) -> dict[str, float | int | None]:
        """Returns the form that ``insights --json`` prints."""
        return {"value": self.value, "low": self.low, "high": self.high, "n": self.n}


@dataclass(frozen=True, slots=True)
class Median:
    """A median with its interval; the ends are none if there are too few values."""

    value: float | None
    low: float | None
    high: float | None

    def as_json(self) -> dict[str, float | int | None]:
        """Returns the form that ``insights --json`` prints."""
        return {"value": self.value, "low": self.low, "high": self.high}


def wilson_lower(positive: float, total: float) -> float:
    """Returns the lower end of Wilson's interval for ``positive`` out of ``total``, which may be weighted counts.

    It is 0 if ``total`` is 0: an item without votes ranks below one with a positive vote.

    Raises
    ------
    ValueError
        Unless ``0 <= positive <= total``.

    Source
    ------
    Wilson 1927, JASA 22:209-212. The ends are the roots of ``(n + z²)p² - (2k + z²)p + k²/n``; the lower one is written
    as the product of the roots over the upper one, which loses no digits near 0.
    """
    if not 0 <= positive <= total:
        raise ValueError(f"{positive} out of {total} is not a proportion")
    if not positive:
        return 0.0
    middle = 2 * positive + Z * Z
    spread = Z * sqrt(Z * Z + 4 * positive * ((total - positive) / total))
    return 2 * positive * (positive / total) / (middle + spread)


def wilson(successes: int, n: int) -> Proportion:
    """Returns ``successes`` out of ``n`` with Wilson's interval; all values are none if ``n`` is 0.

    Raises
    ------
    ValueError
        Unless ``0 <= successes <= n``.

    Source
    ------
    Wilson 1927, JASA 22:209-212. The upper end is one minus the failures' lower end.
    """
    low = wilson_lower(successes, n)
    if n == 0:
        return Proportion(None, None, None, 0)
    return Proportion(successes / n, low, 1 - wilson_lower(n - successes, n), n)


def newcombe(before: Proportion, after: Proportion) -> tuple[float, float]:
    """Returns the interval of ``after - before`` for two independent proportions; (-1, 1) if either is unknown.

    Source
    ------
    Newcombe 1998, Statistics in Medicine 17:873-890, method 10: the distances from each proportion to its own Wilson
    limits, added as the sides of a right angle.
    """
    if not before.n or not after.n:
        return -1.0, 1.0
    was, was_low, was_high = _limits(before)
    now, now_low, now_high = _limits(after)
    change = now - was
    return change - hypot(now - now_low, was_high - was), change + hypot(now_high - now, was - was_low)


def quantile(sorted_values: Sequence[float], q: float) -> float:
    """Returns the ``q`` quantile of ascending values, interpolated linearly between neighbours.

    Raises
    ------
    ValueError
        If there are no values or ``q`` is not within 0 and 1.

    Source
    ------
    Hyndman and Fan 1996, The American Statistician 50:361-365, type 7: rank ``(n - 1)q`` from 0.
    """
    if not sorted_values or not 0 <= q <= 1:
        raise ValueError(f"there is no {q} quantile of {len(sorted_values)} values")
    last = len(sorted_values) - 1
    rank = min(int(last * q), last)
    below = sorted_values[rank]
    above = sorted_values[min(rank + 1, last)]
    return float(below + (above - below) * (last * q - rank))


def median_interval(values: Iterable[float]) -> Median:
    """Returns the median with an interval that assumes nothing about the distribution of the values.

    Below six values even the smallest and the largest contain the median less than 95 % of the time, so the ends are
    none.

    Source
    ------
    David and Nagaraja 2003, Order Statistics, section 7.1. The interval is [x_r, x_(n+1-r)] of the values in order,
    with the largest r for which ``1 - 2 P(B < r) >= 0.95``, B binomial (n, 1/2).
    """
    ordered = sorted(values)
    if not ordered:
        return Median(None, None, None)
    middle = quantile(ordered, 0.5)
    rank = _symmetric_rank(len(ordered))
    if not rank:
        return Median(middle, None, None)
    return Median(middle, float(ordered[rank - 1]), float(ordered[-rank]))


def gini(values: Iterable[float]) -> float:
    """Returns the Gini coefficient: 0 if all values are equal, towards 1 if one has all; 0 if they add up to 0.

    Source
    ------
    Damgaard and Weiner 2000, Ecology 81:1139-1142: ``Σ(2i - n - 1)x_i / (n Σx_i)``, x ascending, i from 1.
    """
    ordered = sorted(values)
    n = len(ordered)
    total = sum(ordered)
    if not total:
        return 0.0
    return sum((2 * i - n - 1) * x for i, x in enumerate(ordered, 1)) / (n * total)


def members_for_half(values: Iterable[int]) -> int:
    """Returns the fewest members who together have at least half of the total; 0 if the total is 0."""
    ordered = sorted(values, reverse=True)
    total = sum(ordered)
    if not total:
        return 0
    return sum(2 * so_far < total for so_far in accumulate(ordered)) + 1


def change_word(low: float, high: float) -> Literal["up", "down"] | None:
    """Returns the direction of a change whose interval leaves out zero, otherwise none."""
    if low > 0:
        return "up"
    return "down" if high < 0 else None


def _limits(known: Proportion) -> tuple[float, float, float]:
    """Returns the value and the ends of a proportion of at least one."""
    if known.value is None or known.low is None or known.high is None:
        raise ValueError(f"a proportion of {known.n} lacks its value or its interval")
    return known.value, known.low, known.high


def _symmetric_rank(n: int) -> int:
    """Returns the largest r with ``2 P(B < r) <= 5 %``, B binomial (n, 1/2); 0 if there is none."""
    left_out = (1 - CONFIDENCE) / 2 * 2**n
    rank, ways, ways_below = 0, 1, 1
    while ways_below <= left_out:
        ways = ways * (n - rank) // (rank + 1)
        rank += 1
        ways_below += ways
    return rank
