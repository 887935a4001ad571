"""Tests whether the change in a total is more than chance, by resampling."""

from collections.abc import Sequence
from math import sqrt
from typing import Final, Literal

from numpy.random import PCG64

from community.engagement.estimates import CONFIDENCE, change_word, quantile
from community.engagement.resampling import drawn_sums, swapped_sums

DRAWS: Final = 2_000
"""Number of resamples for an interval: fifty lie beyond each end."""

SEED: Final = 1927
"""A fixed seed, so that the same counts always give the same word."""


def resampled_change(
    before: Sequence[int], after: Sequence[int], draws: int = DRAWS, seed: int = SEED
) -> tuple[float, float]:
    """Returns the interval of the change in a total; ``before[i]`` and ``after[i]`` are one member's counts.

    Two resamplings, and the wider answer at each end. Drawing members with replacement shows how far the change depends
    on which members are present (2.5 % and 97.5 % of the draws). Swapping each member's two counts at random shows how
    far the total moves when nothing has changed; without it a dozen members would be given a word in one comparison out
    of ten, with it in at most one out of twenty at any size. The chance in the draws themselves, two standard errors of
    the share beyond the end, counts against a word. The order of the members does not matter.

    Raises
    ------
    ValueError
        If the two differ in length, or with fewer than 40 draws (2.5 % of which is one).

    Source
    ------
    Efron and Tibshirani 1993, An Introduction to the Bootstrap, chapter 13 (percentiles); Phipson and Smyth 2010,
    Statistical Applications in Genetics and Molecular Biology 9:39 (the observed value counts as a draw).
    """
    changes = _changes(before, after, draws)
    if not any(changes):
        return 0.0, 0.0
    stream = PCG64(seed)
    swapped, drawn = _swapped_change(changes, draws, stream), _drawn_change(changes, draws, stream)
    return min(swapped[0], drawn[0]), max(swapped[1], drawn[1])


def resampled_word(
    before: Sequence[int], after: Sequence[int], draws: int = DRAWS, seed: int = SEED
) -> Literal["up", "down"] | None:
    """Returns the word for :func:`resampled_change`; draws only what is needed to decide it.

    Raises
    ------
    ValueError
        As :func:`resampled_change`.
    """
    changes = _changes(before, after, draws)
    if not any(changes) or change_word(*_swapped_change(changes, draws, PCG64(seed))) is None:
        return None
    return change_word(*resampled_change(before, after, draws, seed))


def _changes(before: Sequence[int], after: Sequence[int], draws: int) -> Sequence[int]:
    """Returns each member's change, in an order that does not depend on who is who."""
    if draws < 40:  # noqa: PLR2004
        raise ValueError(f"{draws} draws are too few for a 95 % interval")
    return sorted(now - was for was, now in zip(before, after, strict=True))


def _swapped_change(changes: Sequence[int], draws: int, stream: PCG64) -> tuple[float, float]:
    """Returns the observed change plus and minus what swapping alone can produce."""
    swapped = swapped_sums(changes, draws, stream)
    beyond = float((1 - CONFIDENCE) * (draws + 1))
    reach = swapped[-max(1, int(beyond - 2 * sqrt(beyond * CONFIDENCE)))]
    return sum(changes) - reach, sum(changes) + reach


def _drawn_change(changes: Sequence[int], draws: int, stream: PCG64) -> tuple[float, float]:
    """Returns the percentile interval of the change when members are drawn with replacement."""
    sums = drawn_sums(changes, draws, stream)
    return quantile(sums, 0.025), quantile(sums, 0.975)
