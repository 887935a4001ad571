"""Asks that nobody has answered yet."""

from community.digests.section import Audience, Content, Line, Place, Section, View, item_of

N_ASKS = 3
WHY = (
    "Nobody has recommended anything for it yet. The newest asks come first, so that each has its turn; "
    "asks that were open: {n}."
)


def compose(view: View) -> Content | None:
    """The newest first, so that every ask has its turn."""
    newest = sorted(view.asks, key=lambda one: (one.asked_at, one.ask_id), reverse=True)
    lines = tuple(
        Line(
            "**[{wanted}]({link})**",
            {"wanted": one.wanted},
            Place(one.channel_id, one.thread_id),
            item_of(one, view, WHY, n=len(newest)),
        )
        for one in newest[:N_ASKS]
    )
    return Content(lines) if lines else None


SECTION = Section("open_asks", "Can you help?", Audience.MEMBERS, order=40, compose=compose)
