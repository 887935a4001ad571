"""For brands: their share of the mentions, where the server counts them."""

from community.digests.brand_view import MENTIONS_A_DAY, BrandView
from community.digests.section import Audience, Content, Line, Section


def compose(view: BrandView) -> Content | None:
    """The share, and what it is a count of."""
    voice = view.figures.get("voice")
    if voice is None:
        return None
    told = Line(
        "In the {n_days} days that ended {until}, about {n} % of the mentions of brands here were of yours.",
        {"n_days": view.window.n_days, "until": view.window.end_at, "n": voice},
    )
    rule = Line(
        "A count of words, not of opinion: at most {most} a person a day, of brands that {fewest} or more named.",
        {"most": MENTIONS_A_DAY, "fewest": view.figures.get("fewest") or 0},
    )
    return Content((told, rule))


SECTION = Section("brand_voice", "Share of voice", Audience.BRANDS, order=15, compose=compose)
