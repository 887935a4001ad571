"""Orders topics for a member, with reasons: shared members, liveliness, and asks without an answer."""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from random import Random
from typing import Final

from community.engagement.estimates import wilson_lower
from community.ids import MemberId, TopicId
from community.topics.liveliness import Level

MIN_SHARED_MEMBERS: Final = 2
"""The fewest shared members that are mentioned: one alone would reveal what that person joined."""
SHARED_MEMBERS_WEIGHT: Final = 1.0
LIVELY_WEIGHT: Final = 0.5
UNANSWERED_WEIGHT: Final = 0.2
"""The most that each reason adds: shared members weigh more than liveliness, and both more than an ask (our choice)."""


@dataclass(frozen=True, slots=True)
class SharedMembers:
    """``n`` members of another topic of theirs, ``with_name``, also joined this one."""

    n: int
    with_name: str


@dataclass(frozen=True, slots=True)
class RecentTalk:
    """``n`` members wrote here recently."""

    n: int


@dataclass(frozen=True, slots=True)
class UnansweredCount:
    """``n`` asks here have no answer."""

    n: int


Reason = SharedMembers | RecentTalk | UnansweredCount


@dataclass(frozen=True, slots=True)
class TopicFacts:
    """The figures of a topic that its suggestion is made from."""

    topic_id: TopicId
    name: str
    n_members: int
    n_posters: int
    level: Level | None = None
    n_unanswered: int = 0


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A topic with its score and its reasons, the weightiest first."""

    topic_id: TopicId
    score: float
    reasons: Sequence[Reason]


def suggest(
    candidates: Iterable[TopicFacts],
    joined: AbstractSet[TopicId],
    also_joined: Mapping[tuple[TopicId, TopicId], int],
    seed: MemberId,
) -> Sequence[Suggestion]:
    """Returns all topics as suggestions, the best first.

    ``also_joined[a, b]`` is how many others joined both. Shared members count as the share of a topic's members who
    joined the other one as well, by the lower bound of its interval: three of three is less than thirty of forty.
    Equal topics with a reason are drawn by the seed, so that not everybody is sent to the same place; those without
    come by name.
    """
    known = {one.topic_id: one for one in candidates}
    scored = [(_suggestion(one, known, joined, also_joined), one) for one in known.values()]
    return [
        suggestion
        for suggestion, one in sorted(
            scored,
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
    weighted: list[tuple[float, Reason]] = []
    shared = [
        (_shared_weight(n, known[other].n_members), n, known[other])
        for other in sorted(joined & known.keys() - {one.topic_id})
        if (n := also_joined.get((other, one.topic_id), 0)) >= MIN_SHARED_MEMBERS
    ]
    if shared:
        weight, n, other = max(shared, key=lambda found: (found[0], found[1], -found[2].topic_id))
        weighted.append((SHARED_MEMBERS_WEIGHT * weight, SharedMembers(n, other.name)))
    if one.level is not None and one.level >= Level.LIVELY and one.n_posters > 1:
        weighted.append((LIVELY_WEIGHT * one.level / max(Level), RecentTalk(one.n_posters)))
    if one.n_unanswered:
        weighted.append((UNANSWERED_WEIGHT, UnansweredCount(one.n_unanswered)))
    weighted.sort(key=lambda pair: -pair[0])
    return Suggestion(one.topic_id, sum(weight for weight, _ in weighted), [reason for _, reason in weighted])


def _shared_weight(n_both: int, n_members: int) -> float:
    return wilson_lower(n_both, max(n_both, n_members))


def _draw(seed: MemberId, topic_id: TopicId) -> float:
    return Random(f"{seed}/{topic_id}").random()  # noqa: S311 - nothing secret is drawn
