"""How the recommendations of one ask stand: from the votes alone, whatever their order."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import fsum

from community.engagement.estimates import wilson_lower
from community.ids import MemberId
from community.recommendations.recommendation import RELATED, Recommendation, Verdict, Vote, item_key

ENOUGH = 3
"""Votes, by weight, from which on a recommendation is ranked (Source: the design's metrics)."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A recommendation with the votes that count; no score means that it is too early to rank."""

    recommendation: Recommendation
    n_worked: int
    n_didnt: int
    n_thanks: int
    score: float | None


def score(worked: Iterable[float], didnt: Iterable[float]) -> float | None:
    """The lower end of Wilson's interval for the share that it worked for; none where there are too few votes.

    *Units*: the weights of the votes, each from 0 to 1.
    *Source*: Wilson 1927; see :func:`community.engagement.estimates.wilson_lower`.
    """
    positive = fsum(worked)
    total = positive + fsum(didnt)
    return None if total < ENOUGH else wilson_lower(positive, total)


def may_score(member_id: MemberId, recommendation: Recommendation, among: Iterable[Recommendation]) -> bool:
    """Whether a member's "worked" and "didn't" count.

    They don't for an own recommendation, nor for an item that the member said in this ask to be related to.
    """
    return not any(
        one.author_id == member_id
        and (
            one.recommendation_id == recommendation.recommendation_id
            or (one.relation in RELATED and item_key(one.item) == item_key(recommendation.item))
        )
        for one in among
    )


def standings(
    recommendations: Sequence[Recommendation],
    votes: Iterable[Vote],
    weights: Mapping[MemberId, float] | None = None,
) -> Sequence[Standing]:
    """The posted recommendations of one ask: those ranked by score, then those too early to rank by time.

    ``weights`` are the voters'; whoever is not among them weighs 1.
    """
    cast: dict[int, list[Vote]] = {}
    for vote in votes:
        cast.setdefault(vote.recommendation_id, []).append(vote)
    found = [
        _standing(one, recommendations, cast.get(one.recommendation_id, []), weights or {})
        for one in recommendations
        if one.message_id is not None
    ]
    return sorted(found, key=_place)


def _standing(
    recommendation: Recommendation,
    among: Sequence[Recommendation],
    votes: Sequence[Vote],
    weights: Mapping[MemberId, float],
) -> Standing:
    counted = [
        vote for vote in votes if vote.verdict is Verdict.THANKS or may_score(vote.member_id, recommendation, among)
    ]
    by = {
        verdict: [weights.get(vote.member_id, 1.0) for vote in counted if vote.verdict is verdict]
        for verdict in Verdict
    }
    return Standing(
        recommendation,
        n_worked=len(by[Verdict.WORKED]),
        n_didnt=len(by[Verdict.DIDNT]),
        n_thanks=len(by[Verdict.THANKS]),
        score=score(by[Verdict.WORKED], by[Verdict.DIDNT]),
    )


def _place(standing: Standing) -> tuple[bool, float, object, int]:
    one = standing.recommendation
    return standing.score is None, -(standing.score or 0.0), one.recommended_at, one.recommendation_id
