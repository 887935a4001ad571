"""Pagination of lists that don't fit on one card."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from discord import ui

T = TypeVar("T")

Turn = tuple[int, str]
"""The page that a button leads to, and its label."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page, counted from 0, of ``n``; there is always at least one, possibly empty."""

    page: int
    n: int
    size: int

    @classmethod
    def at(cls, page: int, n_items: int, size: int) -> "Page":
        """Returns a page of a number of items; the last page where the number is too high."""
        n = max(1, -(-n_items // size))
        return cls(min(page, n - 1), n, size)

    def of(self, items: Sequence[T]) -> Sequence[T]:
        """Returns the items of the page."""
        return items[self.page * self.size : (self.page + 1) * self.size]

    def neighbours(self, back: str, onward: str) -> list[Turn]:
        """Returns the existing pages before and after this one."""
        return neighbours(self.page, self.n, back, onward)


def neighbours(page: int, n: int, back: str, onward: str) -> list[Turn]:
    """Returns the existing pages before and after a page of ``n``."""
    return [(other, label) for other, label in ((page - 1, back), (page + 1, onward)) if 0 <= other < n]


def button_row(buttons: Sequence[ui.Item[Any]]) -> list[ui.ActionRow[Any]]:
    """Returns an action row of buttons, as a list; empty without buttons."""
    return [ui.ActionRow(*buttons)] if buttons else []
