"""The panels of authors: their recommendations, edits and withdrawals."""

import re
from collections.abc import Sequence
from typing import Any, Self

import discord
from discord import ui

from cogs.kit.bot import Interaction
from cogs.kit.channels import visible_channels
from cogs.kit.context import context_of
from cogs.kit.custom_ids import ID
from cogs.kit.i18n import Translations, escape
from cogs.kit.pagination import Page, button_row
from cogs.kit.panel import Panel
from cogs.kit.persistent import PersistentItem
from cogs.recommendations.modals import RetainingModal, picked_relation
from cogs.recommendations.views import standing_line
from community.discord_limits import BUTTON_LABEL_LENGTH
from community.ids import RecommendationId
from community.recommendations.author_service import EditResult, OwnRecommendation
from community.recommendations.recommendation import ITEM_LENGTH, LINK_LENGTH, WHY_LENGTH, Recommendation, Wording

PAGE_SIZE = 12
"""Lines of one page: as many as fit in a card when all are as long as can be."""


def own_panel(told: Sequence[OwnRecommendation], page: int, say: Translations) -> Panel:
    """Shows a page of a member's recommendations, newest first."""
    pages = Page.at(page, len(told), PAGE_SIZE)
    lines = [_line(one, say) for one in pages.of(told)]
    buttons = [OwnPageButton.to(other, label) for other, label in pages.neighbours(say("Back"), say("Older ones"))]
    return Panel(
        say("Your recommendations"),
        lead="\n".join(lines) or say("You have not recommended anything yet. Press Recommend in the thread of an ask."),
        closing=say("Change one with /recommend edit, take one back with /recommend withdraw.") if told else "",
        rows=button_row(buttons),
    )


def edit_text(done: EditResult, say: Translations) -> str:
    """Tells what an edit did to the votes."""
    if not done.is_substantial:
        return say("Saved. Only the spelling changed, so every vote stays.")
    if not done.n_votes:
        return say("Saved. The card says that it was changed.")
    return say(
        "Saved. This changes what others voted on, so its votes are cleared ({n}); the card says so.", n=done.n_votes
    )


def withdraw_panel(one: Recommendation, say: Translations) -> Panel:
    """Asks for confirmation before a recommendation is withdrawn."""
    return Panel(
        say("Take it back?"),
        lead=say(
            "**{item}** leaves the thread's standings with its votes. This can't be undone; you can recommend it anew.",
            item=escape(one.item, ITEM_LENGTH),
        ),
        closing=say("Moderators can still see that it was there. Change your mind? Just close this message."),
        rows=[ui.ActionRow(WithdrawButton.of(one.recommendation_id, say))],
    )


class OwnPageButton(PersistentItem[ui.Button[Any]], template=r"hamlet:recommend:mine:(?P<page>\d{1,4})"):
    """Turns to another page of a member's own recommendations."""

    page: int

    @classmethod
    def to(cls, page: int, label: str) -> Self:
        """Makes the button that leads to a page."""
        return cls(ui.Button(label=label[:BUTTON_LABEL_LENGTH], custom_id=f"hamlet:recommend:mine:{page}"))

    async def on_press(self, interaction: Interaction) -> None:
        """Shows a page of the recommendations of the person who presses."""
        ctx = context_of(interaction)
        await interaction.response.defer()
        told = await ctx.services.recommendations.own.list_own(
            ctx.guild_id, ctx.member_id, visible_channels(interaction)
        )
        panel = own_panel(told, self.page, ctx.say)
        await interaction.edit_original_response(view=panel.view())


class WithdrawButton(
    PersistentItem[ui.Button[Any]], template=rf"hamlet:recommend:withdraw:(?P<recommendation_id>{ID})"
):
    """Withdraws a recommendation."""

    recommendation_id: RecommendationId

    @classmethod
    def of(cls, recommendation_id: RecommendationId, say: Translations) -> Self:
        """Makes the button of a recommendation."""
        custom_id = f"hamlet:recommend:withdraw:{recommendation_id}"
        return cls(ui.Button(label=say("Take it back"), style=discord.ButtonStyle.danger, custom_id=custom_id))

    async def on_press(self, interaction: Interaction) -> None:
        """Withdraws the recommendation; refuses everybody but its author."""
        ctx = context_of(interaction)
        await interaction.response.defer()
        say = ctx.say
        kept = await ctx.services.recommendations.own.require_own(ctx.guild_id, self.recommendation_id, ctx.member_id)
        await ctx.services.recommendations.own.withdraw(kept, ctx.now)
        panel = Panel(say("Taken back"), lead=say("**{item}** is withdrawn.", item=escape(kept.item, ITEM_LENGTH)))
        await interaction.edit_original_response(view=panel.view())


class EditModal(RetainingModal):
    """The modal in which an author changes a recommendation."""

    template = re.compile(rf"hamlet:recommend:edit:(?P<recommendation_id>{ID})")
    recommendation_id: RecommendationId

    @classmethod
    def of(cls, one: Recommendation, say: Translations) -> Self:
        """Makes the modal, filled with the present words."""
        form = cls(title=say("Change your recommendation"), custom_id=f"hamlet:recommend:edit:{one.recommendation_id}")
        form.add_text_input("item", say("What do you recommend?"), ITEM_LENGTH, typed=one.item)
        form.add_text_input("why", say("Why? Your own experience helps most"), WHY_LENGTH, in_lines=True, typed=one.why)
        form.add_text_input("link", say("Link"), LINK_LENGTH, hint="https://", required=False, typed=one.link)
        form.add_relation_input(say, chosen=one.relation)
        return form

    async def save(self, interaction: Interaction) -> None:
        """Saves the edit, and tells what it did to the votes."""
        ctx = context_of(interaction)
        relation = picked_relation(self.answers)
        kept = await ctx.services.recommendations.own.require_own(ctx.guild_id, self.recommendation_id, ctx.member_id)
        said = Wording(
            self.answers.get("item", ""), self.answers.get("why", ""), self.answers.get("link", ""), relation
        )
        done = await ctx.services.recommendations.own.edit(kept, said, ctx.now)
        await interaction.followup.send(edit_text(done, ctx.say), ephemeral=True)


def _line(own: OwnRecommendation, say: Translations) -> str:
    one, standing = own.recommendation, own.standing
    if one.reason:
        hidden = say("hidden by a moderator: {reason}", reason=escape(one.reason, 200))
        return f"- **{escape(one.item, ITEM_LENGTH)}**: {hidden}"
    if standing is None:
        return f"- **{escape(one.item, ITEM_LENGTH)}** <#{own.ask.thread_id}>"
    return f"- {standing_line(own.ask, standing, say)} <#{own.ask.thread_id}>"
