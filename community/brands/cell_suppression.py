"""What of a table of people may be told: no cell that too few are behind, and none that the others give away."""

from collections.abc import Mapping
from dataclasses import dataclass

STEP = 5
"""Figures are rounded to multiples of this (Source: the design's metrics)."""


@dataclass(frozen=True, slots=True)
class Table:
    """What is told of people who fall into one part each; none is not told."""

    total: int | None
    parts: Mapping[str, int | None]


def round_count(n_people: int, fewest: int) -> int | None:
    """A figure as it is told; none where fewer than ``fewest`` people are behind it, nobody among them."""
    return (n_people + STEP // 2) // STEP * STEP if n_people >= fewest else None


def suppress_cells(parts: Mapping[str, int], fewest: int) -> Table:
    """A table as it is told: all parts, where each has enough people; else the total alone.

    To hold back a small part and the next smallest is not enough: who knows the rule gets back to some of them.
    """
    whole = all(n >= fewest for n in parts.values())
    return Table(
        round_count(sum(parts.values()), fewest),
        {name: round_count(n, fewest) if whole else None for name, n in parts.items()},
    )
