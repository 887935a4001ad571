"""Drawing of charts with Matplotlib; call it through :func:`cogs.kit.charts.render.render_async`."""

import re

from cogs.kit.charts.canvas import ChartCanvas, drawable
from cogs.kit.charts.plots import BarPlot, LinePlot
from cogs.kit.charts.spec import NOTHING_YET, BarChart, LineChart, Point, shorten_alt
from cogs.kit.image import Image

NAME_LIMIT = 60  # characters
MAX_VALUE = 1e14  # a value beyond it is taken for a fault, not drawn


def render(chart: BarChart | LineChart) -> Image:
    """Renders a chart; the same chart gives the same bytes, and no text makes it fail."""
    card = ChartCanvas()
    title, value_label = drawable(chart.title), drawable(chart.value_label)
    points = tuple(_drawable_point(point) for point in chart.points)
    if all(point.value is None for point in points):
        card.write_heading(title, "")
        card.write_centred(drawable(chart.empty) or NOTHING_YET)
    else:
        top = card.write_heading(title, value_label)
        lit = next((i for i in reversed(range(len(points))) if chart.points[i].label == chart.highlight), None)
        (BarPlot if isinstance(chart, BarChart) else LinePlot)(card, points, top, lit, chart.percent).draw()
    stem = re.sub(r"[^A-Za-z0-9_-]+", "-", chart.name)[:NAME_LIMIT].strip("-") or "chart"
    return Image(card.to_png(), f"{stem}.png", shorten_alt(chart.alt))


def _drawable_point(point: Point) -> Point:
    value, low, high = (
        float(x) if x is not None and abs(x) <= MAX_VALUE else None for x in (point.value, point.low, point.high)
    )
    if value is None or low is None or high is None:
        low = high = None
    return Point(drawable(point.label), value, low, high)
