"""How circles look: the first post, invitations, the notice, and what is asked before somebody leaves."""

from datetime import datetime
from typing import Any, Self

import discord
from discord import app_commands, ui

from cogs.kit.bot import guild_id, host, member_id, speaker
from cogs.kit.i18n import Speaker, plain
from cogs.kit.panel import Panel
from cogs.kit.persistent import ID, Press
from community.circles.circle import IDLE, N_OPEN, NOTICE, Circle, Seat
from community.errors import NotAllowed
from community.ids import ChannelId, CircleId

CIRCLE = rf"(?P<circle>{ID})"
MEMBER = rf"(?P<member>{ID})"
"""Identifiers below 2**63, as the database takes them."""


def title(circle: Circle, say: Speaker) -> str:
    """A circle's name; whoever gave it may have been forgotten, and their words with them."""
    return plain(circle.name) if circle.name else say("a circle")


def circle_id(custom_id: str) -> CircleId:
    """The circle of a custom id that ends with it."""
    return CircleId(int(custom_id.rpartition(":")[2]))


async def wanted_circle(interaction: discord.Interaction[Any], typed: str) -> Circle:
    """The circle of the asker that was picked; without a pick the one they are in, or their only one."""
    circles, guild, member = host(interaction).services.circles, guild_id(interaction), member_id(interaction)
    if not typed:
        return await circles.here(guild, member, ChannelId(interaction.channel_id or 0))
    for circle in await circles.mine(guild, member):
        if typed in {str(circle.circle_id), circle.name}:
            return circle
    return await circles.find(guild, member, CircleId(0))


async def circle_choices(interaction: discord.Interaction[Any], typed: str) -> list[app_commands.Choice[str]]:
    """The asker's own circles, and nobody else's."""
    say = speaker(interaction)
    own = await host(interaction).services.circles.mine(guild_id(interaction), member_id(interaction))
    named = [(one.name or say("a circle"), str(one.circle_id)) for one in own]
    return [app_commands.Choice(name=name, value=value) for name, value in named if typed.casefold() in name.casefold()]


def about_panel(circle: Circle, say: Speaker) -> Panel:
    """The first post of a circle: what it is, and who can see it."""
    return Panel(
        title(circle, say),
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
                    days=IDLE.days,
                    notice=NOTICE.days,
                ),
            ),
        ],
        rows=[ui.ActionRow(AboutButton.of(circle, say))],
    )


def invitation_post(seat: Seat, say: Speaker) -> ui.LayoutView:
    """What everybody can see of an invitation: whom it is for, and nothing else."""
    view = ui.LayoutView(timeout=None)
    view.add_item(ui.TextDisplay(say("{person}, there is an invitation for you.", person=f"<@{seat.member_id}>")))
    view.add_item(ui.ActionRow(InvitationButton.of(seat, say)))
    return view


def invitation_panel(circle: Circle, seat: Seat, say: Speaker) -> Panel:
    """The invitation, to the person who is invited."""
    return Panel(
        say("You are invited to {circle}", circle=title(circle, say)),
        lead=say(
            "{person} invites you to a circle: a private thread for a few people. Nothing said in it is counted, "
            "stored or told in digests. Moderators with the permission Manage Threads can see private threads.",
            person=f"<@{seat.invited_by}>" if seat.invited_by else say("Somebody in it"),
        ),
        closing=say("You can be in {limit} circles, and leave each whenever you like.", limit=N_OPEN),
        rows=[ui.ActionRow(JoinButton.of(circle, say), DeclineButton.of(circle, say))],
    )


def leave_panel(circle: Circle, say: Speaker) -> Panel:
    """Asks before somebody leaves."""
    return Panel(
        say("Leave {circle}?", circle=title(circle, say)),
        lead=say("You would not see it any more. To come back, somebody in it has to invite you again."),
        rows=[ui.ActionRow(LeaveButton.of(circle, say))],
    )


def close_panel(circle: Circle, say: Speaker) -> Panel:
    """Asks before somebody closes a circle for everybody."""
    return Panel(
        say("Close {circle}?", circle=title(circle, say)),
        lead=say("Nobody can write in it any more, and it can't be opened again. What was said stays readable to you."),
        rows=[ui.ActionRow(CloseButton.of(circle, say))],
    )


def notice_panel(circle: Circle, closes_at: datetime, say: Speaker) -> Panel:
    """Tells an idle circle that it will close."""
    return Panel(
        say("Is this circle still yours?"),
        lead=say(
            "It was quiet here for {days} days. Without a message the circle closes {when}. Any message keeps it, "
            "and so does the button.",
            days=IDLE.days,
            when=discord.utils.format_dt(closes_at, "D"),
        ),
        rows=[ui.ActionRow(KeepButton.of(circle, say))],
    )


def closed_panel(circle: Circle, say: Speaker) -> Panel:
    """The last post of a circle."""
    return Panel(
        say("{circle} is closed", circle=title(circle, say)),
        lead=say("Thank you for having been here. A new circle opens with /circle create."),
    )


class CircleButton(Press[ui.Button[Any]], template=r"hamlet:circle:none"):
    """A button of one circle; its custom id ends with which."""

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
    def of(cls, circle: Circle, say: Speaker) -> Self:
        """The button of the first post."""
        return cls.labelled(circle, say("Leave this circle"))

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        """Asks."""
        circle = await host(interaction).services.circles.find(
            guild_id(interaction), member_id(interaction), circle_id(self.custom_id)
        )
        view = leave_panel(circle, speaker(interaction)).view()
        await interaction.response.send_message(view=view, ephemeral=True)


class InvitationButton(Press[ui.Button[Any]], template=rf"hamlet:circle:open:{CIRCLE}:{MEMBER}"):
    """Shows an invitation to the person it is for, and to nobody else."""

    @classmethod
    def id_of(cls, seat: Seat) -> str:
        """The custom id, by which the post is found as well."""
        return f"hamlet:circle:open:{seat.circle_id}:{seat.member_id}"

    @classmethod
    def of(cls, seat: Seat, say: Speaker) -> Self:
        """The button of the post."""
        return cls(ui.Button(label=say("See it"), custom_id=cls.id_of(seat)))

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        """Shows it."""
        invited_to, invited = self.custom_id.split(":")[3:]
        if int(invited) != member_id(interaction):
            raise NotAllowed("This invitation is for somebody else.")
        circle, seat = await host(interaction).services.circles.invitation(
            guild_id(interaction), CircleId(int(invited_to)), member_id(interaction)
        )
        view = invitation_panel(circle, seat, speaker(interaction)).view()
        await interaction.response.send_message(view=view, ephemeral=True)


class JoinButton(CircleButton, template=rf"hamlet:circle:join:{CIRCLE}"):
    """Joins a circle; whoever was not invited can't."""

    verb = "join"
    style = discord.ButtonStyle.primary

    @classmethod
    def of(cls, circle: Circle, say: Speaker) -> Self:
        """The button of an invitation."""
        return cls.labelled(circle, say("Join"))

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        """Lets the person in."""
        await interaction.response.defer()
        circle = await host(interaction).services.circles.accept(
            guild_id(interaction), circle_id(self.custom_id), member_id(interaction)
        )
        say = speaker(interaction)
        panel = Panel(say("Welcome!"), lead=say("You are in {circle} now: {thread}", **_named(circle, say)))
        await interaction.edit_original_response(view=panel.view())


class DeclineButton(CircleButton, template=rf"hamlet:circle:decline:{CIRCLE}"):
    """Declines an invitation; nobody is told."""

    verb = "decline"

    @classmethod
    def of(cls, circle: Circle, say: Speaker) -> Self:
        """The button of an invitation."""
        return cls.labelled(circle, say("No, thank you"))

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        """Keeps that they would rather not."""
        await interaction.response.defer()
        await host(interaction).services.circles.decline(
            guild_id(interaction), circle_id(self.custom_id), member_id(interaction)
        )
        say = speaker(interaction)
        panel = Panel(say("All right"), lead=say("You will not be invited to this circle again, and nobody is told."))
        await interaction.edit_original_response(view=panel.view())


class LeaveButton(CircleButton, template=rf"hamlet:circle:leave:{CIRCLE}"):
    """Leaves a circle."""

    verb = "leave"
    style = discord.ButtonStyle.danger

    @classmethod
    def of(cls, circle: Circle, say: Speaker) -> Self:
        """The button that confirms."""
        return cls.labelled(circle, say("Leave"))

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        """Has the person out."""
        await interaction.response.defer()
        circle = await host(interaction).services.circles.leave(
            guild_id(interaction), circle_id(self.custom_id), member_id(interaction)
        )
        say = speaker(interaction)
        panel = Panel(say("You left {circle}", circle=title(circle, say)), lead=say("Take care!"))
        await interaction.edit_original_response(view=panel.view())


class CloseButton(CircleButton, template=rf"hamlet:circle:close:{CIRCLE}"):
    """Closes a circle for everybody in it."""

    verb = "close"
    style = discord.ButtonStyle.danger

    @classmethod
    def of(cls, circle: Circle, say: Speaker) -> Self:
        """The button that confirms."""
        return cls.labelled(circle, say("Close it"))

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        """Closes it."""
        await interaction.response.defer()
        circle = await host(interaction).services.circles.close(
            guild_id(interaction), circle_id(self.custom_id), member_id(interaction)
        )
        say = speaker(interaction)
        panel = Panel(
            say("{circle} is closed", circle=title(circle, say)), lead=say("Nobody can write in it any more.")
        )
        await interaction.edit_original_response(view=panel.view())


class KeepButton(CircleButton, template=rf"hamlet:circle:keep:{CIRCLE}"):
    """Keeps an idle circle; the post that has this button is the notice, and without it there is none."""

    verb = "keep"
    style = discord.ButtonStyle.primary

    @classmethod
    def of(cls, circle: Circle, say: Speaker) -> Self:
        """The button of the notice."""
        return cls.labelled(circle, say("Keep it"))

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        """Has the notice be none."""
        circle = await host(interaction).services.circles.find(
            guild_id(interaction), member_id(interaction), circle_id(self.custom_id)
        )
        say = host(interaction).languages.speaker((interaction.guild_locale or discord.Locale.american_english).value)
        panel = Panel(
            say("{circle} goes on", circle=title(circle, say)),
            lead=say("It stays open for {days} more days, and longer with every message.", days=IDLE.days),
        )
        await interaction.response.edit_message(view=panel.view())


def _named(circle: Circle, say: Speaker) -> dict[str, object]:
    return {"circle": title(circle, say), "thread": f"<#{circle.thread_id}>"}
