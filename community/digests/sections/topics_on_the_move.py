"""Topics that are new, fade, or are back."""

from community.digests.material import Move
from community.digests.section import Audience, Content, Line, Place, Section, View, item

N_TOPICS = 4
ORDER = (Move.SPROUTING, Move.BACK, Move.FADING)
SENTENCES = {
    Move.SPROUTING: "**[{topic}]({link})** is new: come and see.",
    Move.BACK: "**[{topic}]({link})** is back.",
    Move.FADING: "**[{topic}]({link})** has gone quiet. Have you something for it?",
}
WHY = {
    Move.SPROUTING: "It became a topic in these days.",
    Move.BACK: "It was asleep, and somebody woke it up in these days.",
    Move.FADING: "Less is said there than in the weeks before, and by more than chance explains.",
}


def compose(view: View) -> Content | None:
    """The new ones first, then those that are back, then those that fade; the latest first."""
    ranked = sorted(view.topics, key=lambda one: (ORDER.index(one.move), -one.at.timestamp(), one.channel_id))
    lines = tuple(
        Line(SENTENCES[one.move], {"topic": one.name}, Place(one.channel_id), item(one, view, WHY[one.move]))
        for one in ranked[:N_TOPICS]
    )
    return Content(lines) if lines else None


SECTION = Section("topics_on_the_move", "Topics", Audience.MEMBERS, order=50, compose=compose)
