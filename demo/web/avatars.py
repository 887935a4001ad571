"""Draws avatars for invented people: a small landscape, the same for the same key."""

from colorsys import hls_to_rgb
from io import BytesIO
from random import Random

from PIL import Image, ImageDraw

SIDE = 96
"""The side of an avatar; it is drawn at four times the size, for smooth edges.

Units
-----
Pixels.
"""
SCALE = 4


def avatar(key: str) -> bytes:
    """Returns a PNG picture of a sky, a sun or moon, and two hills."""
    rng = Random(key)
    side = SIDE * SCALE
    hue = rng.random()
    picture = Image.new("RGB", (side, side), _colour(hue, 0.74, 0.55))
    draw = ImageDraw.Draw(picture)
    _disc(draw, side * rng.uniform(0.28, 0.72), side * rng.uniform(0.24, 0.42), side * rng.uniform(0.12, 0.2), hue)
    for place, light in ((rng.uniform(0.0, 0.4), 0.52), (rng.uniform(0.6, 1.0), 0.38)):
        width, top = side * rng.uniform(0.75, 0.95), side * rng.uniform(0.52, 0.68)
        box = (side * place - width, top, side * place + width, top + 2 * side)
        draw.ellipse(box, fill=_colour(hue + rng.uniform(0.03, 0.12), light, 0.45))
    return _png(picture)


def _disc(draw: ImageDraw.ImageDraw, x: float, y: float, radius: float, hue: float) -> None:
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=_colour(hue + 0.45, 0.93, 0.8))


def _colour(hue: float, light: float, vividness: float) -> tuple[int, int, int]:
    red, green, blue = hls_to_rgb(hue % 1, light, vividness)
    return round(red * 255), round(green * 255), round(blue * 255)


def emblem() -> bytes:
    """Returns a PNG picture for the bot: a house at dusk with a lit window."""
    side = SIDE * SCALE
    picture = Image.new("RGB", (side, side), (15, 118, 110))
    draw = ImageDraw.Draw(picture)
    draw.polygon(_points(side, (0.18, 0.5), (0.5, 0.2), (0.82, 0.5)), fill=(240, 253, 250))
    draw.polygon(_points(side, (0.27, 0.47), (0.73, 0.47), (0.73, 0.8), (0.27, 0.8)), fill=(240, 253, 250))
    draw.polygon(_points(side, (0.43, 0.53), (0.57, 0.53), (0.57, 0.8), (0.43, 0.8)), fill=(251, 191, 36))
    return _png(picture)


def _points(side: int, *corners: tuple[float, float]) -> list[tuple[float, float]]:
    return [(side * x, side * y) for x, y in corners]


def _png(picture: Image.Image) -> bytes:
    out = BytesIO()
    picture.resize((SIDE, SIDE), Image.Resampling.LANCZOS).save(out, "PNG", optimize=True)
    return out.getvalue()
