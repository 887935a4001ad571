"""Fills in templates, without repeating one too soon."""

import re
from collections.abc import Mapping, Sequence
from random import Random
from typing import Generic, TypeVar

T = TypeVar("T")

_CHOICE = re.compile(r"\[([^\[\]]*)\]")
_WORD = re.compile(r"\{(\w+)\}")
_GAP = re.compile(r"\s+(?=[.,!?](?:\s|$))|\s+$|(?<=\s)\s+")


class ShuffledDeck(Generic[T]):
    """Draws each item once a round, each round in another order, and no item twice within half a round."""

    def __init__(self, items: Sequence[T], rng: Random) -> None:
        self._rng = rng
        self._round = list(items)
        rng.shuffle(self._round)
        self._n_dealt = 0

    def draw(self) -> T:
        """Returns the next item."""
        if self._n_dealt == len(self._round):
            middle = len(self._round) // 2
            halves = self._round[:middle], self._round[middle:]
            for half in halves:
                self._rng.shuffle(half)
            self._round = [*halves[0], *halves[1]]
            self._n_dealt = 0
        self._n_dealt += 1
        return self._round[self._n_dealt - 1]

    def draw_new(self, seen: Sequence[T]) -> T | None:
        """Returns the next item that is not in `seen`, or `None` if all of them are."""
        for _ in range(2 * len(self._round)):
            item = self.draw()
            if item not in seen:
                return item
        return None


def fill_template(template: str, words: Mapping[str, str], rng: Random) -> str:
    """Returns the template with one option of each `[a|b]` chosen and each `{word}` filled in, `{Word}` capitalised.

    Raises
    ------
    KeyError
        If a word is not in `words`.
    """

    def choose(found: re.Match[str]) -> str:
        options: list[str] = found[1].split("|")
        return rng.choice(options)

    def fill(found: re.Match[str]) -> str:
        name: str = found[1]
        if name in words:
            return words[name]
        value = words[name.lower()]
        return value[:1].upper() + value[1:]

    return _GAP.sub("", _WORD.sub(fill, _CHOICE.sub(choose, template)))
