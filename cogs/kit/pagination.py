"""A list that does not fit on one card, page by page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from discord import ui

T = TypeVar("T")

Turn = tuple[int, str]
"""Where a button leads, and what stands on it."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page, counted from 0, of ``n``; there is always one, if only an empty one."""

    page: int
    n: int
    size: int

    @classmethod
    def at(cls, page: int, n_items: int, size: int) -> "Page":
        """That page of so many items; the last where it is too far."""
        n = max(1, -(-n_items // size))
        return cls(min(page, n - 1), n, size)

    def of(self, items: Sequence[T]) -> Sequence[T]:
        """The items of this page."""
        return items[self.page * self.size : (self.page + 1) * self.size]

    def neighbours(self, back: str, onward: str) -> list[Turn]:
        """The pages beside this one that there are."""
        return neighbours(self.page, self.n, back, onward)


def neighbours(page: int, n: int, back: str, onward: str) -> list[Turn]:
    """The pages beside one of ``n`` that there are."""
    return [(other, label) for other, label in ((page - 1, back), (page + 1, onward)) if 0 <= other < n]


def button_row(buttons: Sequence[ui.Item[Any]]) -> list[ui.ActionRow[Any]]:
    """The row of these buttons; none where there is nothing to press."""
    return [ui.ActionRow(*buttons)] if buttons else []
