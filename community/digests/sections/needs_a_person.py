"""For moderators: newcomers and asks without an answer, topics that fade, topics that one person carries."""

from collections.abc import Iterator

from community.digests.section import Audience, Content, Line, Person, Place, Section, View, item_of
from community.engagement.health import TALK_DAYS

N_ITEMS = 10
N_WEEKS = TALK_DAYS // 7
NEWCOMER = "They are new, and since their first message nobody replied to them or mentioned them."
ASK = "It has no recommendation, and no word from anybody but who asked."
SILENT = "Nobody has written there lately. Messages in the last {n_weeks} weeks: {n}; in those before: {n_before}."
FADING = (
    "Less is said there, by more than chance explains. "
    "Messages in the last {n_weeks} weeks: {n}; in those before: {n_before}."
)
CARRIED = "Of the {n} messages of {n_weeks} weeks one person wrote {n_one}, which chance does not explain."


def compose(view: View) -> Content | None:
    """The most urgent kind first; of each kind, whoever waits longest."""
    lines = tuple(line for line, _ in zip(_lines(view), range(N_ITEMS), strict=False))
    return Content(lines) if lines else None


def _lines(view: View) -> Iterator[Line]:
    for new in view.newcomers:
        yield Line(
            "{member} is new and waits for a first answer since {at}: [say hello]({link})",
            {"member": Person(new.member_id), "at": new.at},
            Place(new.channel_id, new.thread_id, new.message_id),
            item_of(new, view, NEWCOMER),
        )
    for ask in view.waiting:
        place = Place(ask.channel_id, ask.thread_id)
        yield Line(
            "**[{thread}]({link})** waits for an answer since {at}",
            {"thread": place, "at": ask.at},
            place,
            item_of(ask, view, ASK),
        )
    for topic in view.fading:
        counts = {"n_weeks": N_WEEKS, "n": topic.n_messages, "n_before": topic.n_before}
        place = Place(topic.channel_id)
        sentence = (
            "{topic} is silent: [have a look]({link})"
            if topic.silent
            else "{topic} fades: messages in {n_weeks} weeks: {n}, in those before: {n_before}. [Have a look]({link})"
        )
        why = SILENT if topic.silent else FADING
        yield Line(
            sentence, {"topic": place, **({} if topic.silent else counts)}, place, item_of(topic, view, why, **counts)
        )
    for one in view.carried:
        place = Place(one.channel_id)
        yield Line(
            "{topic} hangs on one person: {n_one} of {n} messages. [Have a look]({link})",
            {"topic": place, "n_one": one.n_one, "n": one.n_messages},
            place,
            item_of(one, view, CARRIED, n=one.n_messages, n_one=one.n_one, n_weeks=N_WEEKS),
        )


SECTION = Section("needs_a_person", "What needs a person", Audience.MODERATORS, order=20, compose=compose)
