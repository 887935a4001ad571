"""Recognizes the members whom others answer and thank, of those who agreed to be shown."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from community.engagement.response_ports import InteractionCount
from community.ids import MemberId

RECOGNITION_SPAN = timedelta(days=90)
"""How far back answers and thanks count: a season, so that a month away does not matter (our choice; the design keeps a
leaver's identity as long).
"""
MIN_PEOPLE = 3
"""Minimum number of distinct people who answered or thanked, so that two friends make nobody recognized (Source: the
design's "three friends who like each other" must not decide; our choice of the number).
"""


@dataclass(frozen=True, slots=True)
class RecognizedMember:
    """A recognized member with the reasons: how many people, and how often."""

    member_id: MemberId
    n_people: int
    n_answering: int
    n_replies: int
    n_thanking: int
    n_thanks: int


def recognize(
    shown: Collection[MemberId], replies: Iterable[InteractionCount], thanks: Iterable[InteractionCount]
) -> Sequence[RecognizedMember]:
    """Returns the shown members whom enough people answered or thanked, most people first.

    Ties are ordered by the number of people who thanked, then by those who answered. People count, not their messages:
    a hundred answers of one person weigh as much as one.
    """
    answering, thanking = _counts_by_giver(shown, replies), _counts_by_giver(shown, thanks)
    found = (_recognized_member(one, answering[one], thanking[one]) for one in shown)
    return sorted(
        (one for one in found if one.n_people >= MIN_PEOPLE),
        key=lambda one: (-one.n_people, -one.n_thanking, -one.n_answering, one.member_id),
    )


def _counts_by_giver(
    shown: Collection[MemberId], interactions: Iterable[InteractionCount]
) -> defaultdict[MemberId, dict[MemberId, int]]:
    """Returns, for each shown member, how often each other member gave them something."""
    received: defaultdict[MemberId, dict[MemberId, int]] = defaultdict(dict)
    for one in interactions:
        if one.receiver_id in shown and one.giver_id != one.receiver_id and one.n > 0:
            givers = received[one.receiver_id]
            givers[one.giver_id] = givers.get(one.giver_id, 0) + one.n
    return received


def _recognized_member(
    member_id: MemberId, answering: dict[MemberId, int], thanking: dict[MemberId, int]
) -> RecognizedMember:
    return RecognizedMember(
        member_id,
        n_people=len(answering.keys() | thanking.keys()),
        n_answering=len(answering),
        n_replies=sum(answering.values()),
        n_thanking=len(thanking),
        n_thanks=sum(thanking.values()),
    )
