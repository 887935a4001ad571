"""The panels and buttons of ``/privacy``."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Self

import discord
from discord import ui

from cogs.kit.bot import Interaction, guild_id, member_id, translations
from cogs.kit.i18n import Translations
from cogs.kit.panel import Panel
from cogs.kit.persistent import PersistentItem
from community.discord_limits import BUTTON_LABEL_LENGTH
from community.errors import NotAllowed
from community.ids import GuildId
from community.privacy.ports import KeptData

EVERYWHERE = "everywhere"
HERE = "here"
ERASE = "erase"
KEEP = "keep"
LEAVE = "leave"


def kept_panel(kept: Sequence[KeptData], opted_out_at: datetime | None, say: Translations) -> Panel:
    """Returns the panel of what is stored about a person, and since when they opted out."""
    panel = Panel(
        say("What is kept about you"),
        lead=_kept_lines(kept, say) or say("Nothing. There is not a single entry about you here."),
        closing=say("The text of your messages is never kept. Make all of it go with /privacy forget."),
    )
    if opted_out_at is not None:
        panel.sections = [(say("You opted out"), _opted_out_line(opted_out_at, say))]
    return panel


def forget_panel(say: Translations, *, in_guild: bool) -> Panel:
    """Returns the panel that asks for confirmation before anything is erased."""
    erase = [ForgetButton.of(EVERYWHERE, say("Erase everything, everywhere"))]
    leave = [ForgetButton.of(EVERYWHERE, say("Everywhere, but leave my recommendations"), leave=True)]
    if in_guild:
        erase.insert(0, ForgetButton.of(HERE, say("Erase everything in this server")))
        leave.insert(0, ForgetButton.of(HERE, say("In this server, but leave my recommendations"), leave=True))
    return Panel(
        say("Shall I forget you?"),
        lead=say(
            "This erases what is kept about you: your activity, topics, asks, recommendations and votes. "
            "It can't be undone. What you post from now on is recorded anew, unless you opted out: that stays as it is."
        ),
        sections=[
            (
                say("What you recommended"),
                say(
                    "It goes as well. Or you leave it to the others: the item and how it worked out stay, "
                    "without your name and without your words."
                ),
            )
        ],
        closing=say("See what is kept with /privacy show. Change your mind? Just close this message."),
        rows=[ui.ActionRow(*erase), ui.ActionRow(*leave)],
    )


def optout_panel(opted_out_at: datetime | None, say: Translations) -> Panel:
    """Returns the panel that explains opting out and asks about the past; for who opted out, the state."""
    if opted_out_at is not None:
        return Panel(
            say("You opted out"),
            lead=_opted_out_line(opted_out_at, say),
            closing=say("Come back any time with /privacy optin."),
            rows=[ui.ActionRow(OptOutButton.of(ERASE, say("Erase my past activity")))],
        )
    return Panel(
        say("Shall I stop recording you here?"),
        lead=say(
            "Once you press, nothing about you is recorded in this server: no messages, reactions, threads or joins, "
            "and nobody's mentions of you. You leave every count."
        ),
        sections=[
            (
                say("What was recorded so far"),
                say(
                    "It can be erased, which can't be undone. Or it is kept, left out of the server's numbers, "
                    "and counts again when you opt in."
                ),
            ),
            (
                say("What you hand in yourself"),
                say(
                    "Topics, asks, recommendations and votes work as before. "
                    "What you give there is kept until you use /privacy forget."
                ),
            ),
        ],
        closing=say("Come back any time with /privacy optin. Change your mind? Just close this message."),
        rows=[
            ui.ActionRow(
                OptOutButton.of(ERASE, say("Opt out and erase my past activity")),
                OptOutButton.of(KEEP, say("Opt out and keep it")),
            )
        ],
    )


def optin_panel(say: Translations, *, was_out: bool) -> Panel:
    """Returns the panel that says what opting in did."""
    if not was_out:
        return Panel(say("You are in already"), lead=say("You had not opted out here, so nothing changed."))
    return Panel(
        say("Welcome back to the counts"),
        lead=say("From now on, what you do here counts again: that you wrote or reacted, never the text."),
        closing=say("See what is kept with /privacy show. Stop it any time with /privacy optout."),
    )


class ForgetButton(
    PersistentItem[ui.Button[Any]], template=rf"hamlet:forget:(?P<scope>{HERE}|{EVERYWHERE})(?P<leave>:{LEAVE})?"
):
    """Erases everything about the person who presses it, whoever it was shown to."""

    scope: str
    leave: bool

    @classmethod
    def of(cls, scope: str, label: str, *, leave: bool = False) -> Self:
        """Returns the button of one scope; with ``leave``, the person's recommendations stay without their name."""
        custom_id = f"hamlet:forget:{scope}:{LEAVE}" if leave else f"hamlet:forget:{scope}"
        return cls(ui.Button(label=label[:BUTTON_LABEL_LENGTH], style=discord.ButtonStyle.danger, custom_id=custom_id))

    async def on_press(self, interaction: Interaction) -> None:
        """Erases everything in the scope and lists what was erased.

        Raises
        ------
        NotAllowed
            If the scope is a server and the button was pressed outside one.
        """
        await interaction.response.defer()
        say = translations(interaction)
        everywhere = self.scope == EVERYWHERE
        guild = None if everywhere else scope(interaction)
        if guild is None and not everywhere:
            raise NotAllowed("This works inside a server only. Please try it there.")
        erased = await interaction.client.services.privacy.forget(
            member_id(interaction), guild, keep_recommendations=self.leave
        )
        panel = Panel(
            say("You are forgotten"),
            lead=_kept_lines(erased, say) or say("There was nothing to erase."),
            closing=say("Your roles and messages on Discord are yours to keep or delete."),
        )
        await interaction.edit_original_response(view=panel.view())


class OptOutButton(PersistentItem[ui.Button[Any]], template=rf"hamlet:optout:(?P<past>{ERASE}|{KEEP})"):
    """Opts out the person who presses it, whoever it was shown to."""

    past: str

    @classmethod
    def of(cls, past: str, label: str) -> Self:
        """Returns the button that erases or keeps the recorded past."""
        style = discord.ButtonStyle.danger if past == ERASE else discord.ButtonStyle.secondary
        return cls(ui.Button(label=label, style=style, custom_id=f"hamlet:optout:{past}"))

    async def on_press(self, interaction: Interaction) -> None:
        """Opts the person out and says what happened to the recorded past."""
        guild, member, say = guild_id(interaction), member_id(interaction), translations(interaction)
        erase = self.past == ERASE
        privacy = interaction.client.services.privacy
        await interaction.response.defer()
        erased = await privacy.opt_out(guild, member, interaction.client.clock(), erase=erase)
        if not erase:
            past = say("It is kept, and left out of the server's numbers.")
        else:
            past = _kept_lines(erased, say) or say("There was nothing to erase.")
        panel = Panel(
            say("You opted out"),
            lead=_opted_out_line(privacy.opted_out_since(guild, member) or interaction.client.clock(), say),
            sections=[(say("Erased") if erase else say("Your past activity"), past)],
            closing=say("Come back any time with /privacy optin."),
        )
        await interaction.edit_original_response(view=panel.view())


def scope(interaction: Interaction) -> GuildId | None:
    """Returns the guild of an interaction; none, which stands for all guilds, in a direct message."""
    return None if interaction.guild_id is None else GuildId(interaction.guild_id)


def _opted_out_line(opted_out_at: datetime, say: Translations) -> str:
    return say(
        "Since {at}, nothing is recorded about you in this server.", at=discord.utils.format_dt(opted_out_at, "f")
    )


def _kept_lines(kept: Sequence[KeptData], say: Translations) -> str:
    return "\n".join(say("- **{n}** entries: {what}", n=one.n, what=say(one.description)) for one in kept)
