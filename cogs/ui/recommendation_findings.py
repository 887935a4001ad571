"""How it looks what was found of recommendations, and why one stands as it does."""

from collections import Counter
from collections.abc import Sequence
from typing import Any, Final, Self

import discord
from discord import ui

from cogs.ui.channels import visible_channels
from cogs.ui.host import guild_id, host, speaker
from cogs.ui.language import Speaker, plain
from cogs.ui.pages import Pages, row
from cogs.ui.panel import Panel
from cogs.ui.press import Press
from cogs.ui.recommendation_words import relation_word
from cogs.ui.recommendations import chosen_note, standing_line, wanted
from community.ids import ChannelId
from community.recommendations.findings import Explanation, Finding
from community.recommendations.recommendation import ITEM_LENGTH
from community.recommendations.score import ENOUGH
from community.recommendations.standings import Standing

PAGE: Final = 6
"""Findings of one page: as many as fit in a card when all are as long as can be."""
WORDS_LENGTH: Final = 60
"""Characters that are looked for: they travel in the custom id of the page's buttons."""
ENOUGH_PEOPLE: Final = 5
"""People from whom on it is told what their words weigh together, so that nobody's own can be told from it (our
choice, as for what brands are shown)."""


def findings_panel(
    found: Sequence[Finding], typed: str, page: int, say: Speaker, channel_id: ChannelId | None = None
) -> Panel:
    """What fits, best first, a page at a time."""
    pages = Pages.at(page, len(found), PAGE)
    turns = pages.turns(say("Back"), say("More"))
    buttons = [FindPage.to(other, channel_id, typed, label) for other, label in turns]
    return Panel(
        say("What this community recommends"),
        lead=say("{n} found for **{words}**, best first.", n=len(found), words=plain(typed))
        if found
        else say(
            "Nothing was recommended yet that fits **{words}**. Ask for it with /recommend ask.", words=plain(typed)
        ),
        sections=[("", _finding(one, say)) for one in pages.of(found)],
        closing=say("Page {page} of {n}.", page=pages.page + 1, n=pages.n) if pages.n > 1 else "",
        rows=row(buttons),
    )


def explanation_panel(told: Explanation, say: Speaker) -> Panel:
    """Why a card stands as it does, in words."""
    standing = told.standing
    relations = Counter(one.relation for one in told.voices)
    disclosed = ", ".join(f"{relation_word(one, say)} ({n})" for one, n in relations.items())
    outcomes = say(
        "Of {asked} asks that you can see where it was recommended, {chosen} went with something;"
        " of these {tried} told how it went, and it worked for {worked}.",
        asked=told.outcomes.n_asked,
        chosen=told.outcomes.n_chosen,
        tried=told.outcomes.n_tried,
        worked=told.outcomes.n_worked,
    )
    sections = [
        (say("Who recommends it"), disclosed),
        (say("What people say"), _said(standing, say)),
        (say("What it comes to"), _comes_to(told, say)),
        (say("What came of asking"), outcomes),
    ]
    if told.own_weight is not None:
        own = say("It weighs {percent} % of a full vote. Nobody else is told.", percent=round(told.own_weight * 100))
        sections.append((say("Your own word"), own))
    return Panel(
        plain(standing.recommendation.item, ITEM_LENGTH),
        lead=say("Recommended for: {wanted} <#{thread}>", wanted=wanted(told.ask, say), thread=told.ask.thread_id),
        sections=sections,
        closing=say(
            "A word weighs more, the more the moderators, the stewards and those they trust found that person's own"
            " recommendations good."
        ),
    )


class FindPage(
    Press[ui.Button[Any]],
    template=rf"hamlet:find:(?P<page>\d{{1,2}}):(?P<channel>\d{{1,19}}):(?P<words>.{{1,{WORDS_LENGTH}}})",
):
    """Turns to another page of what was found."""

    @classmethod
    def to(cls, page: int, channel_id: ChannelId | None, typed: str, label: str) -> Self:
        """The button that leads to a page."""
        return cls(ui.Button(label=label[:80], custom_id=f"hamlet:find:{page}:{channel_id or 0}:{typed}"))

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        """Looks again, in what the presser can see now."""
        await interaction.response.defer()
        page, channel, typed = self.custom_id.split(":", 4)[2:]
        channels, channel_id = visible_channels(interaction), ChannelId(int(channel)) or None
        if channel_id is not None:
            channels &= {channel_id}
        found = await host(interaction).services.findings.find(guild_id(interaction), channels, typed)
        panel = findings_panel(found, typed, int(page), speaker(interaction), channel_id)
        await interaction.edit_original_response(view=panel.view())


def _finding(one: Finding, say: Speaker) -> str:
    line = standing_line(one.ask, one.standing, say) + chosen_note(one.standing, one.choice, say)
    when = discord.utils.format_dt(one.standing.recommendation.recommended_at, "R")
    early = "" if one.standing.score is not None else " · " + say("too early to rank")
    where = say("For: {wanted} <#{thread}>, {when}", wanted=wanted(one.ask, say), thread=one.ask.thread_id, when=when)
    return f"{line}{early}\n-# {where}"


def _said(standing: Standing, say: Speaker) -> str:
    if not _n_people(standing):
        return say("Nobody has said yet whether it works. Did you try it? Then press a button on its card.")
    return say(
        "It worked for {worked}, in part for {partly}, and not for {didnt}. Thanks from {thanks}; thanks don't score.",
        worked=standing.n_worked,
        partly=standing.n_partly,
        didnt=standing.n_didnt,
        thanks=standing.n_thanks,
    )


def _comes_to(told: Explanation, say: Speaker) -> str:
    standing = told.standing
    if standing.score is None:
        comes_to = say(
            "Too early to rank: what was said so far weighs less than {n} full votes. The asker's word is two votes.",
            n=ENOUGH,
        )
    else:
        comes_to = say(
            "Score {score}, place {place} of {n} in its thread: of 100 people it works for this many or more,"
            " judged carefully. The fewer votes, the lower it starts.",
            score=round(standing.score * 100),
            place=told.place,
            n=told.n_cards,
        )
    if _n_people(standing) < ENOUGH_PEOPLE:
        return comes_to
    weighs = say(
        "What these {n} people said weighs like {weight} full votes.",
        n=_n_people(standing),
        weight=round(standing.weight),
    )
    light = ""
    if standing.n_light:
        light = say(
            "{n} of them are new here, or do nothing but vote: together they weigh a hundredth at most.",
            n=standing.n_light,
        )
    return " ".join(part for part in (comes_to, weighs, light) if part)


def _n_people(standing: Standing) -> int:
    return standing.n_worked + standing.n_partly + standing.n_didnt
