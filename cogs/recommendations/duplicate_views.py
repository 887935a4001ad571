"""Asking an author whether what they recommend is on a card already."""

from typing import Any, Self

import discord
from discord import ui

from cogs.kit.bot import guild_id, host, member_id, speaker
from cogs.kit.channels import require_writer
from cogs.kit.i18n import Speaker, plain
from cogs.kit.panel import Panel
from cogs.kit.persistent import ID, Press
from cogs.recommendations.relation_words import relation_word
from community.ids import ChannelId, RecommendationId
from community.recommendations.recommendation import ITEM_LENGTH
from community.recommendations.service import Likely


def likely_panel(likely: Likely, say: Speaker) -> Panel:
    """What is on the card already, and the two answers."""
    kept, card = likely.kept, likely.card
    who = [say("Somebody") if one.author_id is None else f"<@{one.author_id}>" for one in card.speaks]
    return Panel(
        say("Is it the same?"),
        lead=say(
            "**{item}** is recommended here already, by {who}. Is that what you mean with **{yours}**?",
            item=plain(card.item, ITEM_LENGTH),
            yours=plain(kept.item, ITEM_LENGTH),
            who=", ".join(who),
        ),
        sections=[("", say("Yours starts with: {relation}", relation=relation_word(kept.relation, say)))],
        closing=say("The same: your voice joins that card. Nothing is posted before you press; it waits for a day."),
        rows=[
            ui.ActionRow(
                SameButton.same(kept.recommendation_id, card.recommendation_id, say),
                SameButton.other(kept.recommendation_id, say),
            )
        ],
    )


class SameButton(
    Press[ui.Button[Any]], template=rf"hamlet:recommend:(same:(?P<kept>{ID}):(?P<card>{ID})|other:(?P<own>{ID}))"
):
    """Says where a recommendation belongs: on a card that is there, or on its own."""

    @classmethod
    def same(cls, kept: RecommendationId, card: RecommendationId, say: Speaker) -> Self:
        """It is the same."""
        label = say("The same: add my voice")[:80]
        return cls(
            ui.Button(label=label, style=discord.ButtonStyle.primary, custom_id=f"hamlet:recommend:same:{kept}:{card}")
        )

    @classmethod
    def other(cls, kept: RecommendationId, say: Speaker) -> Self:
        """It is something else."""
        return cls(ui.Button(label=say("Something else")[:80], custom_id=f"hamlet:recommend:other:{kept}"))

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        """Posts it where it belongs, and brings the standings up to date."""
        await interaction.response.defer()
        require_writer(interaction)
        bot, guild, say = host(interaction), guild_id(interaction), speaker(interaction)
        thread = ChannelId(interaction.channel_id or 0)
        numbers = [RecommendationId(int(one)) for one in self.custom_id.split(":")[3:]]
        same_as = numbers[1] if len(numbers) > 1 else None
        await bot.services.recommendations.settle(guild, thread, numbers[0], member_id(interaction), same_as)
        lead = say("Your recommendation is in the thread now.")
        if same_as is not None:
            lead = say("Your voice is on the card now.")
        await interaction.edit_original_response(view=Panel(say("Thank you!"), lead=lead).view())
        await bot.services.recommendations.show_standings(guild, thread)
