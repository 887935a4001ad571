"""What authors see and do with their own recommendations."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Self

import discord
from discord import app_commands, ui

from cogs.kit.bot import guild_id, host, member_id, speaker
from cogs.kit.channels import visible_channels
from cogs.kit.i18n import Speaker, plain
from cogs.kit.pagination import Pages, row
from cogs.kit.panel import Panel
from cogs.kit.persistent import ID, Press
from cogs.recommendations.modals import KeepingForm, picked_relation
from cogs.recommendations.views import standing_line
from community.ids import RecommendationId
from community.recommendations.author_service import Edited, Own
from community.recommendations.recommendation import ITEM_LENGTH, LINK_LENGTH, WHY_LENGTH, Recommendation, Wording

PAGE = 12
"""Lines of one page: as many as fit in a card when all are as long as can be."""


def mine_panel(told: Sequence[Own], page: int, say: Speaker) -> Panel:
    """What somebody recommended, newest first, a page at a time."""
    pages = Pages.at(page, len(told), PAGE)
    lines = [_line(one, say) for one in pages.of(told)]
    buttons = [MinePage.to(other, label) for other, label in pages.turns(say("Back"), say("Older ones"))]
    return Panel(
        say("Your recommendations"),
        lead="\n".join(lines) or say("You have not recommended anything yet. Press Recommend in the thread of an ask."),
        closing=say("Change one with /recommend edit, take one back with /recommend withdraw.") if told else "",
        rows=row(buttons),
    )


def item_choices(found: Sequence[Recommendation]) -> list[app_commands.Choice[str]]:
    """What autocomplete offers."""
    return [app_commands.Choice(name=one.item[:100], value=str(one.recommendation_id)) for one in found]


def edited(done: Edited, say: Speaker) -> str:
    """What an edit did to the votes."""
    if not done.substantial:
        return say("Saved. Only the spelling changed, so every vote stays.")
    if not done.n_votes:
        return say("Saved. The card says that it was changed.")
    return say(
        "Saved. This changes what others voted on, so its votes are cleared ({n}); the card says so.", n=done.n_votes
    )


def withdraw_panel(one: Recommendation, say: Speaker) -> Panel:
    """Asks before anything is taken back."""
    return Panel(
        say("Take it back?"),
        lead=say(
            "**{item}** leaves the thread's standings with its votes. This can't be undone; you can recommend it anew.",
            item=plain(one.item, ITEM_LENGTH),
        ),
        closing=say("Moderators can still see that it was there. Change your mind? Just close this message."),
        rows=[ui.ActionRow(WithdrawButton.of(one.recommendation_id, say))],
    )


class MinePage(Press[ui.Button[Any]], template=r"hamlet:recommend:mine:(?P<page>\d{1,4})"):
    """Turns to another page of one's own recommendations."""

    @classmethod
    def to(cls, page: int, label: str) -> Self:
        """The button that leads to a page."""
        return cls(ui.Button(label=label[:80], custom_id=f"hamlet:recommend:mine:{page}"))

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        """Shows that page of the presser's own."""
        await interaction.response.defer()
        told = await host(interaction).services.authors.mine(
            guild_id(interaction), member_id(interaction), visible_channels(interaction)
        )
        panel = mine_panel(told, int(self.custom_id.rpartition(":")[2]), speaker(interaction))
        await interaction.edit_original_response(view=panel.view())


class WithdrawButton(Press[ui.Button[Any]], template=rf"hamlet:recommend:withdraw:(?P<recommendation>{ID})"):
    """Takes an own recommendation back."""

    @classmethod
    def of(cls, recommendation_id: RecommendationId, say: Speaker) -> Self:
        """The button of one recommendation."""
        custom_id = f"hamlet:recommend:withdraw:{recommendation_id}"
        return cls(ui.Button(label=say("Take it back"), style=discord.ButtonStyle.danger, custom_id=custom_id))

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        """Takes it back, whoever was shown the button: only their own."""
        await interaction.response.defer()
        bot, say = host(interaction), speaker(interaction)
        number = RecommendationId(int(self.custom_id.rpartition(":")[2]))
        kept = await bot.services.authors.own(guild_id(interaction), number, member_id(interaction))
        await bot.services.authors.withdraw(kept, bot.clock())
        panel = Panel(say("Taken back"), lead=say("**{item}** is withdrawn.", item=plain(kept.item, ITEM_LENGTH)))
        await interaction.edit_original_response(view=panel.view())


class EditForm(KeepingForm):
    """What an author said, to be changed."""

    template = re.compile(rf"hamlet:recommend:edit:(?P<recommendation>{ID})")

    @classmethod
    def of(cls, one: Recommendation, say: Speaker) -> Self:
        """The form with what is kept now."""
        form = cls(title=say("Change your recommendation"), custom_id=f"hamlet:recommend:edit:{one.recommendation_id}")
        form.ask_text("item", say("What do you recommend?"), ITEM_LENGTH, typed=one.item)
        form.ask_text("why", say("Why? Your own experience helps most"), WHY_LENGTH, in_lines=True, typed=one.why)
        form.ask_text("link", say("Link"), LINK_LENGTH, hint="https://", required=False, typed=one.link)
        form.ask_relation(say, chosen=one.relation)
        return form

    @classmethod
    async def sent(
        cls, interaction: discord.Interaction[Any], match: re.Match[str], answers: Mapping[str, str]
    ) -> None:
        """Changes it, and says what became of its votes."""
        bot, say = host(interaction), speaker(interaction)
        relation = picked_relation(answers)
        number = RecommendationId(int(match["recommendation"]))
        kept = await bot.services.authors.own(guild_id(interaction), number, member_id(interaction))
        said = Wording(answers.get("item", ""), answers.get("why", ""), answers.get("link", ""), relation)
        done = await bot.services.authors.edit(kept, said, bot.clock())
        await interaction.followup.send(edited(done, say), ephemeral=True)


def _line(own: Own, say: Speaker) -> str:
    one, standing = own.recommendation, own.standing
    if one.reason:
        hidden = say("hidden by a moderator: {reason}", reason=plain(one.reason, 200))
        return f"- **{plain(one.item, ITEM_LENGTH)}**: {hidden}"
    if standing is None:
        return f"- **{plain(one.item, ITEM_LENGTH)}** <#{own.ask.thread_id}>"
    return f"- {standing_line(own.ask, standing, say)} <#{own.ask.thread_id}>"
