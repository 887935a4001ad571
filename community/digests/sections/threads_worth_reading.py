"""The threads that many people talked in."""

from community.digests.section import Audience, Content, Line, Place, Section, View

N_PEOPLE = 3
"""Distinct people that a thread needs, so that it is never one talkative pair (Source: the design's surface)."""
N_THREADS = 5


def compose(view: View) -> Content | None:
    """Where most people talked comes first; then where most was said; then the latest."""
    many = [one for one in view.threads if one.n_members >= N_PEOPLE]
    ranked = sorted(many, key=lambda one: (one.n_members, one.n_messages, one.last_at, one.thread_id), reverse=True)
    lines = tuple(
        Line(
            "**[{thread}]({link})**: {n_members} people, {n_messages} messages",
            {"thread": place, "n_members": one.n_members, "n_messages": one.n_messages},
            place,
        )
        for one in ranked[:N_THREADS]
        for place in [Place(one.channel_id, one.thread_id)]
    )
    return Content(lines) if lines else None


SECTION = Section("threads_worth_reading", "Threads worth reading", Audience.MEMBERS, order=20, compose=compose)
