"""Search terms: the words of a text in one form for every store, so that all stores find the same."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

MAX_WORDS: Final = 12
"""Words of a query that are used; a sentence has fewer that matter."""
MIN_PREFIX: Final = 2
"""Letters from which on an unfinished word matches longer ones."""
SEPARATOR: Final = "\N{DOUBLE VERTICAL LINE}"
"""Separates the words of a text, in order, from their other forms in its terms."""

_DROPPED = re.compile("['\N{RIGHT SINGLE QUOTATION MARK}\N{MODIFIER LETTER APOSTROPHE}\N{ARABIC TATWEEL}]")
_SINGLE = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
"""Characters of scripts without spaces between words: each is a word of its own."""
_HYPHENS = re.compile(r"[-\u2010-\u2015]")
_QUOTED = re.compile('["\N{LEFT DOUBLE QUOTATION MARK}](.+?)["\N{RIGHT DOUBLE QUOTATION MARK}]')
_VOWEL = re.compile(r"[aeiou]|(?<=[^aeiou])y")
_SHORT = re.compile(r"[^aeiou][^aeiou]*[aeiouy][^aeiouwxy]")


@dataclass(frozen=True, slots=True)
class SearchWord:
    """One word of a query, matched by its stem or, where ``prefix`` is set, by the beginning of a longer word."""

    stem: str
    prefix: str = ""

    def is_in(self, terms: frozenset[str]) -> bool:
        """Whether a text contains the whole word."""
        return self.stem in terms

    def has_prefix_in(self, terms: frozenset[str]) -> bool:
        """Whether a text contains a word with the prefix."""
        return bool(self.prefix) and any(term.startswith(self.prefix) for term in terms)


Clause = tuple[tuple[SearchWord, ...], ...]
"""A clause matches if all words of one of its alternatives do."""


@dataclass(frozen=True, slots=True)
class Query:
    """A parsed query: a text matches if it has every clause and every phrase. An empty query matches everything."""

    clauses: tuple[Clause, ...] = ()
    phrases: tuple[str, ...] = ()


def parse_query(typed: str) -> Query:
    """Parses a typed query; only quotes and a closing ``*`` are operators.

    The last word may be unfinished.
    """
    phrases = [words for quoted in _QUOTED.findall(typed) if (words := split_terms(quoted))]
    loose = _QUOTED.sub(" ", typed)
    clauses = [_clause([SearchWord(stem(word))]) for words in phrases for word in words]
    chunks = [chunk for chunk in loose.split() if split_terms(chunk)]
    for at, chunk in enumerate(chunks, 1):
        unfinished = chunk.endswith("*") or (at == len(chunks) and not loose[-1:].isspace())
        clauses += _clauses(chunk, unfinished=unfinished)
    return Query(tuple(clauses[:MAX_WORDS]), tuple(" ".join(words) for words in phrases))


def index_terms(text: str) -> str:
    """Returns the words of a text in order, then, after the separator, their stems and compounds."""
    words = split_terms(text)
    known = set(words)
    forms = {form for word in words if (form := stem(word)) not in known}
    for compound in _compounds(text):
        forms |= {compound, stem(compound)} - known
    return " ".join([*words, SEPARATOR, *sorted(forms)])


def split_terms(text: str) -> Sequence[str]:
    """Splits a text into words, ignoring case, accents and apostrophes; each emoji is a word."""
    return list(_split(_folded(text)))


def has_phrase(phrase: str, text_terms: str) -> bool:
    """Whether a text, by its terms, contains the words of a phrase one after the other."""
    return f" {phrase} " in f" {text_terms.partition(SEPARATOR)[0]}"


def relevance(wanted: Query, item_terms: str, why_terms: str) -> float | None:
    """Returns the relevance of a recommendation for a query, from 0 to 1; none where it does not match.

    A word in the item's name counts twice as much as in the reason, a whole word a little more than a prefix.
    """
    item, why = frozenset(item_terms.split()), frozenset(why_terms.split())
    if not all(has_phrase(phrase, item_terms) or has_phrase(phrase, why_terms) for phrase in wanted.phrases):
        return None
    fits = [max(min(_fit(word, item, why) for word in words) for words in clause) for clause in wanted.clauses]
    if not all(fits):
        return None
    return sum(fits) / len(fits) if fits else 1.0


def stem(word: str) -> str:
    """Returns the stem of an English word; words in other alphabets stay as they are.

    Source
    ------
    Porter 1980, An algorithm for suffix stripping, steps 1 and 5a: plurals, -ed, -ing, -y and -e. The steps between
    join words that people tell apart.
    """
    if len(word) < 4 or not (word.isascii() and word.isalpha()):  # noqa: PLR2004
        return word
    if word.endswith("sses") or (word.endswith("ies") and len(word) > 4):  # noqa: PLR2004
        word = word[:-2]
    elif word.endswith("s") and not word.endswith("ss"):
        word = word[:-1]
    if word.endswith("eed"):
        word = word[:-1] if _VOWEL.search(word[:-3]) else word
    else:
        for ending in ("ed", "ing"):
            if word.endswith(ending) and _VOWEL.search(word[: -len(ending)]):
                word = _repaired_stem(word[: -len(ending)])
                break
    if word.endswith("y") and _VOWEL.search(word[:-1]):
        word = f"{word[:-1]}i"
    if word.endswith("e") and len(word) > 3 and not _SHORT.fullmatch(word[:-1]):  # noqa: PLR2004
        word = word[:-1]
    return word


def _repaired_stem(word: str) -> str:
    if word.endswith(("at", "bl", "iz")):
        return f"{word}e"
    if len(word) > 1 and word[-1] == word[-2] and word[-1] not in "aeioulsz":
        return word[:-1]
    return f"{word}e" if _SHORT.fullmatch(word) else word


def _clauses(chunk: str, *, unfinished: bool) -> Iterator[Clause]:
    """Yields the clauses of one chunk; a compound matches as separate words or as one."""
    words = split_terms(chunk)
    last = SearchWord(stem(words[-1]), words[-1] if unfinished and len(words[-1]) >= MIN_PREFIX else "")
    apart = [*(SearchWord(stem(word)) for word in words[:-1]), last]
    compound = next(_compounds(chunk), "")
    if compound and len(words) > 1:
        yield _clause(apart, [SearchWord(stem(compound), compound if unfinished else "")])
    else:
        yield from (_clause([word]) for word in apart)


def _clause(*alternatives: Sequence[SearchWord]) -> Clause:
    return tuple(tuple(words) for words in alternatives)


def _compounds(text: str) -> Iterator[str]:
    """Yields hyphenated words as one word."""
    for chunk in _folded(text).split():
        parts = [part for part in (list(_split(piece)) for piece in _HYPHENS.split(chunk)) if part]
        if len(parts) > 1 and all(len(part) == 1 and part[0][0].isalnum() for part in parts):
            yield "".join(part[0] for part in parts)


def _folded(text: str) -> str:
    bare = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return _DROPPED.sub("", "".join(sign for sign in bare if unicodedata.category(sign) != "Mn"))


def _split(folded: str) -> Iterator[str]:
    word = ""
    for sign in folded:
        kind = unicodedata.category(sign)
        if (kind[0] in "LN" and not _SINGLE.match(sign)) or (kind == "Mc" and word):
            word += sign
            continue
        if word:
            yield word
            word = ""
        if _SINGLE.match(sign) or kind == "So":
            yield sign
    if word:
        yield word


def _fit(word: SearchWord, item: frozenset[str], why: frozenset[str]) -> float:
    for share, found in ((1.0, item), (0.5, why)):
        if word.is_in(found):
            return share
        if word.has_prefix_in(found):
            return 0.9 * share
    return 0.0
