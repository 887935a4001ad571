"""Charts as pictures for a message: plain data in, a small PNG with its alt text out."""

import asyncio
import re
from dataclasses import dataclass

from cogs.ui.picture import ELLIPSIS, Picture

ALT_LIMIT = 1024  # characters. Source: Discord, Attachment Object, description
NOTHING_YET = "Nothing to show yet"


@dataclass(frozen=True, slots=True)
class Point:
    """One value with its interval; what is None, not finite or absurdly far is unknown and leaves a gap.

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
    """A bar for each point, whiskers for the intervals; `highlight` is a point's label (the last such)."""


@dataclass(frozen=True, slots=True)
class LineChart(_Chart):
    """A line through the points, a band for the intervals; `highlight` is a point's label (the last such)."""


async def draw(chart: BarChart | LineChart) -> Picture:
    """Render the chart in a worker thread, so that the event loop stays free."""
    return await asyncio.to_thread(_render, chart)


def shortened(alt: str) -> str:
    """Cut an alt text after a whole word, with an ellipsis, to what Discord takes."""
    if len(alt) <= ALT_LIMIT:
        return alt
    head = alt[:ALT_LIMIT]
    words = re.match(r"(.*\S)\s", head, re.DOTALL)
    return (words[1] if words else head[:-1]) + ELLIPSIS


def _render(chart: BarChart | LineChart) -> Picture:
    from cogs.ui.drawing import render  # noqa: PLC0415 - Matplotlib takes 25 MB: not before somebody wants a chart

    return render(chart)
