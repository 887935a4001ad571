"""``/stats``: what happened here, in numbers that say how sure they are."""

from typing import Any
from zoneinfo import ZoneInfo

import discord
from discord import app_commands
from discord.ext import commands

from cogs.ui.charts import draw
from cogs.ui.gate import require_moderator
from cogs.ui.host import Host, guild_id, member_id, speaker
from cogs.ui.stats import own_chart, own_panel, server_chart, server_panel
from community.engagement.service import LONGEST, SHORTEST
from community.engagement.settings import EngagementSettings
from community.ids import GuildId
from community.settings.general import GeneralSettings

USUAL = 30
Days = app_commands.Range[int, SHORTEST, LONGEST]


@app_commands.guild_only()
class Stats(commands.GroupCog, group_name="stats", group_description="What happened here, in numbers"):
    """Numbers, for members and moderators."""

    def __init__(self, bot: Host) -> None:
        self._bot = bot

    @app_commands.command(description="Your own numbers and a chart; only you see them")
    @app_commands.describe(days="How many days, today among them; 30 if you leave it out")
    async def me(self, interaction: discord.Interaction[Any], days: Days = USUAL) -> None:
        """Shows a person what they did."""
        await interaction.response.defer(ephemeral=True)
        guild, say = guild_id(interaction), speaker(interaction)
        numbers = await self._bot.services.engagement.own(
            guild, member_id(interaction), days, await self._zone(guild), self._bot.clock()
        )
        chart = own_chart(numbers, say)
        panel = own_panel(numbers, await draw(chart) if chart else None, say)
        await interaction.followup.send(view=panel.view(), files=panel.files(), ephemeral=True)

    @app_commands.command(description="Moderators, or all where set: how the server is doing, and how sure that is")
    @app_commands.describe(days="How many whole days, up to last midnight; 30 if you leave it out")
    async def server(self, interaction: discord.Interaction[Any], days: Days = USUAL) -> None:
        """Shows the server's numbers to whom the settings let see them."""
        await interaction.response.defer(ephemeral=True)
        guild, say = guild_id(interaction), speaker(interaction)
        settings = await self._bot.services.settings.read(guild, EngagementSettings)
        if not settings.server_stats_for_all:
            await require_moderator(interaction)
        overview = await self._bot.services.engagement.overview(guild, days, await self._zone(guild), self._bot.clock())
        chart = server_chart(overview, say)
        panel = server_panel(overview, await draw(chart) if chart else None, say)
        await interaction.followup.send(view=panel.view(), files=panel.files(), ephemeral=True)

    async def _zone(self, guild: GuildId) -> ZoneInfo:
        return (await self._bot.services.settings.read(guild, GeneralSettings)).tz


async def setup(bot: Host) -> None:
    """Adds the cog."""
    await bot.add_cog(Stats(bot))
