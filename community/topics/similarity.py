"""Finds the topics and proposals that a new proposal is too similar to."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from unicodedata import combining, normalize

from rapidfuzz import fuzz, utils

from community.topics.lifecycle import Lifecycle
from community.topics.topic import Topic

SIMILAR_FROM = 85.0
"""The score from which two names, or two pitches, are similar; 100 is equal (our choice, by the pairs in the tests)."""
MIN_PARTIAL_LENGTH = 4
"""*Units*: characters from which a name within a longer one makes them similar: "film" in "film club"."""
N_SHOWN = 3
"""Similar ones that are returned: as many as somebody who proposes should have to read (our choice)."""


@dataclass(frozen=True, slots=True)
class SimilarTopic:
    """A topic or a proposal that a proposal is similar to, with ``score`` from 0 to 100."""

    found: Topic | Lifecycle
    score: float
    has_same_name: bool


def find_similar(name: str, pitch: str, among: Iterable[Topic | Lifecycle]) -> Sequence[SimilarTopic]:
    """Returns what a proposal is too similar to: equal names first, then the highest score."""
    found = []
    for one in among:
        about = one.description if isinstance(one, Topic) else one.pitch
        same = normalized_name(name) == normalized_name(one.name)
        score = 100.0 if same else max(_names(name, one.name), _pitches(pitch, about))
        if score >= SIMILAR_FROM:
            found.append(SimilarTopic(one, score, same))
    return sorted(found, key=lambda one: (not one.has_same_name, -one.score))[:N_SHOWN]


def normalized_name(name: str) -> str:
    """Returns a name without case, accents, hyphens and repeated blanks."""
    bare = "".join(one for one in normalize("NFKD", name.casefold()) if not combining(one))
    return " ".join(utils.default_process(bare).split()) or " ".join(name.split())


def _names(one: str, other: str) -> float:
    """Returns the score of two names, whatever the order of their words; a longer name also counts by its part."""
    ours, theirs = normalized_name(one), normalized_name(other)
    score = max(fuzz.ratio(ours, theirs), fuzz.token_sort_ratio(ours, theirs))
    if min(len(ours), len(theirs)) >= MIN_PARTIAL_LENGTH:
        score = max(score, fuzz.token_set_ratio(ours, theirs))
    return score


def _pitches(one: str, other: str) -> float:
    return fuzz.token_sort_ratio(normalized_name(one), normalized_name(other)) if one.strip() and other.strip() else 0.0
