"""Says whether a figure went up, went down or stayed about the same, only where the data can tell."""

from collections.abc import Mapping
from enum import StrEnum

from community.engagement.estimates import Proportion, change_word, newcombe
from community.ids import MemberId


class Trend(StrEnum):
    """The direction of a change."""

    UP = "up"
    DOWN = "down"
    SAME = "same"


def trend_of_shares(before: Proportion, after: Proportion) -> Trend | None:
    """Returns the trend between two shares; none if either counts nobody.

    Shares of a few people move in steps, and Newcombe's interval alone would say a word in up to 9 % of the comparisons
    of two small groups, or of a small one with a large one, that nothing has changed between (6.4 % at 12 against 12,
    5.7 % at 50, 5.4 % at 500, where half take part). So zero has to lie outside it by half the usual correction for
    continuity: then it is under 5 % at every share, for all of 508 pairs of group sizes from 3 to 500, and the power to
    see 30 % become 50 % of 50 people falls from 55 % to 48 %. The same members in both windows only make false words
    rarer. (All computed exactly; a test repeats some.)

    Source
    ------
    Newcombe 1998, Statistics in Medicine 17:873-890, method 10.
    """
    if not before.n or not after.n:
        return None
    low, high = newcombe(before, after)
    margin = (1 / before.n + 1 / after.n) / 4
    return Trend(change_word(low - margin, high + margin) or Trend.SAME)


def trend_of_counts(before: Mapping[MemberId, int], after: Mapping[MemberId, int]) -> Trend | None:
    """Returns the trend of a total from each member's part in it; none if there are no members.

    A member of only one of the two windows counts 0 in the other. With nothing changed, a word is said in under 5 % of
    comparisons at any number of members: see :func:`community.engagement.changes.resampled_change`.
    """
    from community.engagement.changes import resampled_word  # noqa: PLC0415 - NumPy takes 13 MB: not before it counts

    members = sorted(before.keys() | after.keys())
    if not members:
        return None
    word = resampled_word([before.get(one, 0) for one in members], [after.get(one, 0) for one in members])
    return Trend(word or Trend.SAME)
