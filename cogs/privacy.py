"""``/privacy``: what is kept about you, and how to make it go."""

from collections.abc import Sequence
from typing import Any, Self

import discord
from discord import app_commands, ui
from discord.ext import commands

from cogs.ui.host import Host, host, member_id, speaker
from cogs.ui.language import Speaker
from cogs.ui.panel import Panel
from cogs.ui.press import Press
from community.errors import NotAllowed
from community.ids import GuildId
from community.privacy.ports import Kept

EVERYWHERE = "everywhere"
HERE = "here"


@app_commands.allowed_contexts(guilds=True, dms=True, private_channels=False)
class Privacy(commands.GroupCog, group_name="privacy", group_description="What is kept about you, and how it goes"):
    """A person's own view of what Hamlet keeps."""

    def __init__(self, bot: Host) -> None:
        self._bot = bot

    @app_commands.command(description="What is kept about you, in words")
    async def show(self, interaction: discord.Interaction[Any]) -> None:
        """Lists what is kept: of this server, or of all where asked in a direct message."""
        await interaction.response.defer(ephemeral=True)
        say = speaker(interaction)
        kept = await self._bot.services.privacy.about(member_id(interaction), _scope(interaction))
        panel = Panel(
            say("What is kept about you"),
            lead=_lines(kept, say) or say("Nothing. There is not a single entry about you here."),
            closing=say("The text of your messages is never kept. Make all of it go with /privacy forget."),
        )
        await interaction.followup.send(view=panel.view(), ephemeral=True)

    @app_commands.command(description="Erase everything about you, here or everywhere")
    async def forget(self, interaction: discord.Interaction[Any]) -> None:
        """Asks first: it cannot be undone."""
        say = speaker(interaction)
        buttons = [ForgetButton.of(EVERYWHERE, say("Erase everything, everywhere"))]
        if interaction.guild_id is not None:
            buttons.insert(0, ForgetButton.of(HERE, say("Erase everything in this server")))
        panel = Panel(
            say("Shall I forget you?"),
            lead=say(
                "This erases what is kept about you: your activity, topics, asks, recommendations and votes. "
                "It can't be undone. What you post from now on is recorded anew."
            ),
            closing=say("See what is kept with /privacy show. Change your mind? Just close this message."),
            rows=[ui.ActionRow(*buttons)],
        )
        await interaction.response.send_message(view=panel.view(), ephemeral=True)


class ForgetButton(Press[ui.Button[Any]], template=rf"hamlet:forget:(?P<scope>{HERE}|{EVERYWHERE})"):
    """Erases everything about the person who presses it, whoever was shown it."""

    @classmethod
    def of(cls, scope: str, label: str) -> Self:
        """The button of one scope."""
        return cls(ui.Button(label=label, style=discord.ButtonStyle.danger, custom_id=f"hamlet:forget:{scope}"))

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        """Erases, and says what was erased."""
        await interaction.response.defer()
        say = speaker(interaction)
        everywhere = self.custom_id.endswith(EVERYWHERE)
        guild = None if everywhere else _scope(interaction)
        if guild is None and not everywhere:
            raise NotAllowed("This works inside a server only. Please try it there.")
        erased = await host(interaction).services.privacy.forget(member_id(interaction), guild)
        panel = Panel(
            say("You are forgotten"),
            lead=_lines(erased, say) or say("There was nothing to erase."),
            closing=say("Your roles and messages on Discord are yours to keep or delete."),
        )
        await interaction.edit_original_response(view=panel.view())


def _scope(interaction: discord.Interaction[Any]) -> GuildId | None:
    return None if interaction.guild_id is None else GuildId(interaction.guild_id)


def _lines(kept: Sequence[Kept], say: Speaker) -> str:
    return "\n".join(say("- **{n}** entries: {what}", n=one.n, what=say(one.what)) for one in kept)


async def setup(bot: Host) -> None:
    """Adds the cog and what people can press."""
    bot.add_dynamic_items(ForgetButton)
    await bot.add_cog(Privacy(bot))
