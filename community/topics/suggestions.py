"""In which order topics suit somebody, and why: from who joined what, how lively it is, and who waits there."""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from random import Random
from typing import Final

from community.engagement.estimates import wilson_lower
from community.ids import MemberId, TopicId
from community.topics.liveliness import Level

MIN_SHARED_MEMBERS: Final = 2
"""People from whom company is told: of one, it would tell what that person joined."""
SHARED_MEMBERS_WEIGHT: Final = 1.0
LIVELY_WEIGHT: Final = 0.5
UNANSWERED_WEIGHT: Final = 0.2
"""What each reason can add at most: people like the asker weigh more than how much is going on, and both more than
a single ask that waits (our choice)."""


@dataclass(frozen=True, slots=True)
class SharedMembers:
    """``n`` people who joined a topic of theirs also joined this one."""

    n: int
    with_name: str


@dataclass(frozen=True, slots=True)
class RecentTalk:
    """``n`` people talk here of late."""

    n: int


@dataclass(frozen=True, slots=True)
class UnansweredCount:
    """``n`` asks here have no answer yet."""

    n: int


Reason = SharedMembers | RecentTalk | UnansweredCount


@dataclass(frozen=True, slots=True)
class TopicFacts:
    """What is known of a topic."""

    topic_id: TopicId
    name: str
    n_members: int
    n_posters: int
    level: Level | None = None
    n_unanswered: int = 0


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A topic with how well it suits, and why, the weightiest reason first."""

    topic_id: TopicId
    score: float
    reasons: Sequence[Reason]


def suggest(
    candidates: Iterable[TopicFacts],
    joined: AbstractSet[TopicId],
    also_joined: Mapping[tuple[TopicId, TopicId], int],
    seed: MemberId,
) -> Sequence[Suggestion]:
    """All of the candidates, those first that suit best.

    ``also_joined[a, b]`` is how many others joined both. Company is the share of a topic's members who joined
    the other one as well, by the lower bound of its interval: three of three is less than thirty of forty.
    Among equals with a reason the seed decides, so that not everybody is sent to the same place; those without
    one come by name, where a person finds them.
    """
    known = {one.topic_id: one for one in candidates}
    told = [(_suggestion(one, known, joined, also_joined), one) for one in known.values()]
    return [
        suggestion
        for suggestion, one in sorted(
            told,
            key=lambda pair: (
                -pair[0].score,
                -pair[1].n_posters,
                -pair[1].n_members,
                _draw(seed, pair[1].topic_id) if pair[0].reasons else 0.0,
                pair[1].name.casefold(),
                pair[1].topic_id,
            ),
        )
    ]


def _suggestion(
    one: TopicFacts,
    known: Mapping[TopicId, TopicFacts],
    joined: AbstractSet[TopicId],
    also_joined: Mapping[tuple[TopicId, TopicId], int],
) -> Suggestion:
    weighed: list[tuple[float, Reason]] = []
    shared = [
        (_shared_weight(n, known[other].n_members), n, known[other])
        for other in sorted(joined & known.keys() - {one.topic_id})
        if (n := also_joined.get((other, one.topic_id), 0)) >= MIN_SHARED_MEMBERS
    ]
    if shared:
        weight, n, other = max(shared, key=lambda found: (found[0], found[1], -found[2].topic_id))
        weighed.append((SHARED_MEMBERS_WEIGHT * weight, SharedMembers(n, other.name)))
    if one.level is not None and one.level >= Level.LIVELY and one.n_posters > 1:
        weighed.append((LIVELY_WEIGHT * one.level / max(Level), RecentTalk(one.n_posters)))
    if one.n_unanswered:
        weighed.append((UNANSWERED_WEIGHT, UnansweredCount(one.n_unanswered)))
    weighed.sort(key=lambda pair: -pair[0])
    return Suggestion(one.topic_id, sum(weight for weight, _ in weighed), [reason for _, reason in weighed])


def _shared_weight(n_both: int, n_members: int) -> float:
    return wilson_lower(n_both, max(n_both, n_members))


def _draw(seed: MemberId, topic_id: TopicId) -> float:
    return Random(f"{seed}/{topic_id}").random()  # noqa: S311 - nothing secret is drawn
