"""Images with their alternative text."""

from dataclasses import dataclass

ELLIPSIS = "\N{HORIZONTAL ELLIPSIS}"


@dataclass(frozen=True, slots=True)
class Image:
    """A PNG image with its file name and its alternative text of at most 1,024 characters."""

    png: bytes
    filename: str
    alt: str
