"""Resampling of many sums at once, with the same random numbers on every machine and in every release of NumPy.

Only a bit generator's own stream is promised to stay the same, so all draws are made from it.

Source
------
NumPy, Compatibility policy of ``numpy.random``.
"""

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
from numpy.random import PCG64
from numpy.typing import NDArray

BLOCK: Final = 500_000
"""Numbers that are drawn at once: some megabytes."""
WORD: Final = 64
"""Bits of one raw number."""


def drawn_sums(values: Sequence[int], draws: int, stream: PCG64) -> Sequence[int]:
    """Returns the sums of as many values as there are, drawn with replacement, ascending.

    Source
    ------
    Lemire 2019, ACM TOMACS 29:3. Half a raw number times n, over 2³², picks one of n; no value's share is off by more
    than n in 2³².
    """
    known, n = np.array(values, dtype=np.int64), len(values)
    sums = []
    for rows in _blocks(draws, n):
        halves = stream.random_raw((rows * n + 1) // 2).view(np.uint32)[: rows * n]
        picked = np.multiply(halves, np.uint64(n), dtype=np.uint64) >> np.uint64(32)
        sums.append(known.take(picked.view(np.int64), mode="clip").reshape(rows, n).sum(axis=1))
    return _ascending(sums)


def swapped_sums(values: Sequence[int], draws: int, stream: PCG64) -> Sequence[int]:
    """Returns the sizes of the values' sums after each got a random sign, ascending."""
    sizes = np.array([abs(value) for value in values if value], dtype=np.float64)
    n_words = -(-len(sizes) // WORD)
    sums = []
    for rows in _blocks(draws, n_words * WORD):
        raw = stream.random_raw(rows * n_words).view(np.uint8)
        heads = np.unpackbits(raw).reshape(rows, n_words * WORD)[:, : len(sizes)]
        sums.append(np.abs(2 * (heads @ sizes) - sizes.sum()).astype(np.int64))
    return _ascending(sums)


def _blocks(draws: int, width: int) -> Iterator[int]:
    """Yields the numbers of rows to draw at once, until there are ``draws``."""
    rows = max(1, BLOCK // max(1, width))
    while draws > 0:
        yield min(rows, draws)
        draws -= rows


def _ascending(sums: Sequence[NDArray[np.int64]]) -> Sequence[int]:
    together: list[int] = np.sort(np.concatenate(sums)).tolist()
    return together
