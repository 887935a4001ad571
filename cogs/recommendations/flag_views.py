"""The panel of possible vote rings and promotion, for moderators."""

from typing import Any, Final, Self

from discord import ui

from cogs.kit.bot import Interaction
from cogs.kit.checks import require_moderator
from cogs.kit.context import context_of
from cogs.kit.i18n import Translations, escape
from cogs.kit.pagination import Page, button_row
from cogs.kit.panel import Panel
from cogs.kit.persistent import PersistentItem
from community.discord_limits import BUTTON_LABEL_LENGTH
from community.recommendations.promotion_detection import Promotion
from community.recommendations.trust_service import LOOK_BACK, Flags
from community.recommendations.vote_ring import Ring

PAGE_SIZE: Final = 4
"""Flags of one page: as many as fit in a card when all are as long as can be."""


def flags_panel(flags: Flags, page: int, say: Translations) -> Panel:
    """Shows a page of flags with their evidence."""
    told = [_ring(one, say) for one in flags.rings] + [_promotion(one, say) for one in flags.promotions]
    pages = Page.at(page, len(told), PAGE_SIZE)
    buttons = [FlagsPageButton.to(other, label) for other, label in pages.neighbours(say("Back"), say("More"))]
    return Panel(
        say("What stands out among recommendations"),
        lead=say("Nothing happens to anybody by itself. There may be a good reason: please ask the people first.")
        if told
        else say("Nothing stands out: neither votes that go round in a group, nor one link again and again."),
        sections=pages.of(told),
        closing=say("Looked at: the last {n} days. Only moderators see this.", n=LOOK_BACK.days),
        rows=button_row(buttons),
    )


class FlagsPageButton(PersistentItem[ui.Button[Any]], template=r"hamlet:recommend:flags:(?P<page>\d{1,3})"):
    """Turns to another page of flags."""

    page: int

    @classmethod
    def to(cls, page: int, label: str) -> Self:
        """Makes the button that leads to a page."""
        return cls(ui.Button(label=label[:BUTTON_LABEL_LENGTH], custom_id=f"hamlet:recommend:flags:{page}"))

    async def on_press(self, interaction: Interaction) -> None:
        """Shows the page, for moderators."""
        ctx = context_of(interaction)
        await interaction.response.defer()
        await require_moderator(interaction)
        flags = await ctx.services.recommendations.trust.find_flags(ctx.guild_id)
        panel = flags_panel(flags, self.page, ctx.say)
        await interaction.edit_original_response(view=panel.view())


def _ring(one: Ring, say: Translations) -> tuple[str, str]:
    evidence = say(
        "{who}: of the {given} times they said that something worked for them, {inside} were for one another,"
        " and their own got {received} in all. If chance decided for whom, with everybody as busy and as liked as"
        " they are, it would be about {expected}. Without any ring, as much shows in at most {p} of 1,000 communities"
        " like this one.",
        who=", ".join(f"<@{member}>" for member in one.members),
        given=one.n_given,
        inside=one.n_inside,
        received=one.n_received,
        expected=round(one.n_expected),
        p=round(1_000 * one.p),
    )
    return say("Votes that go round in a group"), evidence


def _promotion(one: Promotion, say: Translations) -> tuple[str, str]:
    sentences = [
        say(
            "{who} answered {asks} asks with a link to {host} ({n} times), never with anything else, and never said to"
            " be related to it.",
            who=f"<@{one.member_id}>",
            asks=one.n_asks,
            host=escape(one.host),
            n=one.n,
        ),
        say("As bought or made by themselves: {n} of these.", n=one.n_own),
        say(
            "Everybody else: {n} recommendations, {to_host} with a link there.",
            n=one.n_others,
            to_host=one.n_others_to_host,
        ),
    ]
    return say("One link again and again"), " ".join(sentences)
