"""``/settings``: one screen, made from the features' own declarations."""

from discord import app_commands
from discord.ext import commands

from cogs.kit.bot import Bot, Interaction
from cogs.kit.checks import moderators_only
from cogs.settings.views import (
    FeatureMenu,
    HistoryButton,
    ReferenceMenu,
    SettingForm,
    SettingMenu,
    SettingsScreen,
    ValueButton,
)


class SettingsCog(commands.Cog):
    """What moderators decide."""

    @app_commands.command(description="Moderators: see and change how Hamlet works here")
    @app_commands.guild_only()
    @moderators_only()
    async def settings(self, interaction: Interaction) -> None:
        """Shows the screen, at its first feature."""
        screen = await SettingsScreen.of(interaction)
        await interaction.response.send_message(
            view=screen.feature_panel(next(iter(screen.features))).view(), ephemeral=True
        )


async def setup(bot: Bot) -> None:
    """Adds the cog, what people can press, and the form."""
    bot.add_dynamic_items(FeatureMenu, SettingMenu, ReferenceMenu, ValueButton, HistoryButton)
    bot.add_modals(SettingForm)
    await bot.add_cog(SettingsCog())
