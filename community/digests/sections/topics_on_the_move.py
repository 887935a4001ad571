"""Topics that sprout, are new, fade, or are back."""

from community.digests.rows import Move, TopicNews
from community.digests.section import Audience, Content, Line, Place, Section, View, item_of
from community.engagement.health import TALK_DAYS

N_TOPICS = 4
N_WEEKS = TALK_DAYS // 7
ORDER = (Move.NEW, Move.SPROUTING, Move.BACK, Move.FADING, Move.SILENT)
SENTENCES = {
    Move.NEW: "**{topic}** is new: come in with /topic join.",
    Move.SPROUTING: "**[{topic}]({link})** sprouts: talk along, and it grows into a topic.",
    Move.BACK: "**[{topic}]({link})** is back.",
    Move.FADING: "**[{topic}]({link})** is much quieter: messages in {n_weeks} weeks: {n}, in those before: "
    "{n_before}. Do you have something for it?",
    Move.SILENT: "**[{topic}]({link})** has fallen silent. Do you have something for it?",
}
WHY = {
    Move.NEW: "It became a topic in these days.",
    Move.SPROUTING: "Enough people wanted it in these days. If enough of them talk there, it becomes a topic.",
    Move.BACK: "It had gone quiet, and in these days somebody brought it back.",
    Move.FADING: "In the last {n_weeks} weeks less than half was said there of what was said in those before, by more "
    "than chance explains. It is told once a month.",
    Move.SILENT: "Nobody wrote there of late, and before they did. It is told once a month.",
}
LISTED = frozenset({Move.NEW})
"""Everybody may read of these in /topic browse, and their channels open to those who join."""


def compose(view: View) -> Content | None:
    """The new ones first, then those that sprout, that are back, that fade; the latest first."""
    ranked = sorted(view.topics, key=lambda one: (ORDER.index(one.move), -one.at.timestamp(), one.channel_id))
    lines = tuple(
        Line(
            SENTENCES[one.move],
            {"topic": one.name, **facts},
            None if one.move in LISTED else Place(one.channel_id, one.thread_id),
            item_of(one, view, WHY[one.move], **facts),
        )
        for one in ranked[:N_TOPICS]
        for facts in [_facts(one)]
    )
    return Content(lines) if lines else None


def _facts(one: TopicNews) -> dict[str, int]:
    if one.move is not Move.FADING:
        return {}
    return {"n_weeks": N_WEEKS, "n": one.n_messages, "n_before": one.n_before}


SECTION = Section("topics_on_the_move", "Topics", Audience.MEMBERS, order=50, compose=compose)
