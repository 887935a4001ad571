"""What moderators see and do with recommendations, and what authors are told of it."""

from collections.abc import Sequence
from typing import Any, Self

import discord
from discord import ui

from cogs.kit.bot import guild_id, host, member_id, speaker
from cogs.kit.checks import require_moderator
from cogs.kit.i18n import Speaker, plain
from cogs.kit.pagination import row, turns
from cogs.kit.panel import Panel
from cogs.kit.persistent import ID, Press
from community.ids import RecommendationId
from community.recommendations.audit_trail import Deed, Entry
from community.recommendations.author_service import REASON_LENGTH
from community.recommendations.recommendation import ITEM_LENGTH, Recommendation

PAGE = 10
"""Entries of one page: as many as fit in a card when all are as long as can be."""
REASON_SHOWN = 200


def hidden_panel(one: Recommendation, say: Speaker) -> Panel:
    """Says that a recommendation is hidden, and how to undo it."""
    return Panel(
        say("Hidden"),
        lead=say(
            "**{item}** is hidden from everybody. Its author reads your reason with /recommend mine.",
            item=plain(one.item, ITEM_LENGTH),
        ),
        closing=say("Moderators see it in /recommend trail. A mistake? Show it again, with its votes."),
        rows=[ui.ActionRow(RestoreButton.of(one.recommendation_id, say))],
    )


def trail_panel(entries: Sequence[Entry], page: int, n_pages: int, say: Speaker) -> Panel:
    """What was edited, withdrawn, hidden and deleted, newest first."""
    beside = turns(page, n_pages, say("Newer ones"), say("Older ones"))
    buttons = [TrailPage.to(other, label) for other, label in beside]
    restores = [
        RestoreButton.of(number, say, plain(item, 40))
        for number, item in {one.recommendation_id: one.item for one in entries if one.deed is Deed.HIDDEN}.items()
        if item
    ][:5]
    return Panel(
        say("What became of recommendations"),
        lead="\n".join(_line(one, say) for one in entries)
        or say("Nothing was edited, withdrawn, hidden or deleted here yet."),
        rows=[*row(restores), *row(buttons)],
    )


class RestoreButton(Press[ui.Button[Any]], template=rf"hamlet:recommend:restore:(?P<recommendation>{ID})"):
    """Shows again what was hidden."""

    @classmethod
    def of(cls, recommendation_id: RecommendationId, say: Speaker, item: str = "") -> Self:
        """The button of one recommendation."""
        label = say("Show {item} again", item=item) if item else say("Show it again")
        return cls(ui.Button(label=label[:80], custom_id=f"hamlet:recommend:restore:{recommendation_id}"))

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        """Shows it again, for moderators."""
        await interaction.response.defer(ephemeral=True)
        await require_moderator(interaction)
        bot = host(interaction)
        number = RecommendationId(int(self.custom_id.rpartition(":")[2]))
        kept = await bot.services.authors.restore(guild_id(interaction), number, member_id(interaction), bot.clock())
        await interaction.followup.send(
            speaker(interaction)("**{item}** is shown again, with its votes.", item=plain(kept.item, ITEM_LENGTH)),
            ephemeral=True,
        )


class ReasonButton(Press[ui.Button[Any]], template=rf"hamlet:recommend:reason:(?P<recommendation>{ID})"):
    """Tells an author why a moderator hid what they recommended."""

    @classmethod
    def on(cls, recommendation_id: RecommendationId, say: Speaker) -> Self:
        """The button of one card."""
        return cls(
            ui.Button(label=say("Why? For its author")[:80], custom_id=f"hamlet:recommend:reason:{recommendation_id}")
        )

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        """Tells its author, and nobody else."""
        await interaction.response.defer(ephemeral=True)
        authors = host(interaction).services.authors
        number = RecommendationId(int(self.custom_id.rpartition(":")[2]))
        reason = await authors.reason(guild_id(interaction), number, member_id(interaction))
        await interaction.followup.send(
            speaker(interaction)(
                "A moderator hid this: {reason}\nIs that a mistake? Please talk to the moderators.",
                reason=plain(reason, REASON_LENGTH),
            ),
            ephemeral=True,
        )


class TrailPage(Press[ui.Button[Any]], template=r"hamlet:recommend:trail:(?P<page>\d{1,5})"):
    """Turns to another page of the trail."""

    @classmethod
    def to(cls, page: int, label: str) -> Self:
        """The button that leads to a page."""
        return cls(ui.Button(label=label[:80], custom_id=f"hamlet:recommend:trail:{page}"))

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        """Shows that page, for moderators."""
        await interaction.response.defer()
        await require_moderator(interaction)
        page = int(self.custom_id.rpartition(":")[2])
        entries, n_pages = await host(interaction).services.authors.trail(guild_id(interaction), page, PAGE)
        panel = trail_panel(entries, page, n_pages, speaker(interaction))
        await interaction.edit_original_response(view=panel.view())


def _line(one: Entry, say: Speaker) -> str:
    who = say("Somebody") if one.member_id is None else f"<@{one.member_id}>"
    item = f"**{plain(one.item, ITEM_LENGTH)}**" if one.item else say("something that was erased")
    words = {
        Deed.EDITED: say("{who} edited {item}", who=who, item=item),
        Deed.WITHDRAWN: say("{who} withdrew {item}", who=who, item=item),
        Deed.HIDDEN: say("{who} hid {item}", who=who, item=item),
        Deed.RESTORED: say("{who} showed {item} again", who=who, item=item),
        Deed.REMOVED: say("The card of {item} was deleted by hand", item=item),
    }
    where = "" if one.thread_id is None else f" <#{one.thread_id}>"
    why = f": {plain(one.reason, REASON_SHOWN)}" if one.reason else ""
    return f"- {discord.utils.format_dt(one.at, 'd')} {words[one.deed]}{where}{why}"
