"""``/greeter``: offer to greet newcomers in one's topics, and stop."""

from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from cogs.kit.bot import Host, guild_id, member_id, speaker
from cogs.onboarding.greeter_posts import offer_panel
from community.onboarding.settings import OnboardingSettings


@app_commands.guild_only()
class Greeters(commands.GroupCog, group_name="greeter", group_description="Say hello to newcomers who wait for one"):
    """Greeting, for members who offer it."""

    def __init__(self, bot: Host) -> None:
        self._bot = bot

    @app_commands.command(description="Offer to greet newcomers in your topics; now and then you are mentioned")
    async def on(self, interaction: discord.Interaction[Any]) -> None:
        """Offers it, and says what that means."""
        await interaction.response.defer(ephemeral=True)
        guild, services = guild_id(interaction), self._bot.services
        topics = await services.greeters.offer(guild, member_id(interaction), self._bot.clock())
        settings = await services.settings.read(guild, OnboardingSettings)
        panel = offer_panel(topics, settings.greeters_channel, settings.greeter_weekly_cap, speaker(interaction))
        await interaction.followup.send(view=panel.view(), ephemeral=True)

    @app_commands.command(description="Stop greeting; you are mentioned no more")
    async def off(self, interaction: discord.Interaction[Any]) -> None:
        """Stops it."""
        say = speaker(interaction)
        await interaction.response.defer(ephemeral=True)
        did = await self._bot.services.greeters.withdraw(guild_id(interaction), member_id(interaction))
        text = (
            say("Done: you greet no more. Thank you for the hellos! Come back any time with /greeter on.")
            if did
            else say("You were not greeting, so nothing changed. Offer it any time with /greeter on.")
        )
        await interaction.followup.send(text, ephemeral=True)


async def setup(bot: Host) -> None:
    """Adds the cog."""
    await bot.add_cog(Greeters(bot))
