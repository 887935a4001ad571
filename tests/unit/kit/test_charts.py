import asyncio
import math
import struct
from io import BytesIO
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image as PilImage

from cogs.kit.charts import canvas, drawing, plots
from cogs.kit.charts import render as easel
from cogs.kit.charts.spec import BarChart, LineChart, Point, shorten_alt
from cogs.kit.image import Image

pytestmark = pytest.mark.slow
type_of_chart = pytest.mark.parametrize("kind", [BarChart, LineChart])
Kind = type[BarChart] | type[LineChart]

HOSTILE = [
    "",
    "   \n\t\r\n ",
    "🍲👨‍👩‍👧🏳️‍🌈1️⃣",
    "料理の週 한국어 ไทย हिन्दी",
    "مرحبا بالعالم שָׁלוֹם",
    "$\\nonsense{$",
    "$x^2$ \\frac{1}{2} $ \\ $$ \\n %s {0} _ ^",
    "a\nb\u2028c\x00d\x1be\u202ef\u200bg\ufeff",
    "z" + "\u0335\u0322\u031b\u035a\u0300\u0301" * 40,
    "\u0301\u0301 leading accents",
    "\N{MATHEMATICAL BOLD SCRIPT CAPITAL H}\N{MATHEMATICAL BOLD SCRIPT SMALL I} \N{FULLWIDTH LATIN CAPITAL LETTER A} ﷺ",
    "\ud800 half a surrogate \udfff \uffff \U0010ffff",
    "W" * 5000,
    "word " * 5000,
]


def points(*values: float | None, spread: float | None = None) -> tuple[Point, ...]:
    return tuple(
        Point(f"{i} Mar", x) if x is None or spread is None else Point(f"{i} Mar", x, x - spread, x + spread)
        for i, x in enumerate(values, 1)
    )


def chart(kind: Kind, marks: tuple[Point, ...], *, percent: bool = False, highlight: str | None = None) -> Image:
    made = kind("Messages a day", marks, "messages", "Seven days.", "week", highlight, percent)
    return drawing.render(made)


def pixels(picture: Image) -> PilImage.Image:
    return PilImage.open(BytesIO(picture.png)).convert("RGB")


def rgb(colour: str) -> tuple[int, int, int]:
    return (int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16))


def n_of(picture: Image, colour: str, box: tuple[int, int, int, int] | None = None) -> int:
    """Pixels of a colour, give or take what the small palette costs."""
    image = pixels(picture).crop(box or (0, 0, canvas.WIDTH, canvas.HEIGHT))
    return sum(n for n, seen in image.getcolors(canvas.WIDTH * canvas.HEIGHT) or [] if near(seen, colour, 12))


def near(seen: object, colour: str, tolerance: int) -> bool:
    assert isinstance(seen, tuple)
    return all(abs(a - b) <= tolerance for a, b in zip(seen, rgb(colour), strict=True))


def assert_inside_the_card(picture: Image) -> None:
    image, (w, h) = pixels(picture), (canvas.WIDTH, canvas.HEIGHT)
    edge = canvas.MIN_MARGIN - 4
    for box in ((0, 0, w, edge), (0, h - edge, w, h), (0, 0, edge, h), (w - edge, 0, w, h)):
        assert all(near(seen, canvas.BACKGROUND, 2) for _, seen in image.crop(box).getcolors() or [(0, ())])


def contrast(one: str, other: str) -> float:
    def luminance(colour: str) -> float:
        parts = [x / 255 for x in rgb(colour)]
        red, green, blue = (x / 12.92 if x <= 0.04045 else ((x + 0.055) / 1.055) ** 2.4 for x in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@type_of_chart
@pytest.mark.parametrize("n", [0, 1, 7, 90])
def test_the_png_is_1100_by_560_pixels_and_small(kind: Kind, n: int) -> None:
    png = chart(kind, points(*((i * 7) % 31 for i in range(n)), spread=2)).png
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">4sII", png[12:24]) == (b"IHDR", 1100, 560)
    assert len(png) < 60_000


@type_of_chart
def test_the_same_chart_gives_the_same_bytes(kind: Kind) -> None:
    made = [chart(kind, points(3, None, 5, 4, spread=1), highlight="3 Mar") for _ in range(2)]
    assert made[0] == made[1]


@type_of_chart
def test_another_value_gives_another_picture(kind: Kind) -> None:
    assert chart(kind, points(3, 4)).png != chart(kind, points(3, 5)).png


async def test_drawing_leaves_the_loop_free_and_pictures_do_not_mix() -> None:
    made = [BarChart("Messages", points(i, 8 - i), "messages", "", "week", f"{i % 2 + 1} Mar") for i in range(4)]
    alone = [drawing.render(each) for each in made]
    n_turns = 0

    async def turn() -> None:
        nonlocal n_turns
        while True:
            n_turns += 1
            await asyncio.sleep(0)

    turning = asyncio.create_task(turn())
    together = await asyncio.gather(*(easel.render_async(each) for each in made))
    turning.cancel()
    assert together == alone
    assert n_turns > 10


@type_of_chart
def test_no_known_value_gives_the_empty_card(kind: Kind) -> None:
    nothing = chart(kind, ())
    assert chart(kind, points(None, math.nan, math.inf, -math.inf, 1e300, 10**400)).png == nothing.png
    assert n_of(nothing, canvas.QUIET) > 500
    assert n_of(nothing, canvas.BLUE) == 0
    assert n_of(nothing, canvas.GRID, (300, 380, 1100, 560)) == 0


def test_the_empty_card_can_speak_the_readers_language() -> None:
    made = [BarChart("Woche", (), "", "", "week", empty=text) for text in ("Noch nichts zu sehen", "🍲", "")]
    german, emoji, empty = (drawing.render(each).png for each in made)
    assert german != empty
    assert emoji == empty  # neither can be drawn, so both fall back


@type_of_chart
def test_a_gap_is_not_a_zero(kind: Kind) -> None:
    assert chart(kind, points(*[3] * 20, None, 3)).png != chart(kind, points(*[3] * 20, 0, 3)).png


def test_a_zero_bar_has_a_foot_above_the_axis() -> None:
    assert n_of(chart(BarChart, points(0, 0, 0)), canvas.BLUE) > 3 * 150 * 3


def test_an_interval_is_a_whisker_on_a_bar() -> None:
    exact, spread = chart(BarChart, points(5, 6, 5)), chart(BarChart, points(5, 6, 5, spread=1))
    assert n_of(spread, canvas.TEXT) > n_of(exact, canvas.TEXT) + 300


def test_an_interval_is_a_band_around_a_line() -> None:
    band = "#2b485d"  # the line's blue, laid thinly on the card
    exact, spread = chart(LineChart, points(5, 6, 5)), chart(LineChart, points(5, 6, 5, spread=1))
    assert n_of(exact, band) < 1_000
    assert n_of(spread, band) > 20_000


@type_of_chart
def test_half_an_interval_is_none(kind: Kind) -> None:
    half = Point("1 Mar", 5.0, low=4.0)
    assert chart(kind, (half, *points(6, 5))).png == chart(kind, (Point("1 Mar", 5.0), *points(6, 5))).png


@type_of_chart
def test_an_interval_the_wrong_way_round_is_set_right(kind: Kind) -> None:
    assert chart(kind, (Point("a", 5, 6, 4),)).png == chart(kind, (Point("a", 5, 4, 6),)).png


@type_of_chart
@pytest.mark.parametrize("n", [7, 90])
def test_the_highlight_shows_in_colour_and_in_its_label(kind: Kind, n: int) -> None:
    marks = points(*range(1, n + 1))
    plain, lit = (chart(kind, marks, highlight=label) for label in (None, "5 Mar"))
    labels = (0, canvas.HEIGHT - canvas.MARGIN - 40, canvas.WIDTH, canvas.HEIGHT)
    assert n_of(plain, canvas.ORANGE) == 0
    assert n_of(lit, canvas.ORANGE, labels) > 100
    assert n_of(lit, canvas.ORANGE) > n_of(lit, canvas.ORANGE, labels) + 100


@type_of_chart
def test_a_highlight_that_is_no_point_changes_nothing(kind: Kind) -> None:
    assert chart(kind, points(1, 2), highlight="nowhere").png == chart(kind, points(1, 2)).png


@type_of_chart
def test_a_highlight_may_be_unknown(kind: Kind) -> None:
    assert_inside_the_card(chart(kind, points(1, None, 2), highlight="2 Mar"))


@type_of_chart
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_neither_warns_nor_leaves_the_card(kind: Kind, text: str) -> None:
    marks = tuple(Point(text, i) for i in range(5))
    picture = drawing.render(kind(text, marks, text, text, text, text, empty=text))
    assert_inside_the_card(picture)
    assert_inside_the_card(drawing.render(kind(text, (), text, text, text, text, empty=text)))


@settings(max_examples=25, deadline=None)
@given(
    title=st.text(st.characters(exclude_categories=())),
    labels=st.lists(st.text(st.characters(exclude_categories=()), max_size=20), max_size=40),
    values=st.lists(st.none() | st.floats() | st.integers(-50, 500), min_size=40, max_size=40),
    ends=st.tuples(st.floats() | st.none(), st.floats() | st.none()),
    kind=st.sampled_from([BarChart, LineChart]),
    percent=st.booleans(),
)
def test_any_chart_is_drawn_inside_its_card(
    *,
    title: str,
    labels: list[str],
    values: list[float | None],
    ends: tuple[float | None, float | None],
    kind: Kind,
    percent: bool,
) -> None:
    marks = tuple(Point(label, value, *ends) for label, value in zip(labels, values, strict=False))
    made = kind(title, marks, title, title, title, labels[0] if labels else None, percent)
    assert_inside_the_card(drawing.render(made))


@given(st.text(st.characters(exclude_categories=())))
def test_drawable_text_is_one_line_of_known_letters_and_stays_so(text: str) -> None:
    line = canvas.drawable(text)
    assert {ord(character) for character in line} <= canvas._glyphs()
    assert line == " ".join(line.split())
    assert canvas.drawable(line) == line


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("plain, grün und naïve", "plain, grün und naïve"),
        ("two\nlines\t here ", "two lines here"),
        ("stew 🍲 night", "stew night"),
        ("料理 night", "□ night"),
        ("\N{FULLWIDTH LATIN CAPITAL LETTER A}\N{MATHEMATICAL BOLD SCRIPT SMALL I}", "Ai"),
        ("$5 \\o/", "$5 \\o/"),
        ("abc\u202edef", "abcdef"),
        ("x" + "\u0335" * 30, "x\u0335\u0335"),
    ],
)
def test_drawable_text_keeps_what_can_be_read(text: str, line: str) -> None:
    assert canvas.drawable(text) == line


@st.composite
def rows_of_labels(draw: st.DrawFn) -> tuple[list[float], list[float], int]:
    widths = draw(st.lists(st.floats(0, plots.LABEL_WIDTH), min_size=1, max_size=400))
    slot = 960 / len(widths)
    centres = [104 + slot * (i + 0.5) for i in range(len(widths))]
    return widths, centres, draw(st.integers(0, len(widths) - 1))


@given(rows_of_labels())
def test_chosen_labels_never_overlap_and_keep_the_anchor(row: tuple[list[float], list[float], int]) -> None:
    widths, centres, anchor = row
    placed = plots.place_labels(widths, centres, left=14, right=1086, gap=10, anchor=anchor)
    assert anchor in [i for i, _ in placed]
    assert len({b[0] - a[0] for a, b in pairwise(placed)}) <= 1
    for i, middle in placed:
        assert middle - widths[i] / 2 >= 14 - 1e-6
        assert middle + widths[i] / 2 <= 1086 + 1e-6
    for (i, one), (j, other) in pairwise(placed):
        assert other - widths[j] / 2 - (one + widths[i] / 2) >= 10 - 1e-6


@pytest.mark.parametrize(("n", "n_labels"), [(7, 7), (90, 7), (365, 7)])
def test_as_many_dates_are_labelled_as_fit(n: int, n_labels: int) -> None:
    centres = [104 + 960 / n * (i + 0.5) for i in range(n)]
    placed = plots.place_labels([100.0] * n, centres, left=14, right=1086, gap=10, anchor=n - 1)
    assert n_labels <= len(placed) <= 9


def test_no_points_need_no_labels() -> None:
    assert plots.place_labels([], [], left=0, right=1, gap=1, anchor=-1) == ()


@pytest.mark.parametrize("colour", [canvas.TEXT, canvas.QUIET, canvas.ORANGE])
def test_text_stands_out_from_the_card(colour: str) -> None:
    assert contrast(colour, canvas.BACKGROUND) >= 4.5


@pytest.mark.parametrize("colour", [canvas.BLUE, canvas.ORANGE])
def test_marks_stand_out_from_the_card(colour: str) -> None:
    assert contrast(colour, canvas.BACKGROUND) >= 3


@pytest.mark.parametrize(
    ("values", "whole", "ticks"),
    [
        ([0, 0], True, [0, 1]),
        ([1], True, [0, 1]),
        ([7], True, [0, 2, 4, 6, 8]),
        ([-3, 8], True, [-5, 0, 5, 10]),
        ([0.43], False, [0, 0.1, 0.2, 0.3, 0.4, 0.5]),
        ([0.97], False, [0, 0.2, 0.4, 0.6, 0.8, 1]),
        ([1e-9], False, [0, 0.2, 0.4, 0.6, 0.8, 1]),
        ([], True, [0, 1]),
    ],
)
def test_an_axis_has_round_ticks_from_zero(values: list[float], whole: bool, ticks: list[float]) -> None:
    assert plots.axis_ticks(values, whole=whole) == ticks


@given(st.lists(st.floats(-1e14, 1e14)), st.booleans())
def test_an_axis_spans_its_values_and_counts_in_whole_numbers(values: list[float], whole: bool) -> None:
    ticks = plots.axis_ticks(values, whole=whole)
    slack = 1e-9 * (ticks[-1] - ticks[0])
    assert 2 <= len(ticks) <= 7
    assert 0 in ticks
    assert ticks == sorted(ticks)
    assert ticks[0] - slack <= min([0.0, *values]) <= max([0.0, *values]) <= ticks[-1] + slack
    assert not whole or all(tick.is_integer() for tick in ticks)


@pytest.mark.parametrize(
    ("value", "digits", "brief", "percent", "text"),
    [
        (7, 0, False, False, "7"),
        (1250, 0, False, False, "1,250"),
        (12_500, 0, True, False, "12.5k"),
        (17, 0, True, False, "17"),
        (999_999, 0, True, False, "1M"),
        (-2_000, 0, True, False, "-2k"),
        (1e14, 0, True, False, "100T"),
        (3.44, 1, False, False, "3.4"),
        (0.425, 0, False, True, "42%"),
        (0.084, 1, False, True, "8.4%"),
    ],
)
def test_numbers_are_written_briefly(value: float, digits: int, brief: bool, percent: bool, text: str) -> None:
    assert plots.format_number(value, digits, brief=brief, percent=percent) == text


def test_a_short_alt_text_is_kept_as_it_is() -> None:
    assert shorten_alt("Mon 3,\nTue 4 ") == "Mon 3,\nTue 4 "
    assert shorten_alt("x" * 1024) == "x" * 1024


def test_a_long_alt_text_ends_after_a_whole_word() -> None:
    alt = shorten_alt("seven days " * 200)
    assert 1000 < len(alt) <= 1024
    assert alt.endswith(("seven…", "days…"))
    assert shorten_alt("x" * 2000) == "x" * 1023 + "…"


@given(st.text("ab \n", min_size=900, max_size=1200))
def test_an_alt_text_never_exceeds_what_discord_takes(text: str) -> None:
    alt = shorten_alt(text)
    assert len(alt) <= 1024
    assert text.startswith(alt.removesuffix("…"))


@pytest.mark.parametrize(
    ("name", "filename"),
    [
        ("stats-me_7", "stats-me_7.png"),
        ("../a b/ç", "a-b.png"),
        ("", "chart.png"),
        ("x" * 300, "x" * 60 + ".png"),
    ],
)
def test_the_filename_is_the_charts_name_made_safe(name: str, filename: str) -> None:
    assert drawing.render(BarChart("t", (), "", "", name)).filename == filename
