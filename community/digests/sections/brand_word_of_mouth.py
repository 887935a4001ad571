"""For brands: what became of recommendations of them, in figures that nobody is in."""

from community.digests.brand_view import BrandView
from community.digests.section import Audience, Content, Line, Section

SENTENCES = (
    ("chosen", "About {n} people went with something of yours."),
    ("said", "About {n} people said how it turned out."),
    ("worked", "It worked for about {n} people."),
    ("didnt", "It did not work, or only in part, for about {n} people."),
)


def compose(view: BrandView) -> Content | None:
    """The figures that may be told, what they cover, and why others are missing."""
    told = [(sentence, n) for name, sentence in SENTENCES if (n := view.figures.get(name)) is not None]
    if not told:
        return None
    covered = Line(
        "In the {n_days} days that ended {until}:", {"n_days": view.window.n_days, "until": view.window.end_at}
    )
    fewest = view.figures.get("fewest")
    rule = Line("Rounded; what fewer than {fewest} people are behind is not told.", {"fewest": fewest or 0})
    return Content((covered, *(Line(sentence, {"n": n}) for sentence, n in told), rule))


SECTION = Section("brand_word_of_mouth", "What became of recommendations", Audience.BRANDS, order=10, compose=compose)
