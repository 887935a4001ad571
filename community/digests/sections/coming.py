"""What members can be there for: questions and answers with a guest, votes."""

from community.digests.rows import EventKind
from community.digests.section import Audience, Content, Line, Place, Section, View, item_of

N_OCCASIONS = 4
SENTENCES = {
    EventKind.AMA: "**[{name}]({link})**: ask your questions, {at}",
    EventKind.ASKING: "**[{name}]({link})**: ask your questions until {at}",
    EventKind.VOTE: "Is **[{name}]({link})** welcome in {place}? Have your say until {at}",
}
WHY = "It is ahead, and everybody who reads this can be there. What comes first is told first."


def compose(view: View) -> Content | None:
    """What comes first is told first."""
    ahead = sorted(view.coming, key=lambda one: (one.at, one.key))
    lines = tuple(
        Line(
            SENTENCES[one.kind],
            {"name": one.name, "at": one.at, "place": Place(one.channel_id, one.thread_id)},
            Place(one.channel_id, one.thread_id, one.message_id),
            item_of(one, view, WHY),
        )
        for one in ahead[:N_OCCASIONS]
    )
    return Content(lines) if lines else None


SECTION = Section("coming", "Coming up", Audience.MEMBERS, order=45, compose=compose)
