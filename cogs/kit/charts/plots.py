"""Plots of bars and lines: axes, labels that never overlap, intervals."""

import math
from collections.abc import Collection, Iterable, Sequence
from itertools import pairwise

from matplotlib.axes import Axes
from matplotlib.markers import TICKDOWN
from matplotlib.ticker import MaxNLocator

from cogs.kit.charts.canvas import (
    BACKGROUND,
    BLUE,
    GRID,
    HEIGHT,
    MARGIN,
    MIN_MARGIN,
    ORANGE,
    QUIET,
    TEXT,
    TEXT_SIZES,
    WIDTH,
    ChartCanvas,
    text_width,
    truncate,
    wrap,
)
from cogs.kit.charts.spec import Point

LABEL_GAP = 10
MARKER = 13
LABEL_WIDTH = 240
N_LABEL_LINES = 3
N_VALUE_LABELS = 12
N_MARKERS = 31

MIN_SPAN = 1e-3  # an axis shorter than this would magnify noise: it shows a whole unit instead
N_AXIS_DIGITS = 9  # after the point: takes off what floating point adds
N_DIGITS = 2  # after the point, at most
THOUSANDS_FROM = 9_999.5  # from here numbers are written in thousands
UNITS = ((1e12, "T"), (1e9, "B"), (1e6, "M"), (1e3, "k"))


def place_labels(
    widths: Sequence[float], centres: Sequence[float], *, left: float, right: float, gap: float, anchor: int
) -> tuple[tuple[int, float], ...]:
    """Chooses labels at an even stride, as many as fit `gap` apart, the anchor's among them.

    *Shape*: (index, middle) from left to right; a middle leaves its centre only to stay within the bounds.
    *Units*: pixels.
    """
    middles = [
        min(max(centre, left + width / 2), right - width / 2) for width, centre in zip(widths, centres, strict=True)
    ]
    for stride in range(1, len(middles) + 1):
        chosen = range(anchor % stride, len(middles), stride)
        if all(middles[b] - middles[a] >= (widths[a] + widths[b]) / 2 + gap for a, b in pairwise(chosen)):
            return tuple((i, middles[i]) for i in chosen)
    return ()


def axis_ticks(values: Sequence[float], *, whole: bool) -> list[float]:
    """Chooses a few round values, zero among them, that span the given ones; whole numbers where `whole`."""
    low, high = min(0.0, *values, 0.0), max(0.0, *values, 0.0)
    if whole:
        low, high = math.floor(low), math.ceil(high)
    locator = MaxNLocator(nbins=5, steps=[1, 2, 5, 10], integer=whole, min_n_ticks=2)
    ticks = locator.tick_values(low, high if high - low > MIN_SPAN else low + 1)
    return [round(float(tick), N_AXIS_DIGITS) for tick in ticks]


def format_number(value: float, digits: int = 0, *, brief: bool = False, percent: bool = False) -> str:
    """Formats a number: 7, 1,250, 43%; 12.5k where `brief`."""
    value, sign = (value * 100, "%") if percent else (value, "")
    for factor, letter in UNITS if brief else ():
        if abs(value) >= factor * 0.9995:
            return f"{value / factor:.3g}{letter}{sign}"
    return f"{value:,.{digits}f}{sign}"


class Plot:
    """Axes, labels and the area of the marks, between the heading and the margins."""

    def __init__(
        self, card: ChartCanvas, points: tuple[Point, ...], top: float, lit: int | None, percent: bool
    ) -> None:
        self.card, self.points, self.lit, self.percent = card, points, lit, percent
        self.values = {i: point.value for i, point in enumerate(points) if point.value is not None}
        self.spans = {
            i: (min(p.low, p.high), max(p.low, p.high))
            for i, p in enumerate(points)
            if p.low is not None and p.high is not None
        }
        self.whole = not percent and all(value.is_integer() for value in self.values.values())
        reach = [*self.values.values(), *(end for span in self.spans.values() for end in span)]
        self.ticks = axis_ticks(reach, whole=self.whole)
        self.tick_labels = self._numbers(self.ticks, self.ticks[1] - self.ticks[0])
        peak = max(abs(value) for value in self.values.values())
        written = self._numbers(self.values.values(), peak / 10 or 1)  # to two figures, or whole
        self.value_labels = dict(zip(self.values, written, strict=True))
        self.left = MARGIN + max(text_width(label, TEXT_SIZES[0]) for label in self.tick_labels) + 14
        self.slot = (WIDTH - MARGIN - self.left) / len(points)
        self.labels, self.label_size = self._labels()
        n_lines = 1 + max(label.count("\n") for label in self.labels)
        self.bottom = MARGIN + 34 + (n_lines - 1) * self.label_size * 1.16
        self.height = top - 48 - self.bottom
        self.axes = self._axes()

    def draw(self) -> None:
        """Draws the grid, the marks and the labels."""
        for tick, label in zip(self.ticks, self.tick_labels, strict=True):
            colour, thick = (QUIET, 3) if tick == 0 else (GRID, 2)
            self.axes.axhline(tick, color=colour, linewidth=thick, zorder=1)
            self.card.write(self.left - 14, self.y(tick) - 10, label, TEXT_SIZES[0], colour=QUIET, align="right")
        self.draw_marks()
        self._write_labels()

    def draw_marks(self) -> None:
        """Draws the marks of the values."""
        raise NotImplementedError

    def x(self, index: int) -> float:
        """Returns the horizontal centre of a point, in pixels."""
        return self.left + self.slot * (index + 0.5)

    def y(self, value: float) -> float:
        """Returns the vertical position of a value, in pixels."""
        return self.bottom + self.height * (value - self.ticks[0]) / (self.ticks[-1] - self.ticks[0])

    def draw_intervals(self, indices: Sequence[int]) -> None:
        """Draws intervals as lines with caps, edged so that they stand out from any mark."""
        middles = [sum(self.spans[i]) / 2 for i in indices]
        reaches = [(self.spans[i][1] - self.spans[i][0]) / 2 for i in indices]
        slim = 1 if self.slot > 3 * MARKER else 0.5
        for colour, thick in ((BACKGROUND, 8.0 * slim), (TEXT, 3.5 * slim)) if indices else ():
            self.axes.errorbar(
                indices,
                middles,
                reaches,
                fmt="none",
                ecolor=colour,
                elinewidth=thick,
                capthick=thick,
                capsize=min(MARKER, self.slot / 4) + thick / 4,
                clip_on=False,
                zorder=4,
            )

    def write_value(self, index: int, y: float, size: float) -> None:
        """Writes a value above its mark, within the canvas."""
        lit = index == self.lit
        label = self.value_labels[index]
        half = text_width(label, size, bold=lit) / 2
        x = min(max(self.x(index), MIN_MARGIN + half), WIDTH - MIN_MARGIN - half)
        colour = ORANGE if lit else TEXT
        self.card.write(x, y, label, size, colour=colour, bold=lit, align="center", edged=True)

    def _numbers(self, values: Iterable[float], grain: float) -> list[str]:
        grain = grain * 100 if self.percent else grain
        digits = 0 if self.whole else min(max(0, -math.floor(math.log10(grain) + 1e-9)), N_DIGITS)
        brief = max(abs(tick) for tick in self.ticks) * (100 if self.percent else 1) >= THOUSANDS_FROM
        return [format_number(value, digits, brief=brief, percent=self.percent) for value in values]

    def _axes(self) -> Axes:
        left, breadth = self.left / WIDTH, self.slot * len(self.points) / WIDTH
        axes = self.card.figure.add_axes((left, self.bottom / HEIGHT, breadth, self.height / HEIGHT))
        axes.set_axis_off()
        axes.set_autoscale_on(False)
        axes.set_xlim(-0.5, len(self.points) - 0.5)
        axes.set_ylim(self.ticks[0], self.ticks[-1])
        return axes

    def _labels(self) -> tuple[list[str], float]:
        """Lays out the labels so that every point has its own; failing that, each on one line."""
        texts, room = [point.label for point in self.points], self.slot - LABEL_GAP
        for size in TEXT_SIZES:
            labels = texts
            if len(texts) <= N_VALUE_LABELS:
                labels = [wrap(text, room, size, bold=i == self.lit) for i, text in enumerate(texts)]
            low_enough = max(label.count("\n") for label in labels) < N_LABEL_LINES
            if low_enough and max(self._label_widths(labels, size)) <= room:
                return labels, size
        return [truncate(text, LABEL_WIDTH, TEXT_SIZES[0], bold=True) for text in texts], TEXT_SIZES[0]

    def _label_widths(self, labels: list[str], size: float) -> list[float]:
        return [text_width(label, size, bold=i == self.lit) for i, label in enumerate(labels)]

    def _write_labels(self) -> None:
        placed = place_labels(
            self._label_widths(self.labels, self.label_size),
            [self.x(i) for i in range(len(self.points))],
            left=MIN_MARGIN,
            right=WIDTH - MIN_MARGIN,
            gap=LABEL_GAP,
            anchor=len(self.points) - 1 if self.lit is None else self.lit,
        )
        for index, x in placed:
            lit = index == self.lit
            if len(placed) < len(self.points):
                self.draw_markers([index], [self.ticks[0]], TICKDOWN, 9, QUIET, edge=QUIET)
            label, colour = self.labels[index], ORANGE if lit else QUIET
            self.card.write(x, self.bottom - 36, label, self.label_size, colour=colour, bold=lit, align="center")

    def draw_markers(
        self,
        indices: Sequence[int],
        values: Sequence[float],
        marker: str | int,
        size: float,
        colour: str,
        *,
        edge: str = BACKGROUND,
    ) -> None:
        """Draws single marks, edged so that they stand out."""
        self.axes.plot(
            indices,
            values,
            linestyle="none",
            marker=marker,
            markersize=size,
            color=colour,
            markeredgecolor=edge,
            markeredgewidth=3,
            clip_on=False,
            zorder=5,
        )


class BarPlot(Plot):
    """A bar for each value."""

    def draw_marks(self) -> None:
        """Draws the marks with their intervals and some values."""
        breadth = min(0.72 * self.slot, 150)
        # A zero is drawn as a thin foot, so that it is told from a gap.
        foot = 5 / self.height * (self.ticks[-1] - self.ticks[0])
        self.axes.vlines(
            list(self.values),
            0,
            [math.copysign(max(abs(value), foot), value) for value in self.values.values()],
            colors=[ORANGE if i == self.lit else BLUE for i in self.values],
            linewidths=breadth,
            capstyle="butt",
            zorder=2,
        )
        self.draw_intervals(list(self.spans))
        shown = list(self.values) if len(self.points) <= N_VALUE_LABELS else []
        size = TEXT_SIZES[0]
        if max((text_width(self.value_labels[i], size, bold=True) for i in shown), default=0) > self.slot:
            size = TEXT_SIZES[1]
        if not shown and self.lit in self.values:
            shown = [self.lit]
        for i in shown:
            beside = int(text_width(self.value_labels[i], size, bold=True) / 2 / self.slot + 0.5)
            tops = [self._top(n) for n in range(i - beside, i + beside + 1)]
            self.write_value(i, self.y(max(tops)) + 14, size)

    def _top(self, index: int) -> float:
        return max(0.0, self.values.get(index, 0.0), *self.spans.get(index, ()))


class LinePlot(Plot):
    """A line through the values, with a gap where one is unknown."""

    def draw_marks(self) -> None:
        """Draws the marks with their intervals and some values."""
        steps = range(len(self.points))
        line = [self.values.get(i, math.nan) for i in steps]
        lows, highs = ([self.spans.get(i, (math.nan, math.nan))[end] for i in steps] for end in (0, 1))
        for border in (lows, highs):
            self.axes.plot(steps, border, color=BLUE, linewidth=2, alpha=0.6, clip_on=False, zorder=2)
        self.axes.fill_between(steps, lows, highs, color=BLUE, alpha=0.28, linewidth=0, zorder=2)
        self.axes.plot(steps, line, color=BLUE, linewidth=5.5, solid_joinstyle="round", clip_on=False, zorder=3)
        bare = _isolated(self.spans)
        self.draw_intervals(bare)
        dotted = list(self.values) if len(self.points) <= N_MARKERS else _isolated(self.values)
        self.draw_markers(dotted, [self.values[i] for i in dotted], "o", MARKER, BLUE)
        told, marker, colour = max(self.values), "o", BLUE
        if self.lit in self.values:
            told, marker, colour = self.lit, "D", ORANGE
        self.draw_markers([told], [self.values[told]], marker, MARKER * 1.4, colour)
        above = self.spans[told][1] if told in bare else self.values[told]
        self.write_value(told, self.y(above) + 22, TEXT_SIZES[0])


def _isolated(indices: Collection[int]) -> list[int]:
    return [i for i in indices if i - 1 not in indices and i + 1 not in indices]
