"""Charts as images for messages: plain data in, a small PNG with alternative text out."""

import asyncio

from cogs.kit.charts.spec import BarChart, LineChart
from cogs.kit.image import Image


async def render_async(chart: BarChart | LineChart) -> Image:
    """Renders a chart in a worker thread, so that the event loop stays free."""
    return await asyncio.to_thread(_render, chart)


def _render(chart: BarChart | LineChart) -> Image:
    from cogs.kit.charts.drawing import render  # noqa: PLC0415 - Matplotlib takes 25 MB: not before somebody wants a chart

    return render(chart)
