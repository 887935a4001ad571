"""Standings: the ranking of the recommendations of an ask."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from community.recommendations.recommendation import Recommendation, Verdict, Vote
from community.recommendations.score import score_item
from community.recommendations.voter_weights import Weights


@dataclass(frozen=True, slots=True)
class Standing:
    """A recommendation with its counted votes; without a score it is too early to rank.

    Counts are people: those of ``n_partly`` are in no other count. ``weight`` is the weight of all their votes
    together, ``n_light`` the number of light voters.
    """

    recommendation: Recommendation
    n_worked: int
    n_didnt: int
    n_partly: int
    n_thanks: int
    n_light: int
    weight: float
    score: float | None


def rank(recommendations: Sequence[Recommendation], votes: Iterable[Vote], weights: Weights) -> Sequence[Standing]:
    """Ranks the posted recommendations of an ask: by score, then those too early to rank by time.

    ``votes`` are the countable ones, on any of these; a voter with two votes is named twice.
    """
    cast: dict[int, list[Vote]] = {}
    for vote in votes:
        cast.setdefault(vote.recommendation_id, []).append(vote)
    found = [
        _standing(one, cast.get(one.recommendation_id, []), weights)
        for one in recommendations
        if one.message_id is not None
    ]
    return sorted(found, key=_place)


def _standing(recommendation: Recommendation, votes: Sequence[Vote], weights: Weights) -> Standing:
    by = {verdict: [vote.member_id for vote in votes if vote.verdict is verdict] for verdict in Verdict}
    judgement = score_item(by[Verdict.WORKED], by[Verdict.DIDNT], weights)
    worked, didnt = set(by[Verdict.WORKED]), set(by[Verdict.DIDNT])
    return Standing(
        recommendation,
        n_worked=len(worked - didnt),
        n_didnt=len(didnt - worked),
        n_partly=len(worked & didnt),
        n_thanks=len(by[Verdict.THANKS]),
        n_light=sum(weights.is_light(member) for member in worked | didnt),
        weight=judgement.worked + judgement.didnt,
        score=judgement.score,
    )


def _place(standing: Standing) -> tuple[bool, float, object, int]:
    one = standing.recommendation
    return standing.score is None, -(standing.score or 0.0), one.recommended_at, one.recommendation_id
