"""How many took part, how much was said, and whether that is a change."""

from collections.abc import Mapping

from community.digests.section import Audience, Content, Line, Section, View
from community.engagement.comparison import Trend, trend_of_counts, trend_of_shares
from community.engagement.estimates import Proportion
from community.engagement.metrics.messages import messages
from community.engagement.metrics.participation import participation

COMPARABLE = 7
"""Days from which windows are compared: one weekday is not like another."""
TINY = 5
"""Members below whom a share would single people out (Source: the design's k-anonymity)."""

PARTICIPATION = {
    Trend.UP: "More took part than in the {n_days_before} days before.",
    Trend.DOWN: "Fewer took part than in the {n_days_before} days before.",
    Trend.SAME: "About as many took part as in the {n_days_before} days before, as far as {n_people} people can tell.",
}
MESSAGES = {
    Trend.UP: "More was said than in the {n_days_before} days before.",
    Trend.DOWN: "Less was said than in the {n_days_before} days before.",
    Trend.SAME: "About as much was said as in the {n_days_before} days before, as far as {n_people} people can tell.",
}
BOTH = (
    "About as many took part and about as much was said as in the {n_days_before} days before, as far as {n_people} "
    "people can tell."
)


def compose(view: View) -> Content | None:
    """The counts with their uncertainty; none where nobody was there."""
    share = participation(view.activity)
    if not share.n:
        return None
    took_part = _participation(len(view.activity.active()), share)
    wrote = Line("Messages: **{messages}**", {"messages": messages(view.activity)})
    changes = _trends(view)
    if changes == (Trend.SAME, Trend.SAME):
        both = _line(BOTH, view, participation_change=Trend.SAME, messages_change=Trend.SAME)
        return Content((took_part, wrote, both))
    participation_change, messages_change = changes
    return Content(
        (
            took_part,
            *_change("participation_change", PARTICIPATION, participation_change, view),
            wrote,
            *_change("messages_change", MESSAGES, messages_change, view),
        )
    )


def _participation(n_active: int, share: Proportion) -> Line:
    if share.n < TINY:
        return Line(
            "Members: **{eligible}**, of whom **{active}** took part", {"eligible": share.n, "active": n_active}
        )
    return Line(
        "**{active} of {eligible} members took part** "
        "({participation} %, likely {participation_low}\N{EN DASH}{participation_high} %).",
        {"active": n_active, "eligible": share.n, "participation": share},
    )


def _trends(view: View) -> tuple[Trend | None, Trend | None]:
    """What can be said about participation and about messages; nothing where the window before is unknown."""
    before, after = view.before, view.activity
    if before is None or view.window.n_days < COMPARABLE:
        return None, None
    return (
        trend_of_shares(participation(before), participation(after)),
        trend_of_counts(before.messages(), after.messages()),
    )


def _change(name: str, words: Mapping[Trend, str], trend: Trend | None, view: View) -> tuple[Line, ...]:
    return () if trend is None else (_line(words[trend], view, **{name: trend}),)


def _line(words: str, view: View, **trends: Trend) -> Line:
    said = {name: trend.value for name, trend in trends.items()}
    return Line(words, {**said, "n_days_before": view.window.n_days, "n_people": len(view.activity.eligible())})


SECTION = Section("week_in_numbers", "In numbers", Audience.EVERYBODY, order=10, compose=compose)
