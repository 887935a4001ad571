"""Up, down or about the same: no more than the people counted can tell."""

from collections.abc import Mapping
from enum import StrEnum

from community.engagement.estimates import Proportion, change_word, newcombe, resampled_change
from community.ids import MemberId


class Trend(StrEnum):
    """What can be said about a change."""

    UP = "up"
    DOWN = "down"
    SAME = "same"


def trend_of_shares(before: Proportion, after: Proportion) -> Trend | None:
    """What can be said about a share that was another one before; none where either counts nobody."""
    if not before.n or not after.n:
        return None
    return _trend(newcombe(before, after))


def trend_of_counts(before: Mapping[MemberId, int], after: Mapping[MemberId, int]) -> Trend | None:
    """What can be said about a total, from each member's part in it; none where there are no members.

    Who was a member in only one of the two windows counts with 0 in the other.
    """
    members = sorted(before.keys() | after.keys())
    if not members:
        return None
    return _trend(resampled_change([before.get(one, 0) for one in members], [after.get(one, 0) for one in members]))


def _trend(interval: tuple[float, float]) -> Trend:
    return Trend(change_word(*interval) or Trend.SAME)
