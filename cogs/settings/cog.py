"""``/settings``: one screen, made from the features' own declarations."""

from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from cogs.kit.bot import Host
from cogs.kit.checks import moderators_only
from cogs.settings.views import FeatureMenu, HistoryButton, PickMenu, Screen, SettingForm, SettingMenu, ValueButton


class Settings(commands.Cog):
    """What moderators decide."""

    @app_commands.command(description="Moderators: see and change how Hamlet works here")
    @app_commands.guild_only()
    @moderators_only()
    async def settings(self, interaction: discord.Interaction[Any]) -> None:
        """Shows the screen, at its first feature."""
        screen = await Screen.of(interaction)
        await interaction.response.send_message(view=screen.feature(next(iter(screen.features))).view(), ephemeral=True)


async def setup(bot: Host) -> None:
    """Adds the cog, what people can press, and the form."""
    bot.add_dynamic_items(FeatureMenu, SettingMenu, PickMenu, ValueButton, HistoryButton)
    bot.add_forms(SettingForm)
    await bot.add_cog(Settings())
