"""The threads that many people talked in."""

from datetime import datetime

from community.digests.section import Audience, Content, Line, Place, Section, View, item_of
from community.engagement.activity_log import ThreadTalk

N_PEOPLE = 3
"""Distinct people that a thread needs, so that it is never one talkative pair (Source: the design's surface)."""
N_THREADS = 5
WHY = (
    "{n_members} people talked in it; messages: {n_messages}, longest chain of replies: {depth}. The threads of most "
    "people come first, then the deepest, by replies and then by messages, then the latest; with fewer than {least} "
    "people none is told. Of {n} threads it was number {nth}."
)


def compose(view: View) -> Content | None:
    """Where most people talked comes first; then the deepest talk; then the latest."""
    many = [one for one in view.threads if one.n_members >= N_PEOPLE]
    ranked = sorted(many, key=_rank, reverse=True)
    lines = tuple(
        Line(
            "**[{thread}]({link})**: {n_members} people, {n_messages} messages",
            {"thread": place, "n_members": one.n_members, "n_messages": one.n_messages},
            place,
            item_of(
                one,
                view,
                WHY,
                n_members=one.n_members,
                n_messages=one.n_messages,
                depth=one.depth,
                least=N_PEOPLE,
                n=len(ranked),
                nth=nth,
            ),
        )
        for nth, one in enumerate(ranked[:N_THREADS], 1)
        for place in [Place(one.channel_id, one.thread_id)]
    )
    return Content(lines) if lines else None


def _rank(one: ThreadTalk) -> tuple[int, int, int, datetime, int]:
    return one.n_members, one.depth, one.n_messages, one.last_at, one.thread_id


SECTION = Section("threads_worth_reading", "Threads worth reading", Audience.MEMBERS, order=20, compose=compose)
