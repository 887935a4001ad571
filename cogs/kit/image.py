"""A picture with the words that stand for it."""

from dataclasses import dataclass

ELLIPSIS = "\N{HORIZONTAL ELLIPSIS}"


@dataclass(frozen=True, slots=True)
class Image:
    """A PNG, its file name, and its alternative text of at most 1,024 characters."""

    png: bytes
    filename: str
    alt: str
