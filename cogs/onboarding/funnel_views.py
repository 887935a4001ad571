"""How the newcomers' funnel looks: counts and shares with their likely ranges, and a chart of them."""

from collections.abc import Mapping

from cogs.kit.charts.spec import BarChart, Point
from cogs.kit.formatting import MIN_MEMBERS, join_lines, percents, share_count, share_text
from cogs.kit.i18n import Translations
from cogs.kit.image import Image
from cogs.kit.panel import Panel
from community.onboarding.funnel import FunnelStep, OnboardingFunnel


def funnel_chart(funnel: OnboardingFunnel, say: Translations) -> BarChart | None:
    """The shares, or none where there are too few people for shares."""
    if funnel.n_joined < MIN_MEMBERS:
        return None
    names = _step_names(say)
    shown = [rung for rung in FunnelStep if rung is not FunnelStep.JOINED and funnel.shares[rung].n]
    points = tuple(
        Point(names[rung], funnel.shares[rung].value, funnel.shares[rung].low, funnel.shares[rung].high)
        for rung in shown
    )
    values = ", ".join(f"{names[rung]} {percents(funnel.shares[rung])[0]} %" for rung in shown)
    return BarChart(
        say("How far newcomers come"),
        points,
        say("share, with the likely range"),
        say("Chart of how far {n} newcomers came. {values}.", n=funnel.n_joined, values=values),
        "newcomers-funnel",
        percent=True,
    )


def funnel_panel(funnel: OnboardingFunnel, picture: Image | None, say: Translations) -> Panel:
    """The funnel; counts only where few joined, a kind word where nobody did."""
    panel = Panel(
        say("Newcomers of the last {n} days", n=funnel.n_days),
        image=picture,
        closing=say("Who opted out is left out. Joined, as far as I was told of it."),
    )
    if not funnel.n_joined:
        panel.lead = say(
            "Nobody is known to have joined in these days. When somebody does, this shows how far they come; "
            "see what they see with /onboarding preview."
        )
        return panel
    if funnel.n_joined < MIN_MEMBERS:
        panel.lead = join_lines(
            say("A handful! Shares begin to mean something with {n} newcomers; until then, counts.", n=MIN_MEMBERS),
            *(f"{name}: **{funnel.counts[rung]}**" for rung, name in _step_names(say).items()),
        )
    else:
        panel.lead = join_lines(*(_line(funnel, rung, name, say) for rung, name in _step_names(say).items()))
        panel.closing += " " + say("“Likely”: it lies in there 19 times out of 20.")
    panel.sections = [(say("The promise"), _promise(funnel, say))]
    return panel


def _step_names(say: Translations) -> Mapping[FunnelStep, str]:
    return {
        FunnelStep.JOINED: say("Joined"),
        FunnelStep.PASSED: say("Passed screening"),
        FunnelStep.STARTED: say("Pressed Get started"),
        FunnelStep.FINISHED: say("Finished it"),
        FunnelStep.WROTE: say("First message"),
        FunnelStep.ANSWERED: say("Answered by a person"),
        FunnelStep.STAYED: say("Active in week 2"),
    }


def _line(funnel: OnboardingFunnel, step: FunnelStep, name: str, say: Translations) -> str:
    share = funnel.shares[step]
    match step:
        case FunnelStep.JOINED:
            return f"{name}: **{funnel.n_joined}**"
        case FunnelStep.ANSWERED if share.n:
            return say(
                "{name}: **{k}** of {n} who wrote ({share})",
                name=name,
                k=share_count(share),
                n=share.n,
                share=share_text(share, say),
            )
        case FunnelStep.STAYED if share.n:
            return say(
                "{name}: **{k}** of {n} whose second week is over ({share})",
                name=name,
                k=share_count(share),
                n=share.n,
                share=share_text(share, say),
            )
        case FunnelStep.STAYED:
            return say("{name}: nobody's second week is over yet", name=name)
        case FunnelStep.ANSWERED:
            return f"{name}: **0**"
        case _:
            return f"{name}: **{share_count(share)}** ({share_text(share, say)})"


def _promise(funnel: OnboardingFunnel, say: Translations) -> str:
    promise = funnel.promise
    if not promise.n_notes:
        return say("Greeters were not told of anybody: nobody waited, or no greeters' channel is set in /settings.")
    told = say(
        "Notes to greeters: **{n}**, with one of them mentioned: **{mentions}**. Answered by now: **{k}**",
        n=promise.n_notes,
        mentions=promise.n_mentions,
        k=promise.n_answered,
    )
    return f"{told}." if promise.n_notes < MIN_MEMBERS else f"{told} ({share_text(funnel.answered_notes, say)})."
