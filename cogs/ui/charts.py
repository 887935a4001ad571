"""Charts as pictures for a message: plain data in, a small PNG with its alt text out."""

import asyncio
import re
from dataclasses import dataclass

from cogs.ui.canvas import ELLIPSIS, Card, drawable
from cogs.ui.picture import Picture
from cogs.ui.plots import Bars, Line, Point

__all__ = ["BarChart", "LineChart", "Point", "draw", "render", "shortened"]

ALT_LIMIT = 1024  # characters. Source: Discord, Attachment Object, description
NAME_LIMIT = 60  # characters
NOTHING_YET = "Nothing to show yet"
FARTHEST = 1e14  # a value beyond it is taken for a fault, not drawn


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
    return await asyncio.to_thread(render, chart)


def render(chart: BarChart | LineChart) -> Picture:
    """Render the chart; the same chart gives the same bytes, and no text makes it fail."""
    card = Card()
    title, value_label = drawable(chart.title), drawable(chart.value_label)
    points = tuple(_cleaned(point) for point in chart.points)
    if all(point.value is None for point in points):
        card.head(title, "")
        card.middle(drawable(chart.empty) or NOTHING_YET)
    else:
        top = card.head(title, value_label)
        lit = next((i for i in reversed(range(len(points))) if chart.points[i].label == chart.highlight), None)
        (Bars if isinstance(chart, BarChart) else Line)(card, points, top, lit, chart.percent).draw()
    stem = re.sub(r"[^A-Za-z0-9_-]+", "-", chart.name)[:NAME_LIMIT].strip("-") or "chart"
    return Picture(card.png(), f"{stem}.png", shortened(chart.alt))


def shortened(alt: str) -> str:
    """Cut an alt text after a whole word, with an ellipsis, to what Discord takes."""
    if len(alt) <= ALT_LIMIT:
        return alt
    head = alt[:ALT_LIMIT]
    words = re.match(r"(.*\S)\s", head, re.DOTALL)
    return (words[1] if words else head[:-1]) + ELLIPSIS


def _cleaned(point: Point) -> Point:
    value, low, high = (
        float(x) if x is not None and abs(x) <= FARTHEST else None for x in (point.value, point.low, point.high)
    )
    if value is None or low is None or high is None:
        low = high = None
    return Point(drawable(point.label), value, low, high)
