"""The panels of moderators: hidden recommendations, their reasons, and the audit trail."""

from collections.abc import Sequence
from typing import Any, Self

import discord
from discord import ui

from cogs.kit.bot import Interaction
from cogs.kit.checks import require_moderator
from cogs.kit.context import context_of
from cogs.kit.custom_ids import ID
from cogs.kit.i18n import Translations, escape
from cogs.kit.pagination import button_row, neighbours
from cogs.kit.panel import Panel
from cogs.kit.persistent import PersistentItem
from community.discord_limits import BUTTON_LABEL_LENGTH
from community.ids import RecommendationId
from community.recommendations.audit_trail import AuditAction, AuditEntry
from community.recommendations.author_service import REASON_LENGTH
from community.recommendations.recommendation import ITEM_LENGTH, Recommendation

PAGE_SIZE = 10
"""Entries of one page: as many as fit in a card when all are as long as can be."""
REASON_LIMIT = 200


def hidden_panel(one: Recommendation, say: Translations) -> Panel:
    """Shows that a recommendation is hidden, and how to restore it."""
    return Panel(
        say("Hidden"),
        lead=say(
            "**{item}** is hidden from everybody. Its author reads your reason with /recommend mine.",
            item=escape(one.item, ITEM_LENGTH),
        ),
        closing=say("Moderators see it in /recommend trail. A mistake? Show it again, with its votes."),
        rows=[ui.ActionRow(RestoreButton.of(one.recommendation_id, say))],
    )


def trail_panel(entries: Sequence[AuditEntry], page: int, n_pages: int, say: Translations) -> Panel:
    """Shows a page of the audit trail, newest first."""
    beside = neighbours(page, n_pages, say("Newer ones"), say("Older ones"))
    buttons = [TrailPageButton.to(other, label) for other, label in beside]
    restores = [
        RestoreButton.of(number, say, escape(item, 40))
        for number, item in {
            one.recommendation_id: one.item for one in entries if one.action is AuditAction.HIDDEN
        }.items()
        if item
    ][:5]
    return Panel(
        say("What became of recommendations"),
        lead="\n".join(_line(one, say) for one in entries)
        or say("Nothing was edited, withdrawn, hidden or deleted here yet."),
        rows=[*button_row(restores), *button_row(buttons)],
    )


class RestoreButton(PersistentItem[ui.Button[Any]], template=rf"hamlet:recommend:restore:(?P<recommendation_id>{ID})"):
    """Restores a hidden recommendation."""

    recommendation_id: RecommendationId

    @classmethod
    def of(cls, recommendation_id: RecommendationId, say: Translations, item: str = "") -> Self:
        """Makes the button of a recommendation."""
        label = say("Show {item} again", item=item) if item else say("Show it again")
        return cls(
            ui.Button(label=label[:BUTTON_LABEL_LENGTH], custom_id=f"hamlet:recommend:restore:{recommendation_id}")
        )

    async def on_press(self, interaction: Interaction) -> None:
        """Restores the recommendation, for moderators."""
        ctx = context_of(interaction)
        await interaction.response.defer(ephemeral=True)
        await require_moderator(interaction)
        authors = ctx.services.recommendations.own
        kept = await authors.restore(ctx.guild_id, self.recommendation_id, ctx.member_id, ctx.now)
        await interaction.followup.send(
            ctx.say("**{item}** is shown again, with its votes.", item=escape(kept.item, ITEM_LENGTH)),
            ephemeral=True,
        )


class ReasonButton(PersistentItem[ui.Button[Any]], template=rf"hamlet:recommend:reason:(?P<recommendation_id>{ID})"):
    """Tells an author why a moderator hid what they recommended."""

    recommendation_id: RecommendationId

    @classmethod
    def on(cls, recommendation_id: RecommendationId, say: Translations) -> Self:
        """Makes the button of a card."""
        return cls(
            ui.Button(
                label=say("Why? For its author")[:BUTTON_LABEL_LENGTH],
                custom_id=f"hamlet:recommend:reason:{recommendation_id}",
            )
        )

    async def on_press(self, interaction: Interaction) -> None:
        """Tells the reason to the author, and to nobody else."""
        ctx = context_of(interaction)
        await interaction.response.defer(ephemeral=True)
        authors = ctx.services.recommendations.own
        reason = await authors.hidden_reason(ctx.guild_id, self.recommendation_id, ctx.member_id)
        await interaction.followup.send(
            ctx.say(
                "A moderator hid this: {reason}\nIs that a mistake? Please talk to the moderators.",
                reason=escape(reason, REASON_LENGTH),
            ),
            ephemeral=True,
        )


class TrailPageButton(PersistentItem[ui.Button[Any]], template=r"hamlet:recommend:trail:(?P<page>\d{1,5})"):
    """Turns to another page of the audit trail."""

    page: int

    @classmethod
    def to(cls, page: int, label: str) -> Self:
        """Makes the button that leads to a page."""
        return cls(ui.Button(label=label[:BUTTON_LABEL_LENGTH], custom_id=f"hamlet:recommend:trail:{page}"))

    async def on_press(self, interaction: Interaction) -> None:
        """Shows the page, for moderators."""
        ctx = context_of(interaction)
        await interaction.response.defer()
        await require_moderator(interaction)
        entries, n_pages = await ctx.services.recommendations.own.audit_page(ctx.guild_id, self.page, PAGE_SIZE)
        panel = trail_panel(entries, self.page, n_pages, ctx.say)
        await interaction.edit_original_response(view=panel.view())


def _line(one: AuditEntry, say: Translations) -> str:
    who = say("Somebody") if one.member_id is None else f"<@{one.member_id}>"
    item = f"**{escape(one.item, ITEM_LENGTH)}**" if one.item else say("something that was erased")
    words = {
        AuditAction.EDITED: say("{who} edited {item}", who=who, item=item),
        AuditAction.WITHDRAWN: say("{who} withdrew {item}", who=who, item=item),
        AuditAction.HIDDEN: say("{who} hid {item}", who=who, item=item),
        AuditAction.RESTORED: say("{who} showed {item} again", who=who, item=item),
        AuditAction.REMOVED: say("The card of {item} was deleted by hand", item=item),
    }
    where = "" if one.thread_id is None else f" <#{one.thread_id}>"
    why = f": {escape(one.reason, REASON_LIMIT)}" if one.reason else ""
    return f"- {discord.utils.format_dt(one.at, 'd')} {words[one.action]}{where}{why}"
