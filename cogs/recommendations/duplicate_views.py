"""The question whether a recommendation is the item of an existing card."""

from typing import Any, Self

import discord
from discord import ui

from cogs.kit.bot import Interaction
from cogs.kit.context import context_of
from cogs.kit.custom_ids import ID
from cogs.kit.i18n import Translations, escape
from cogs.kit.panel import Panel
from cogs.kit.persistent import PersistentItem
from cogs.recommendations.checks import require_writer
from cogs.recommendations.relation_words import relation_text
from community.discord_limits import BUTTON_LABEL_LENGTH
from community.ids import ChannelId, RecommendationId
from community.recommendations.recommendation import ITEM_LENGTH
from community.recommendations.service import PossibleDuplicate


def duplicate_panel(likely: PossibleDuplicate, say: Translations) -> Panel:
    """Shows the similar card and the two answers."""
    kept, card = likely.recommendation, likely.card
    who = [say("Somebody") if one.author_id is None else f"<@{one.author_id}>" for one in card.visible]
    return Panel(
        say("Is it the same?"),
        lead=say(
            "**{item}** is recommended here already, by {who}. Is that what you mean with **{yours}**?",
            item=escape(card.item, ITEM_LENGTH),
            yours=escape(kept.item, ITEM_LENGTH),
            who=", ".join(who),
        ),
        sections=[("", say("Yours starts with: {relation}", relation=relation_text(kept.relation, say)))],
        closing=say("The same: your voice joins that card. Nothing is posted before you press; it waits for a day."),
        rows=[
            ui.ActionRow(
                DuplicateButton.same(kept.recommendation_id, card.recommendation_id, say),
                DuplicateButton.other(kept.recommendation_id, say),
            )
        ],
    )


class DuplicateButton(
    PersistentItem[ui.Button[Any]],
    template=rf"hamlet:recommend:(same:(?P<kept_id>{ID}):(?P<card_id>{ID})|other:(?P<own_id>{ID}))",
):
    """Decides where a recommendation is posted: on an existing card, or on its own."""

    kept_id: RecommendationId | None
    card_id: RecommendationId | None
    own_id: RecommendationId | None

    @classmethod
    def same(cls, kept: RecommendationId, card: RecommendationId, say: Translations) -> Self:
        """Makes the button that joins the existing card."""
        label = say("The same: add my voice")[:BUTTON_LABEL_LENGTH]
        return cls(
            ui.Button(label=label, style=discord.ButtonStyle.primary, custom_id=f"hamlet:recommend:same:{kept}:{card}")
        )

    @classmethod
    def other(cls, kept: RecommendationId, say: Translations) -> Self:
        """Makes the button that posts a card of its own."""
        return cls(
            ui.Button(label=say("Something else")[:BUTTON_LABEL_LENGTH], custom_id=f"hamlet:recommend:other:{kept}")
        )

    async def on_press(self, interaction: Interaction) -> None:
        """Posts the recommendation where its author says, and updates the standings."""
        ctx = context_of(interaction)
        await interaction.response.defer()
        require_writer(interaction)
        guild, say = ctx.guild_id, ctx.say
        thread = ChannelId(interaction.channel_id or 0)
        number = self.kept_id or self.own_id or RecommendationId(0)
        await ctx.services.recommendations.threads.resolve_duplicate(guild, thread, number, ctx.member_id, self.card_id)
        lead = say("Your recommendation is in the thread now.")
        if self.card_id is not None:
            lead = say("Your voice is on the card now.")
        await interaction.edit_original_response(view=Panel(say("Thank you!"), lead=lead).view())
        await ctx.services.recommendations.threads.show_standings(guild, thread)
