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


def compose(view: View) -> Content | None:
    """The counts with their uncertainty; none where nobody was there."""
    share = participation(view.reading)
    if not share.n:
        return None
    participation_change, messages_change = _trends(view)
    return Content(
        (
            _participation(len(view.reading.active()), share),
            *_change("participation_change", PARTICIPATION, participation_change, view),
            Line("Messages: **{messages}**", {"messages": messages(view.reading)}),
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
    before, after = view.before, view.reading
    if before is None or view.window.n_days < COMPARABLE:
        return None, None
    return (
        trend_of_shares(participation(before), participation(after)),
        trend_of_counts(before.messages(), after.messages()),
    )


def _change(name: str, words: Mapping[Trend, str], trend: Trend | None, view: View) -> tuple[Line, ...]:
    if trend is None:
        return ()
    people = len(view.reading.eligible())
    return (Line(words[trend], {name: trend.value, "n_days_before": view.window.n_days, "n_people": people}),)


SECTION = Section("week_in_numbers", "In numbers", Audience.EVERYBODY, order=10, compose=compose)
