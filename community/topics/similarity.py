"""Whether a proposal is too like what there is already."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from unicodedata import combining, normalize

from rapidfuzz import fuzz, utils

from community.topics.lifecycle import Lifecycle
from community.topics.topic import Topic

SIMILAR_FROM = 85.0
"""From here on two names, or two pitches, are alike; 100 is the same. Chosen by the pairs in the tests."""
MIN_PARTIAL_LENGTH = 4
"""Characters from which on a name within a longer one makes them alike: "film" in "film club"."""
N_SHOWN = 3
"""As many as somebody who proposes should have to read."""


@dataclass(frozen=True, slots=True)
class SimilarTopic:
    """Something that a proposal is like: a topic, or another proposal, with ``score`` from 0 to 100."""

    found: Topic | Lifecycle
    score: float
    has_same_name: bool


def find_similar(name: str, pitch: str, among: Iterable[Topic | Lifecycle]) -> Sequence[SimilarTopic]:
    """What a proposal is too like, of the same name and then the most alike first."""
    found = []
    for one in among:
        about = one.description if isinstance(one, Topic) else one.pitch
        same = normalized_name(name) == normalized_name(one.name)
        score = 100.0 if same else max(_names(name, one.name), _pitches(pitch, about))
        if score >= SIMILAR_FROM:
            found.append(SimilarTopic(one, score, same))
    return sorted(found, key=lambda one: (not one.has_same_name, -one.score))[:N_SHOWN]


def normalized_name(name: str) -> str:
    """What is left of a name when writing does not count: case, accents, hyphens and blanks."""
    bare = "".join(one for one in normalize("NFKD", name.casefold()) if not combining(one))
    return " ".join(utils.default_process(bare).split()) or " ".join(name.split())


def _names(one: str, other: str) -> float:
    """Whole names in any order of their words; a longer name also by its part."""
    ours, theirs = normalized_name(one), normalized_name(other)
    score = max(fuzz.ratio(ours, theirs), fuzz.token_sort_ratio(ours, theirs))
    if min(len(ours), len(theirs)) >= MIN_PARTIAL_LENGTH:
        score = max(score, fuzz.token_set_ratio(ours, theirs))
    return score


def _pitches(one: str, other: str) -> float:
    return fuzz.token_sort_ratio(normalized_name(one), normalized_name(other)) if one.strip() and other.strip() else 0.0
