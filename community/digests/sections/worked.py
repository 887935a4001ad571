"""What was recommended and worked for somebody lately."""

from community.digests.section import Audience, Content, Line, Place, Section, View, item_of

N_ITEMS = 3
WHY = (
    "Said in these days that it worked for them: {n_new}. In all: worked for {n_worked}, didn't for {n_didnt}. "
    "What worked for most people of late comes first, and what failed as often as it worked is not told."
)


def compose(view: View) -> Content | None:
    """What worked for most people comes first, with those for whom it did not, and how its author is related to it."""
    good = [one for one in view.worked if one.n_worked > one.n_didnt]
    ranked = sorted(good, key=lambda one: (-one.n_new, one.n_didnt - one.n_worked, one.recommendation_id))
    lines = tuple(
        Line(
            "**[{item}]({link})** worked for {n_worked} of {n_tried} who said. "
            "Its author says: {relation}. Asked for: {wanted}.",
            {
                "item": one.item,
                "wanted": one.wanted,
                "relation": one.relation,
                "n_worked": one.n_worked,
                "n_didnt": one.n_didnt,
                "n_tried": one.n_worked + one.n_didnt,
            },
            Place(one.channel_id, one.thread_id),
            item_of(one, view, WHY, n_new=one.n_new, n_worked=one.n_worked, n_didnt=one.n_didnt),
        )
        for one in ranked[:N_ITEMS]
    )
    return Content(lines) if lines else None


SECTION = Section("worked", "Recommended, and it worked", Audience.MEMBERS, order=30, compose=compose)
