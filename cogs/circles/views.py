"""How circles look: the first post, invitations, the notice, and what is asked before somebody leaves."""

from datetime import datetime
from typing import Any, Self

import discord
from discord import app_commands, ui

from cogs.kit.bot import Interaction
from cogs.kit.context import context_of
from cogs.kit.custom_ids import ID
from cogs.kit.i18n import Translations, escape
from cogs.kit.panel import Panel
from cogs.kit.persistent import PersistentItem
from community.circles.circle import IDLE_SPAN, MAX_CIRCLES, NOTICE_SPAN, Circle, CircleMember
from community.errors import NotAllowed
from community.ids import ChannelId, CircleId, MemberId

CIRCLE = rf"(?P<circle_id>{ID})"
MEMBER = rf"(?P<member_id>{ID})"
"""Identifiers below 2**63, as the database takes them."""


def circle_title(circle: Circle, say: Translations) -> str:
    """A circle's name; whoever gave it may have been forgotten, and their words with them."""
    return escape(circle.name) if circle.name else say("a circle")


async def wanted_circle(interaction: Interaction, typed: str) -> Circle:
    """The circle of the asker that was picked; without a pick the one they are in, or their only one."""
    ctx = context_of(interaction)
    circles, guild, member = ctx.services.circles, ctx.guild_id, ctx.member_id
    if not typed:
        return await circles.current_circle(guild, member, ChannelId(interaction.channel_id or 0))
    for circle in await circles.circles_of(guild, member):
        if typed in {str(circle.circle_id), circle.name}:
            return circle
    return await circles.find(guild, member, CircleId(0))


async def circle_choices(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """The asker's own circles, and nobody else's."""
    ctx = context_of(interaction)
    say = ctx.say
    own = await ctx.services.circles.circles_of(ctx.guild_id, ctx.member_id)
    named = [(one.name or say("a circle"), str(one.circle_id)) for one in own]
    return [app_commands.Choice(name=name, value=value) for name, value in named if typed.casefold() in name.casefold()]


def about_panel(circle: Circle, say: Translations) -> Panel:
    """The first post of a circle: what it is, and who can see it."""
    return Panel(
        circle_title(circle, say),
        lead=say("This is a circle: a private thread for a few people who want to talk among themselves."),
        sections=[
            (
                say("What stays in here"),
                say(
                    "Nothing that is said in here is counted or stored by Hamlet, and no digest tells of it. "
                    "Hamlet keeps who is in the circle, and when to look whether it is still used."
                ),
            ),
            (
                say("Who can read along"),
                say(
                    "Whoever accepted an invitation. And on Discord, moderators with the permission Manage Threads "
                    "can see private threads."
                ),
            ),
            (
                say("How it goes on"),
                say(
                    "Invite with /circle invite. After {days} days without a message it is told that it will close, "
                    "and {notice} days later it closes; any message keeps it.",
                    days=IDLE_SPAN.days,
                    notice=NOTICE_SPAN.days,
                ),
            ),
        ],
        rows=[ui.ActionRow(AboutButton.of(circle, say))],
    )


def invitation_post(member: CircleMember, say: Translations) -> ui.LayoutView:
    """What everybody can see of an invitation: whom it is for, and nothing else."""
    view = ui.LayoutView(timeout=None)
    view.add_item(ui.TextDisplay(say("{person}, there is an invitation for you.", person=f"<@{member.member_id}>")))
    view.add_item(ui.ActionRow(InvitationButton.of(member, say)))
    return view


def invitation_panel(circle: Circle, member: CircleMember, say: Translations) -> Panel:
    """The invitation, to the person who is invited."""
    return Panel(
        say("You are invited to {circle}", circle=circle_title(circle, say)),
        lead=say(
            "{person} invites you to a circle: a private thread for a few people. Nothing said in it is counted, "
            "stored or told in digests. Moderators with the permission Manage Threads can see private threads.",
            person=f"<@{member.invited_by}>" if member.invited_by else say("Somebody in it"),
        ),
        closing=say("You can be in {limit} circles, and leave each whenever you like.", limit=MAX_CIRCLES),
        rows=[ui.ActionRow(JoinCircleButton.of(circle, say), DeclineButton.of(circle, say))],
    )


def leave_panel(circle: Circle, say: Translations) -> Panel:
    """Asks before somebody leaves."""
    return Panel(
        say("Leave {circle}?", circle=circle_title(circle, say)),
        lead=say("You would not see it any more. To come back, somebody in it has to invite you again."),
        rows=[ui.ActionRow(LeaveButton.of(circle, say))],
    )


def close_panel(circle: Circle, say: Translations) -> Panel:
    """Asks before somebody closes a circle for everybody."""
    return Panel(
        say("Close {circle}?", circle=circle_title(circle, say)),
        lead=say("Nobody can write in it any more, and it can't be opened again. What was said stays readable to you."),
        rows=[ui.ActionRow(CloseButton.of(circle, say))],
    )


def notice_panel(circle: Circle, closes_at: datetime, say: Translations) -> Panel:
    """Tells an idle circle that it will close."""
    return Panel(
        say("Is this circle still yours?"),
        lead=say(
            "It was quiet here for {days} days. Without a message the circle closes {when}. Any message keeps it, "
            "and so does the button.",
            days=IDLE_SPAN.days,
            when=discord.utils.format_dt(closes_at, "D"),
        ),
        rows=[ui.ActionRow(KeepCircleButton.of(circle, say))],
    )


def closed_panel(circle: Circle, say: Translations) -> Panel:
    """The last post of a circle."""
    return Panel(
        say("{circle} is closed", circle=circle_title(circle, say)),
        lead=say("Thank you for having been here. A new circle opens with /circle create."),
    )


class CircleButton(PersistentItem[ui.Button[Any]], template=r"hamlet:circle:none"):
    """A button of one circle; its custom id ends with which."""

    circle_id: CircleId

    verb = ""
    style = discord.ButtonStyle.secondary

    @classmethod
    def id_of(cls, circle: Circle) -> str:
        """The custom id, by which a post is found as well."""
        return f"hamlet:circle:{cls.verb}:{circle.circle_id}"

    @classmethod
    def labelled(cls, circle: Circle, label: str) -> Self:
        """The button."""
        return cls(ui.Button(label=label, style=cls.style, custom_id=cls.id_of(circle)))


class AboutButton(CircleButton, template=rf"hamlet:circle:about:{CIRCLE}"):
    """Asks whether the person who presses wants to leave."""

    verb = "about"

    @classmethod
    def of(cls, circle: Circle, say: Translations) -> Self:
        """The button of the first post."""
        return cls.labelled(circle, say("Leave this circle"))

    async def on_press(self, interaction: Interaction) -> None:
        """Asks."""
        ctx = context_of(interaction)
        circle = await ctx.services.circles.find(ctx.guild_id, ctx.member_id, self.circle_id)
        view = leave_panel(circle, ctx.say).view()
        await interaction.response.send_message(view=view, ephemeral=True)


class InvitationButton(PersistentItem[ui.Button[Any]], template=rf"hamlet:circle:open:{CIRCLE}:{MEMBER}"):
    """Shows an invitation to the person it is for, and to nobody else."""

    circle_id: CircleId
    member_id: MemberId

    @classmethod
    def id_of(cls, member: CircleMember) -> str:
        """The custom id, by which the post is found as well."""
        return f"hamlet:circle:open:{member.circle_id}:{member.member_id}"

    @classmethod
    def of(cls, member: CircleMember, say: Translations) -> Self:
        """The button of the post."""
        return cls(ui.Button(label=say("See it"), custom_id=cls.id_of(member)))

    async def on_press(self, interaction: Interaction) -> None:
        """Shows it."""
        ctx = context_of(interaction)
        if self.member_id != ctx.member_id:
            raise NotAllowed("This invitation is for somebody else.")
        circle, seat = await ctx.services.circles.invitation(ctx.guild_id, self.circle_id, ctx.member_id)
        view = invitation_panel(circle, seat, ctx.say).view()
        await interaction.response.send_message(view=view, ephemeral=True)


class JoinCircleButton(CircleButton, template=rf"hamlet:circle:join:{CIRCLE}"):
    """Joins a circle; whoever was not invited can't."""

    verb = "join"
    style = discord.ButtonStyle.primary

    @classmethod
    def of(cls, circle: Circle, say: Translations) -> Self:
        """The button of an invitation."""
        return cls.labelled(circle, say("Join"))

    async def on_press(self, interaction: Interaction) -> None:
        """Lets the person in."""
        ctx = context_of(interaction)
        await interaction.response.defer()
        circle = await ctx.services.circles.accept(ctx.guild_id, self.circle_id, ctx.member_id)
        say = ctx.say
        panel = Panel(say("Welcome!"), lead=say("You are in {circle} now: {thread}", **_name_facts(circle, say)))
        await interaction.edit_original_response(view=panel.view())


class DeclineButton(CircleButton, template=rf"hamlet:circle:decline:{CIRCLE}"):
    """Declines an invitation; nobody is told."""

    verb = "decline"

    @classmethod
    def of(cls, circle: Circle, say: Translations) -> Self:
        """The button of an invitation."""
        return cls.labelled(circle, say("No, thank you"))

    async def on_press(self, interaction: Interaction) -> None:
        """Keeps that they would rather not."""
        ctx = context_of(interaction)
        await interaction.response.defer()
        await ctx.services.circles.decline(ctx.guild_id, self.circle_id, ctx.member_id)
        say = ctx.say
        panel = Panel(say("All right"), lead=say("You will not be invited to this circle again, and nobody is told."))
        await interaction.edit_original_response(view=panel.view())


class LeaveButton(CircleButton, template=rf"hamlet:circle:leave:{CIRCLE}"):
    """Leaves a circle."""

    verb = "leave"
    style = discord.ButtonStyle.danger

    @classmethod
    def of(cls, circle: Circle, say: Translations) -> Self:
        """The button that confirms."""
        return cls.labelled(circle, say("Leave"))

    async def on_press(self, interaction: Interaction) -> None:
        """Has the person out."""
        ctx = context_of(interaction)
        await interaction.response.defer()
        circle = await ctx.services.circles.leave(ctx.guild_id, self.circle_id, ctx.member_id)
        say = ctx.say
        panel = Panel(say("You left {circle}", circle=circle_title(circle, say)), lead=say("Take care!"))
        await interaction.edit_original_response(view=panel.view())


class CloseButton(CircleButton, template=rf"hamlet:circle:close:{CIRCLE}"):
    """Closes a circle for everybody in it."""

    verb = "close"
    style = discord.ButtonStyle.danger

    @classmethod
    def of(cls, circle: Circle, say: Translations) -> Self:
        """The button that confirms."""
        return cls.labelled(circle, say("Close it"))

    async def on_press(self, interaction: Interaction) -> None:
        """Closes it."""
        ctx = context_of(interaction)
        await interaction.response.defer()
        circle = await ctx.services.circles.close(ctx.guild_id, self.circle_id, ctx.member_id)
        say = ctx.say
        panel = Panel(
            say("{circle} is closed", circle=circle_title(circle, say)), lead=say("Nobody can write in it any more.")
        )
        await interaction.edit_original_response(view=panel.view())


class KeepCircleButton(CircleButton, template=rf"hamlet:circle:keep:{CIRCLE}"):
    """Keeps an idle circle; the post that has this button is the notice, and without it there is none."""

    verb = "keep"
    style = discord.ButtonStyle.primary

    @classmethod
    def of(cls, circle: Circle, say: Translations) -> Self:
        """The button of the notice."""
        return cls.labelled(circle, say("Keep it"))

    async def on_press(self, interaction: Interaction) -> None:
        """Has the notice be none."""
        ctx = context_of(interaction)
        circle = await ctx.services.circles.find(ctx.guild_id, ctx.member_id, self.circle_id)
        say = ctx.bot.languages.translations((interaction.guild_locale or discord.Locale.american_english).value)
        panel = Panel(
            say("{circle} goes on", circle=circle_title(circle, say)),
            lead=say("It stays open for {days} more days, and longer with every message.", days=IDLE_SPAN.days),
        )
        await interaction.response.edit_message(view=panel.view())


def _name_facts(circle: Circle, say: Translations) -> dict[str, object]:
    return {"circle": circle_title(circle, say), "thread": f"<#{circle.thread_id}>"}
