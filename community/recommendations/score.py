"""The score of an item, from its votes and the voters' weights, whatever their order."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from math import fsum
from typing import Final

from community.engagement.estimates import wilson_lower
from community.ids import MemberId
from community.recommendations.recommendation import Verdict, Vote
from community.recommendations.voter_weights import LIGHT_WEIGHT, Weights

MIN_WEIGHT: Final = 3
"""Weight of the votes from which on a recommendation is ranked (Source: the design's metrics)."""
LIGHT_SHARE: Final = 0.01
"""The greatest share of the full votes' weight that all light votes together have (Source: the design's metrics)."""


@dataclass(frozen=True, slots=True)
class ItemScore:
    """The weight of the votes on either side, the number of light votes, and the score.

    No score means that it is too early to rank.
    """

    worked: float
    didnt: float
    n_light: int
    score: float | None


def can_rank(votes: Iterable[Vote]) -> bool:
    """Whether an item can be ranked at all with these votes: each weighs at most 1."""
    return sum(vote.verdict is not Verdict.THANKS for vote in votes) >= MIN_WEIGHT


def score_item(worked: Collection[MemberId], didnt: Collection[MemberId], weights: Weights) -> ItemScore:
    """Scores an item by its voters; a voter with two votes is named twice.

    All light votes together weigh at most ``LIGHT_SHARE`` of the full votes, and those for the item at most that share
    of the full votes for it; otherwise one more vote against an item could raise it, by making room for them. Light
    votes never make an item ranked.

    Source
    ------
    Wilson 1927; see :func:`community.engagement.estimates.wilson_lower`.
    """
    full_worked, n_light_worked = _weigh(worked, weights)
    full_didnt, n_light_didnt = _weigh(didnt, weights)
    n_light = n_light_worked + n_light_didnt
    full = full_worked + full_didnt
    room = LIGHT_SHARE * full
    each = min(LIGHT_WEIGHT, room / n_light) if n_light else 0.0
    light_worked = min(each * n_light_worked, LIGHT_SHARE * full_worked)
    positive, negative = full_worked + light_worked, full_didnt + each * n_light_didnt
    return ItemScore(
        positive, negative, n_light, wilson_lower(positive, positive + negative) if full >= MIN_WEIGHT else None
    )


def _weigh(voters: Iterable[MemberId], weights: Weights) -> tuple[float, int]:
    """Returns the weight of the full votes, and the number of light ones."""
    full = [weights.full[voter] for voter in voters if not weights.is_light(voter)]
    return fsum(full), sum(weights.is_light(voter) for voter in voters)
