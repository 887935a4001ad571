"""People whom several others thanked, and who agreed to be shown."""

from community.digests.section import Audience, Content, Line, Person, Section, View, item_of
from community.engagement.recognition import MIN_PEOPLE

N_PEOPLE = 3
WHY = (
    "{n} people thanked them in these days: the vote on a recommendation, a heart or folded hands on a reply. "
    "They agreed to be shown in /stats stewards, and with fewer than {least} people nobody is."
)


def compose(view: View) -> Content | None:
    """Whom most people thanked comes first; people count, not how often each of them did."""
    many = [one for one in view.thanked if one.n_people >= MIN_PEOPLE]
    ranked = sorted(many, key=lambda one: (-one.n_people, -one.n_thanks, one.member_id))
    lines = tuple(
        Line(
            "{member}, thanked by {n_thanking} people",
            {"member": Person(one.member_id), "n_thanking": one.n_people},
            item=item_of(one, view, WHY, n=one.n_people, least=MIN_PEOPLE),
        )
        for one in ranked[:N_PEOPLE]
    )
    return Content(lines) if lines else None


SECTION = Section("thanks", "Thank you", Audience.MEMBERS, order=35, compose=compose)
