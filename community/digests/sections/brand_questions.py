"""For brands: how many asked where they are welcome, and the open questions that an honest answer is worth."""

from community.digests.brand_view import BrandQuestion, BrandView
from community.digests.section import Audience, Content, Item, Line, Place, Reason, Section

N_QUESTIONS = 5
WHY = (
    "Nobody has answered it yet, and the members of this topic said that you are welcome. What waits longest is first."
)


def compose(view: BrandView) -> Content | None:
    """The figure, where enough people are behind it, and what waits longest."""
    asked = view.figures.get("asked")
    lines = [] if asked is None else [_asked(asked, view)]
    longest = sorted(view.questions, key=lambda one: (one.asked_at, one.thread_id))
    lines += [_open(question) for question in longest[:N_QUESTIONS]]
    return Content(tuple(lines)) if lines else None


def _open(question: BrandQuestion) -> Line:
    return Line(
        "[An open question]({link}) in {topic}, asked {at}",
        {"topic": Place(question.channel_id), "at": question.asked_at},
        question.place,
        Item(question.key, question.asked_at, Reason(WHY, {})),
    )


def _asked(n: int, view: BrandView) -> Line:
    return Line(
        "In the {n_days} days that ended {until}, about {n} people asked for advice where you are welcome.",
        {"n_days": view.window.n_days, "until": view.window.end_at, "n": n},
    )


SECTION = Section("brand_questions", "Worth an honest answer", Audience.BRANDS, order=20, compose=compose)
