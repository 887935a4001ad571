"""Shows the dry run of an access switch, and the button that begins it."""

from typing import Any, Self

import discord
from discord import ui

from cogs.kit.bot import Interaction
from cogs.kit.checks import require_moderator
from cogs.kit.context import context_of
from cogs.kit.i18n import Translations, escape
from cogs.kit.pagination import Page, button_row
from cogs.kit.panel import Panel
from cogs.kit.persistent import PersistentItem
from community.access.plan import AccessMode
from community.access.service import AccessChange, Preview
from community.topics.capacity import MAXIMUM, Limit

PAGE_SIZE = 15
"""Topics on one page: few, because each may have a sentence as its reason."""
MODES = "role|permission"


def access_preview_panel(preview: Preview, page: int, say: Translations, note: str = "") -> Panel:
    """Returns the dry run, a page of topics at a time."""
    pages = Page.at(page, len(preview.changes), PAGE_SIZE)
    lines = [_line(one, preview.mode, say) for one in pages.of(preview.changes)]
    if preview.under_way:
        lines.append(say("Under way: {topics}", topics=", ".join(escape(one.name) for one in preview.under_way)))
    buttons: list[ui.Item[Any]] = [
        AccessPageButton.to(preview.mode, other, label)
        for other, label in pages.neighbours(say("Back"), say("More topics"))
    ]
    if preview.possible:
        buttons.insert(0, SwitchAccessButton.of(preview, say))
    return Panel(
        say("Topics by roles") if preview.mode is AccessMode.ROLE else say("Topics by permissions"),
        lead=" ".join(part for part in (note, _lead(preview, say)) if part),
        sections=[("", "\n".join(lines))] if lines else [],
        closing=_closing(preview, say),
        rows=button_row(buttons),
    )


class SwitchAccessButton(
    PersistentItem[ui.Button[Any]], template=rf"hamlet:access:go:(?P<mode>{MODES}):(?P<seal>\d{{1,10}})"
):
    """Begins the switch that was shown, for moderators; shows the dry run again if it has changed."""

    mode: AccessMode
    seal: int

    @classmethod
    def of(cls, preview: Preview, say: Translations) -> Self:
        """Returns the button of a dry run."""
        label = say("Go over: {n} topics", n=len(preview.possible))
        custom_id = f"hamlet:access:go:{preview.mode.value}:{preview.fingerprint}"
        return cls(ui.Button(label=label, style=discord.ButtonStyle.danger, custom_id=custom_id))

    async def on_press(self, interaction: Interaction) -> None:
        """Stores the switch and begins it.

        Raises
        ------
        NotAllowed
            If the person is no moderator.
        OutOfReach
            As :meth:`community.access.service.AccessService.confirm`.
        """
        ctx = context_of(interaction)
        await require_moderator(interaction)
        await interaction.response.defer()
        bot, say = ctx.bot, ctx.say
        access, now = ctx.services.access, ctx.now
        preview = await access.confirm(ctx.guild_id, self.mode, self.seal, ctx.member_id, now)
        if preview.fingerprint == self.seal:
            bot.run_in_background(lambda: access.go_on(ctx.guild_id, now))
            panel = Panel(
                say("It has begun"),
                lead=say(
                    "{n} topics go over, one after the other, and nobody loses access meanwhile. See how far it is "
                    "with /topic access. What stands in the way is told to moderators.",
                    n=len(preview.possible),
                ),
            )
        else:
            panel = access_preview_panel(preview, 0, say, note=say("It is different by now; please look again."))
        await interaction.edit_original_response(view=panel.view())


class AccessPageButton(
    PersistentItem[ui.Button[Any]], template=rf"hamlet:access:page:(?P<mode>{MODES}):(?P<page>\d{{1,3}})"
):
    """Shows another page of the dry run, which is computed anew."""

    mode: AccessMode
    page: int

    @classmethod
    def to(cls, mode: AccessMode, page: int, label: str) -> Self:
        """Returns the button of a page."""
        return cls(ui.Button(label=label, custom_id=f"hamlet:access:page:{mode.value}:{page}"))

    async def on_press(self, interaction: Interaction) -> None:
        """Shows the page.

        Raises
        ------
        NotAllowed
            If the person is no moderator.
        OutOfReach
            As :meth:`community.access.service.AccessService.preview`.
        """
        ctx = context_of(interaction)
        await require_moderator(interaction)
        await interaction.response.defer()
        preview = await ctx.services.access.preview(ctx.guild_id, self.mode)
        view = access_preview_panel(preview, self.page, ctx.say).view()
        await interaction.edit_original_response(view=view)


def _lead(preview: Preview, say: Translations) -> str:
    if preview.problem is not None:
        return "⚠️ " + say(preview.problem.sentence, **preview.problem.facts)
    if not preview.changes:
        return say("Every topic is opened this way, or is going over to it. There is nothing to change.")
    n_people = sum(one.n_members for one in preview.possible)
    n_new = sum(one.makes_role for one in preview.possible)
    parts = [
        say("This is a dry run: nothing has changed."),
        say("{n} of {all} topics can go over.", n=len(preview.possible), all=len(preview.changes)),
        say("Given {n} times: a role.", n=n_people)
        if preview.mode is AccessMode.ROLE
        else say("Given {n} times: a permission to see a channel.", n=n_people),
    ]
    if n_new:
        most = MAXIMUM[Limit.ROLES]
        parts.append(
            say("Roles: {n} of {most}, and then {then}.", n=preview.n_roles, most=most, then=preview.n_roles + n_new)
        )
    return " ".join(parts)


def _line(one: AccessChange, mode: AccessMode, say: Translations) -> str:
    name = f"**{escape(one.topic.name)}**"
    if one.problem is not None:
        return f"⚠️ {name}\n-# {say(one.problem.sentence, **one.problem.facts)}"
    if mode is AccessMode.PERMISSION:
        return f"▫️ {name}\n-# {say('{n} members are let in one by one', n=one.n_members)}"
    if one.makes_role:
        return f"▫️ {name}\n-# {say('a new role, for {n} members', n=one.n_members)}"
    return f"▫️ {name}\n-# {say('its role, for {n} more members', n=one.n_members)}"


def _closing(preview: Preview, say: Translations) -> str:
    if preview.mode is AccessMode.ROLE:
        return say("Everybody gets the role before a permission is taken away. New topics get a role from then on.")
    return say("Everybody is let in before a role stops opening the channel. Roles stay; you can delete them then.")
