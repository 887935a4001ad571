"""The canvas of charts: its size, its colours, and text that never leaves it."""

import unicodedata
from bisect import bisect_right
from functools import lru_cache
from io import BytesIO
from pathlib import Path

import matplotlib
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, get_font
from matplotlib.patheffects import withStroke
from PIL import Image

from cogs.kit.image import ELLIPSIS

# Pixels, at twice the width that Discord gives a picture on a desktop. A phone shows it at about a third,
# so that the smallest text is still 8 pixels high there.
WIDTH, HEIGHT = 1100, 560
MARGIN = 36
MIN_MARGIN = 14  # nothing comes nearer to the card's sides
TITLE_SIZES = (44, 37, 31)
TEXT_SIZES = (29, 25)
N_COLOURS = 96  # of the PNG: enough for smooth edges, and a third of the bytes

BACKGROUND = "#1a1e26"
TEXT = "#f3f5f9"
QUIET = "#b7c0ce"
GRID = "#3a4250"
BLUE = "#56b4e9"  # Okabe and Ito's sky blue and orange: told apart by every kind of colour vision
ORANGE = "#e69f00"

READ_LIMIT = 240  # characters of a text that are looked at: more than a line holds
MAX_ACCENTS = 2  # accents on one letter; more would climb out of their line
UNKNOWN_LETTERS = "\N{WHITE SQUARE}"


def drawable(text: str) -> str:
    """Returns what the font can draw, on one line: no emoji, styled letters plain, unknown letters as a square."""
    glyphs, out, n_marks = _glyphs(), [" "], 0
    for character in unicodedata.normalize("NFC", text[:READ_LIMIT]):
        kind = unicodedata.category(character)
        n_marks = n_marks + 1 if kind[0] == "M" else 0
        plain = unicodedata.normalize("NFKC", character)
        if character.isspace():
            out.append(" ")
        elif kind[0] == "C" or (n_marks and (n_marks > MAX_ACCENTS or out[-1] == " ")):
            continue
        elif ord(character) in glyphs:
            out.append(character)
        elif all(ord(part) in glyphs for part in plain):
            out.append(plain)
        elif kind[0] in "LN" and out[-1] != UNKNOWN_LETTERS:
            out.append(UNKNOWN_LETTERS)
    return " ".join("".join(out).split())


def _font_file(*, bold: bool) -> str:
    return str(Path(matplotlib.get_data_path(), "fonts", "ttf", f"DejaVuSans{'-Bold' if bold else ''}.ttf"))


@lru_cache(maxsize=1)
def _glyphs() -> frozenset[int]:
    fonts = (get_font(_font_file(bold=bold)) for bold in (False, True))
    return frozenset.intersection(*(frozenset(font.get_charmap()) for font in fonts))


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Returns the width of the widest line, in pixels."""
    font = get_font(_font_file(bold=bold))
    font.set_size(size, 72)
    widths = []
    for line in text.split("\n"):
        font.set_text(line)
        widths.append(font.get_width_height()[0] / 64)
    return max(widths)


def truncate(text: str, room: float, size: float, *, bold: bool = False) -> str:
    """Returns a text on one line, cut with an ellipsis where it is wider than ``room``."""
    if text_width(text, size, bold=bold) <= room:
        return text

    def cut(length: int) -> str:
        return text[:length].rstrip() + ELLIPSIS

    lengths = range(len(text))
    return cut(bisect_right(lengths, room, lo=1, key=lambda n: text_width(cut(n), size, bold=bold)) - 1)


def wrap(text: str, room: float, size: float, *, bold: bool = False) -> str:
    """Wraps a text between words; one long word may still be wider than ``room``."""
    first, *words = text.split() or [""]
    lines = [first]
    for word in words:
        longer = f"{lines[-1]} {word}"
        if text_width(longer, size, bold=bold) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return "\n".join(lines)


class ChartCanvas:
    """The image, measured in pixels from its lower left corner."""

    def __init__(self) -> None:
        self.figure = Figure(figsize=(WIDTH / 72, HEIGHT / 72), dpi=72)
        FigureCanvasAgg(self.figure)

    def write(
        self,
        x: float,
        y: float,
        text: str,
        size: float,
        *,
        colour: str = TEXT,
        bold: bool = False,
        align: str = "left",
        edged: bool = False,
    ) -> None:
        """Writes lines, the first one's baseline at `y`; an edge separates them from what lies behind."""
        for n, line in enumerate(text.split("\n")):
            self.figure.text(
                x / WIDTH,
                (y - n * size * 1.16) / HEIGHT,
                line,
                fontproperties=FontProperties(fname=_font_file(bold=bold), size=size),
                color=colour,
                parse_math=False,
                horizontalalignment=align,
                verticalalignment="baseline",
                path_effects=[withStroke(linewidth=6, foreground=BACKGROUND)] if edged else [],
            )

    def write_heading(self, title: str, value_label: str) -> float:
        """Writes the title and the line below it; returns the height that is left."""
        room, y = WIDTH - 2 * MARGIN, float(HEIGHT - MARGIN)
        if title:
            size = next((s for s in TITLE_SIZES if text_width(title, s, bold=True) <= room), TITLE_SIZES[-1])
            self.write(MARGIN, y - 36, truncate(title, room, size, bold=True), size, bold=True)
            y -= 50
        if value_label:
            size = TEXT_SIZES[0]
            self.write(MARGIN, y - 28, truncate(value_label, room, size), size, colour=QUIET)
            y -= 38
        return y

    def write_centred(self, text: str) -> None:
        """Writes one line in the middle of the canvas."""
        size = TITLE_SIZES[1]
        line = truncate(text, WIDTH - 2 * MARGIN, size)
        self.write(WIDTH / 2, HEIGHT / 2 - size, line, size, colour=QUIET, align="center")

    def to_png(self) -> bytes:
        """Returns the image as a PNG with few colours, which keeps it small."""
        pixels, file = BytesIO(), BytesIO()
        self.figure.savefig(pixels, format="rgba", dpi=72, facecolor=BACKGROUND, edgecolor=BACKGROUND)
        image = Image.frombytes("RGBA", (WIDTH, HEIGHT), pixels.getvalue()).convert("RGB")
        few = image.quantize(N_COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
        few.save(file, "PNG", optimize=True)
        return file.getvalue()
