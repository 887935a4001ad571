"""What a change in a total can be told from: what chance could have made of it, by resampling."""

from collections.abc import Sequence
from math import sqrt
from typing import Final, Literal

from numpy.random import PCG64

from community.engagement.estimates import CONFIDENCE, change_word, quantile
from community.engagement.resampling import drawn_sums, swapped_sums

DRAWS: Final = 2_000
"""Resamples that an interval of change is read from: fifty lie beyond each of its ends."""

SEED: Final = 1927
"""Any fixed number serves: the same members must always get the same word."""


def resampled_change(
    before: Sequence[int], after: Sequence[int], draws: int = DRAWS, seed: int = SEED
) -> tuple[float, float]:
    """Return the interval of the change in the total; ``before[i]`` and ``after[i]`` are one member's counts.

    Two resamplings, and the wider answer at each end. Drawing members with replacement tells how far the
    change hangs on who happens to be there (2.5 % and 97.5 % of the draws). Swapping each member's two
    counts at random tells how far the total moves when nothing has changed; without it a dozen members would
    be given a word in one comparison out of ten, with it in at most one out of twenty at any size. What chance
    the draws themselves leave, two standard errors of the share beyond the end, counts against a word.
    The order of the members does not matter.

    *Raises*: ValueError where the two differ in length, or with under 40 draws (2.5 % of which is one).
    *Source*: Efron and Tibshirani 1993, An Introduction to the Bootstrap, chapter 13 (percentiles); Phipson
    and Smyth 2010, Statistical Applications in Genetics and Molecular Biology 9:39 (what was seen counts
    as a draw).
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
    """Return the word for :func:`resampled_change`; where swapping alone leaves none, nothing else is drawn.

    *Raises*: ValueError as there.
    """
    changes = _changes(before, after, draws)
    if not any(changes) or change_word(*_swapped_change(changes, draws, PCG64(seed))) is None:
        return None
    return change_word(*resampled_change(before, after, draws, seed))


def _changes(before: Sequence[int], after: Sequence[int], draws: int) -> Sequence[int]:
    """Return each member's change, in an order that does not depend on who is who."""
    if draws < 40:  # noqa: PLR2004
        raise ValueError(f"{draws} draws are too few for a 95 % interval")
    return sorted(now - was for was, now in zip(before, after, strict=True))


def _swapped_change(changes: Sequence[int], draws: int, stream: PCG64) -> tuple[float, float]:
    """Return how far the total's change is from what swapping alone can make."""
    swapped = swapped_sums(changes, draws, stream)
    beyond = float((1 - CONFIDENCE) * (draws + 1))
    reach = swapped[-max(1, int(beyond - 2 * sqrt(beyond * CONFIDENCE)))]
    return sum(changes) - reach, sum(changes) + reach


def _drawn_change(changes: Sequence[int], draws: int, stream: PCG64) -> tuple[float, float]:
    """Return the ends that drawing the members anew leaves the total's change."""
    sums = drawn_sums(changes, draws, stream)
    return quantile(sums, 0.025), quantile(sums, 0.975)
