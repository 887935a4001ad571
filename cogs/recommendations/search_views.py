"""The panels of search results and of explanations."""

from collections import Counter
from typing import Any, Final, Self

import discord
from discord import ui

from cogs.kit.bot import Interaction
from cogs.kit.channels import visible_channels
from cogs.kit.context import context_of
from cogs.kit.i18n import Translations, escape
from cogs.kit.pagination import Page, button_row
from cogs.kit.panel import Panel
from cogs.kit.persistent import PersistentItem
from cogs.recommendations.relation_words import relation_text
from cogs.recommendations.views import chosen_note, standing_line, wanted_text
from community.discord_limits import BUTTON_LABEL_LENGTH
from community.ids import ChannelId
from community.recommendations.funnel import OutcomeFunnel
from community.recommendations.recommendation import ITEM_LENGTH
from community.recommendations.score import MIN_WEIGHT
from community.recommendations.search_service import Explanation, SearchPage, SearchResult
from community.recommendations.standings import Standing

PAGE_SIZE: Final = 6
"""Results of one page: as many as fit in a card when all are as long as can be."""
MAX_TYPED: Final = 60
"""Characters of a search text: it is part of the custom id of the page's buttons."""
MIN_PEOPLE: Final = 5
"""People from whom on the weight of their votes together is shown, so that nobody's own can be inferred (our choice,
as for what brands are shown)."""


def results_panel(found: SearchPage, typed: str, say: Translations, channel_id: ChannelId | None = None) -> Panel:
    """Shows a page of search results, best first."""
    pages = Page.at(found.page, found.n, PAGE_SIZE)
    turns = pages.neighbours(say("Back"), say("More"))
    buttons = [SearchPageButton.to(other, channel_id, typed, label) for other, label in turns]
    return Panel(
        say("What this community recommends"),
        lead=say("{n} found for **{words}**, best first.", n=found.n, words=escape(typed))
        if found.n
        else say(
            "Nothing was recommended yet that fits **{words}**. Ask for it with /recommend ask.", words=escape(typed)
        ),
        sections=[("", _result(one, say)) for one in found.results],
        closing=say("Page {page} of {n}.", page=pages.page + 1, n=pages.n) if pages.n > 1 else "",
        rows=button_row(buttons),
    )


def explanation_panel(explained: Explanation, say: Translations) -> Panel:
    """Shows why a card has its place, in words."""
    standing = explained.standing
    relations = Counter(one.relation for one in explained.recommenders)
    disclosed = ", ".join(f"{relation_text(one, say)} ({n})" for one, n in relations.items())
    sections = [
        (say("Who recommends it"), disclosed),
        (say("What people say"), _votes_text(standing, say)),
        (say("What it comes to"), _score_text(explained, say)),
        (say("What came of asking"), _outcomes_text(explained.outcomes, say)),
    ]
    if explained.own_weight is not None:
        own = say(
            "It weighs {percent} % of a full vote. Nobody else is told.", percent=round(explained.own_weight * 100)
        )
        sections.append((say("Your own word"), own))
    return Panel(
        escape(standing.recommendation.item, ITEM_LENGTH),
        lead=say(
            "Recommended for: {wanted} <#{thread}>",
            wanted=wanted_text(explained.ask, say),
            thread=explained.ask.thread_id,
        ),
        sections=sections,
        closing=say(
            "A word weighs more, the more the moderators, the stewards and those they trust found that person's own"
            " recommendations good."
        ),
    )


class SearchPageButton(
    PersistentItem[ui.Button[Any]],
    template=rf"hamlet:find:(?P<page>\d{{1,2}}):(?P<channel_id>\d{{1,19}}):(?P<words>.{{1,{MAX_TYPED}}})",
):
    """Turns to another page of search results."""

    page: int
    channel_id: ChannelId
    words: str

    @classmethod
    def to(cls, page: int, channel_id: ChannelId | None, typed: str, label: str) -> Self:
        """Makes the button that leads to a page."""
        return cls(
            ui.Button(label=label[:BUTTON_LABEL_LENGTH], custom_id=f"hamlet:find:{page}:{channel_id or 0}:{typed}")
        )

    async def on_press(self, interaction: Interaction) -> None:
        """Searches again, in what the person can see now."""
        ctx = context_of(interaction)
        await interaction.response.defer()
        channels, channel_id = visible_channels(interaction), self.channel_id or None
        if channel_id is not None:
            channels &= {channel_id}
        found = await ctx.services.recommendations.search.find(ctx.guild_id, channels, self.words, self.page, PAGE_SIZE)
        panel = results_panel(found, self.words, ctx.say, channel_id)
        await interaction.edit_original_response(view=panel.view())


def _result(one: SearchResult, say: Translations) -> str:
    line = standing_line(one.ask, one.standing, say) + chosen_note(one.standing, one.choice, say)
    when = discord.utils.format_dt(one.standing.recommendation.recommended_at, "R")
    early = "" if one.standing.score is not None else " · " + say("too early to rank")
    where = say(
        "For: {wanted} <#{thread}>, {when}", wanted=wanted_text(one.ask, say), thread=one.ask.thread_id, when=when
    )
    return f"{line}{early}\n-# {where}"


def _votes_text(standing: Standing, say: Translations) -> str:
    if not _n_people(standing):
        return say("Nobody has said yet whether it works. Did you try it? Then press a button on its card.")
    counts = (
        (standing.n_worked, say("Worked for {n}", n=standing.n_worked)),
        (standing.n_partly, say("Worked in part for {n}", n=standing.n_partly)),
        (standing.n_didnt, say("Didn't work for {n}", n=standing.n_didnt)),
        (standing.n_thanks, say("Thanks from {n}; thanks don't score", n=standing.n_thanks)),
    )
    return " · ".join(words for n, words in counts if n)


def _outcomes_text(outcomes: OutcomeFunnel, say: Translations) -> str:
    recommended = say("Recommended in {n} asks that you can see.", n=outcomes.n_asked)
    if outcomes.n_asked == 1:
        recommended = say("Recommended in one ask that you can see.")
    if not outcomes.n_chosen:
        return f"{recommended} {say('Nobody who asked has gone with it yet.')}"
    chosen = say("{n} who asked went with it.", n=outcomes.n_chosen)
    if outcomes.n_chosen == 1:
        chosen = say("One who asked went with it.")
    if not outcomes.n_tried:
        return f"{recommended} {chosen} {say('How it went is not told yet.')}"
    went = (
        (outcomes.n_worked, say("it worked for {n}", n=outcomes.n_worked)),
        (outcomes.n_partly, say("in part for {n}", n=outcomes.n_partly)),
        (outcomes.n_failed, say("not for {n}", n=outcomes.n_failed)),
    )
    how = say("As they told, {how}.", how=", ".join(words for n, words in went if n))
    return f"{recommended} {chosen} {how}"


def _score_text(explained: Explanation, say: Translations) -> str:
    standing = explained.standing
    if standing.score is None:
        comes_to = say(
            "Too early to rank: what was said so far weighs less than {n} full votes. The asker's word is two votes.",
            n=MIN_WEIGHT,
        )
    else:
        comes_to = say(
            "Score {score}, place {place} of {n} in its thread: of 100 people it works for this many or more,"
            " judged carefully. The fewer votes, the lower it starts.",
            score=round(standing.score * 100),
            place=explained.place,
            n=explained.n_cards,
        )
    if _n_people(standing) < MIN_PEOPLE:
        return comes_to
    people, weight = _n_people(standing), round(standing.weight)
    weighs = say("What these {n} people said weighs like {weight} full votes.", n=people, weight=weight)
    if weight <= 1:
        weighs = say("What these {n} people said weighs like one full vote at most.", n=people)
    light = ""
    if standing.n_light == 1:
        light = say("One of them is new here, or does nothing but vote: that word weighs a hundredth at most.")
    elif standing.n_light:
        light = say(
            "{n} of them are new here, or do nothing but vote: together they weigh a hundredth at most.",
            n=standing.n_light,
        )
    return " ".join(part for part in (comes_to, weighs, light) if part)


def _n_people(standing: Standing) -> int:
    return standing.n_worked + standing.n_partly + standing.n_didnt
