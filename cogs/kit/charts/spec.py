"""Charts as plain data, which :mod:`cogs.kit.charts.render` renders."""

import re
from dataclasses import dataclass

from cogs.kit.image import ELLIPSIS
from community.discord_limits import ALT_TEXT_LENGTH

NOTHING_YET = "Nothing to show yet"


@dataclass(frozen=True, slots=True)
class Point:
    """One value with its interval; one that is None, not finite or too large leaves a gap.

    *Units*: the chart's own; shares between 0 and 1 where the chart is in percent.
    """

    label: str
    value: float | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class _Chart:
    title: str
    points: tuple[Point, ...]
    value_label: str
    alt: str
    name: str
    highlight: str | None = None
    percent: bool = False
    empty: str = NOTHING_YET


@dataclass(frozen=True, slots=True)
class BarChart(_Chart):
    """A bar for each point with its interval; `highlight` is the label of a point (the last such)."""


@dataclass(frozen=True, slots=True)
class LineChart(_Chart):
    """A line through the points with a band of intervals; `highlight` is the label of a point (the last such)."""


def shorten_alt(alt: str) -> str:
    """Cuts an alternative text after a whole word, with an ellipsis, to Discord's limit."""
    if len(alt) <= ALT_TEXT_LENGTH:
        return alt
    head = alt[:ALT_TEXT_LENGTH]
    words = re.match(r"(.*\S)\s", head, re.DOTALL)
    return (words[1] if words else head[:-1]) + ELLIPSIS
