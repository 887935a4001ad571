"""Suppression of small cells in tables of people, so that no published number tells of too few."""

from collections.abc import Mapping
from dataclasses import dataclass

STEP = 5
"""Published numbers are rounded to multiples of this.

Source
------
The design's metrics.
"""


@dataclass(frozen=True, slots=True)
class Table:
    """Published numbers of people who fall into one part each; a suppressed number is None."""

    total: int | None
    parts: Mapping[str, int | None]


def round_count(n_people: int, fewest: int) -> int | None:
    """Returns a number of people rounded to :data:`STEP`, None if it is below ``fewest``."""
    return (n_people + STEP // 2) // STEP * STEP if n_people >= fewest else None


def suppress_cells(parts: Mapping[str, int], fewest: int) -> Table:
    """Returns a table of all parts if each has ``fewest`` people, otherwise of the total alone.

    To suppress a small part and the next smallest is not enough: the rule itself gives some of them away.
    """
    whole = all(n >= fewest for n in parts.values())
    return Table(
        round_count(sum(parts.values()), fewest),
        {name: round_count(n, fewest) if whole else None for name, n in parts.items()},
    )
