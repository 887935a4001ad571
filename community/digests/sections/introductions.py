"""Newcomers who introduced themselves, and agreed that the digest says so."""

from community.digests.section import Audience, Content, Line, Person, Place, Section, View, item_of

N_PEOPLE = 5
WHY = "They introduced themselves in these days, and agreed that the digest says hello for them."


def compose(view: View) -> Content | None:
    """Whoever came first comes first."""
    first = sorted(view.introductions, key=lambda one: (one.at, one.message_id))
    lines = tuple(
        Line(
            "{member} told us about themselves: [say hello]({link})",
            {"member": Person(one.member_id)},
            Place(one.channel_id, message_id=one.message_id),
            item_of(one, view, WHY),
        )
        for one in first[:N_PEOPLE]
    )
    return Content(lines) if lines else None


SECTION = Section("introductions", "New among us", Audience.MEMBERS, order=15, compose=compose)
