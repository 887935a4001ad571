"""``/help``: the commands that a person may use, read from the command tree."""

from collections import defaultdict
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from cogs.kit.bot import Bot, Interaction, translations
from cogs.kit.i18n import Translations
from cogs.kit.panel import Panel
from community.discord_limits import CHOICES
from community.errors import NotFound, Refusal

Documented = app_commands.Command[Any, ..., Any]


class Help(commands.Cog):
    """Shows which commands there are."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    @app_commands.command(name="help", description="What you can do here")
    @app_commands.describe(command="One command, explained")
    async def show(self, interaction: Interaction, command: str = "") -> None:
        """Lists the commands that the person may use, or explains one of them.

        Raises
        ------
        NotFound
            If the person can use no command of that name.
        """
        say = translations(interaction)
        usable = await self._usable(interaction)
        if not command:
            await interaction.response.send_message(view=_overview(usable, say).view(), ephemeral=True)
            return
        name = command.strip().removeprefix("/").casefold()
        found = next((one for one in usable if one.qualified_name == name), None)
        if found is None:
            raise NotFound("There is no such command for you here. See all of yours with /help.")
        await interaction.response.send_message(view=_explained(found, say).view(), ephemeral=True)

    @show.autocomplete("command")
    async def _commands(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        wanted = typed.casefold().removeprefix("/")
        names = [one.qualified_name for one in await self._usable(interaction)]
        return [app_commands.Choice(name=f"/{name}", value=name) for name in names if wanted in name][:CHOICES]

    async def _usable(self, interaction: Interaction) -> list[Documented]:
        """Returns the commands whose checks pass for the person, sorted by name."""
        found = [one for one in self._bot.tree.walk_commands() if isinstance(one, app_commands.Command)]
        usable = [one for one in found if await _may_use(one, interaction)]
        return sorted(usable, key=lambda one: one.qualified_name)


async def _may_use(command: Documented, interaction: Interaction) -> bool:
    if interaction.guild_id is None and (command.root_parent or command).guild_only:
        return False
    for check in command.checks:
        try:
            if not await discord.utils.maybe_coroutine(check, interaction):
                return False
        except (app_commands.AppCommandError, Refusal):
            return False
    return True


def _overview(usable: list[Documented], say: Translations) -> Panel:
    groups: dict[str, list[str]] = defaultdict(list)
    for one in usable:
        groups[one.qualified_name.partition(" ")[0]].append(f"**/{one.qualified_name}**  {say(one.description)}")
    return Panel(
        say("What you can do here"),
        lead="\n".join("\n".join(lines) for lines in groups.values()),
        closing=say("More about one of them: /help and its name."),
    )


def _explained(command: Documented, say: Translations) -> Panel:
    options = [
        f"**{option.display_name}**  {say(str(option.description))}"
        + ("" if option.required else f"  ({say('you may leave it out')})")
        for option in command.parameters
    ]
    sections = [(say("What it asks for"), "\n".join(options))] if options else []
    return Panel(f"/{command.qualified_name}", lead=say(command.description), sections=sections)


async def setup(bot: Bot) -> None:
    """Adds the cog."""
    await bot.add_cog(Help(bot))
