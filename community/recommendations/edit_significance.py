"""Decides whether an edit changes what others voted on."""

import unicodedata
from itertools import pairwise

from rapidfuzz.distance import OSA

from community.recommendations.recommendation import Recommendation, Wording

MIN_TYPO_LENGTH = 5
"""Letters from which on a word with one typing error is still the same word: "not" and "now" are not."""
MAX_TYPOS = 1
"""Typing errors that a word may have: a letter added, left out, wrong, or swapped with its neighbour."""


def is_substantial(before: Recommendation, after: Wording) -> bool:
    """Whether an edit changes more than spelling, punctuation and capitals: a relation, link, word or number."""
    return (
        before.relation is not after.relation
        or before.link != after.link
        or not same_words(before.item, after.item)
        or not same_words(before.why, after.why)
    )


def same_words(before: str, after: str) -> bool:
    """Whether two texts have the same words in the same order, apart from typing errors."""
    old, new = split_words(before), split_words(after)
    return len(old) == len(new) and all(map(_same_word, old, new))


def split_words(text: str) -> list[str]:
    """Splits a text into words and numbers without capitals and punctuation; signs inside a number stay."""
    plain = unicodedata.normalize("NFKC", text).casefold().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    marked = f" {plain} "
    kept = [
        sign if sign.isalnum() or unicodedata.category(sign)[0] in "MS" or _inside(left, sign, right) else " "
        for (left, sign), (_, right) in pairwise(pairwise(marked))
    ]
    return "".join(kept).replace("'", "").split()


def _inside(left: str, sign: str, right: str) -> bool:
    """Whether a sign belongs to the word around it: 1.5, don't."""
    return (sign in ".," and left.isdecimal() and right.isdecimal()) or (
        sign == "'" and left.isalpha() and right.isalpha()
    )


def _same_word(old: str, new: str) -> bool:
    if old == new:
        return True
    both_words = old.isalpha() and new.isalpha() and min(len(old), len(new)) >= MIN_TYPO_LENGTH
    return both_words and old[0] == new[0] and OSA.distance(old, new, score_cutoff=MAX_TYPOS) <= MAX_TYPOS
