"""``/stats``: what happened here, in numbers that say how sure they are."""

from zoneinfo import ZoneInfo

from discord import app_commands
from discord.ext import commands

from cogs.kit.bot import Bot, Interaction, guild_id
from cogs.kit.charts.render import render_async
from cogs.kit.checks import moderators_only, require_moderator
from cogs.kit.context import context_of
from cogs.stats.health_views import HealthButton, health_panel
from cogs.stats.recognition_views import StewardsButton, stewards_panel
from cogs.stats.topic_views import topic_chart, topic_panel
from cogs.stats.views import own_chart, own_panel, server_chart, server_panel
from cogs.topics.views import named_topic, topic_choices
from community.engagement.service import MAX_DAYS, MIN_DAYS
from community.engagement.settings import EngagementSettings
from community.ids import GuildId
from community.settings.general import GeneralSettings

USUAL = 30
Days = app_commands.Range[int, MIN_DAYS, MAX_DAYS]


@app_commands.guild_only()
class Stats(commands.GroupCog, group_name="stats", group_description="What happened here, in numbers"):
    """Numbers, for members and moderators."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    @app_commands.command(description="Your own numbers and a chart; only you see them")
    @app_commands.describe(days="How many days, today among them; 30 if you leave it out")
    async def me(self, interaction: Interaction, days: Days = USUAL) -> None:
        """Shows a person what they did."""
        ctx = context_of(interaction)
        await interaction.response.defer(ephemeral=True)
        guild, say = ctx.guild_id, ctx.say
        member, services = ctx.member_id, ctx.services
        numbers = await services.engagement.activity.own_numbers(guild, member, days, await self._zone(guild), ctx.now)
        chart = own_chart(numbers, say)
        opted_out = services.privacy.opted_out_since(guild, member) is not None
        panel = own_panel(numbers, await render_async(chart) if chart else None, say, opted_out=opted_out)
        await interaction.followup.send(view=panel.view(), files=panel.files(), ephemeral=True)

    @app_commands.command(description="Moderators, or all where set: how the server is doing, and how sure that is")
    @app_commands.describe(days="How many whole days, up to last midnight; 30 if you leave it out")
    async def server(self, interaction: Interaction, days: Days = USUAL) -> None:
        """Shows the server's numbers to whom the settings let see them."""
        ctx = context_of(interaction)
        await interaction.response.defer(ephemeral=True)
        guild, say = ctx.guild_id, ctx.say
        settings = await ctx.services.settings.read(guild, EngagementSettings)
        if not settings.server_stats_for_all:
            await require_moderator(interaction)
        overview = await ctx.services.engagement.activity.overview(guild, days, await self._zone(guild), ctx.now)
        chart = server_chart(overview, say)
        panel = server_panel(overview, await render_async(chart) if chart else None, say)
        await interaction.followup.send(view=panel.view(), files=panel.files(), ephemeral=True)

    @app_commands.command(description="A topic's numbers and a chart")
    @app_commands.describe(topic="The topic", days="How many whole days, up to last midnight; 30 if you leave it out")
    async def topic(self, interaction: Interaction, topic: str, days: Days = USUAL) -> None:
        """Shows what happened in a topic."""
        ctx = context_of(interaction)
        await interaction.response.defer(ephemeral=True)
        guild, say = ctx.guild_id, ctx.say
        found = await named_topic(ctx.bot, guild, topic)
        numbers = await ctx.services.engagement.activity.channel_overview(
            guild, found.channel_id, days, await self._zone(guild), ctx.now
        )
        chart = topic_chart(found, numbers, say)
        panel = topic_panel(found, numbers, await render_async(chart) if chart else None, say)
        await interaction.followup.send(view=panel.view(), files=panel.files(), ephemeral=True)

    @app_commands.command(description="Members who agreed to be shown, whom others answer to and thank, with why")
    @app_commands.describe(topic="Only what happened in this topic; everywhere if you leave it out")
    async def stewards(self, interaction: Interaction, topic: str = "") -> None:
        """Shows who agreed to be shown, with the reasons."""
        ctx = context_of(interaction)
        await interaction.response.defer(ephemeral=True)
        guild = ctx.guild_id
        found = await named_topic(ctx.bot, guild, topic) if topic else None
        panel = await stewards_panel(interaction, guild, ctx.member_id, found)
        await interaction.followup.send(view=panel.view(), ephemeral=True)

    @app_commands.command(description="Moderators: what needs a person, each with a link and the reason")
    @moderators_only()
    async def health(self, interaction: Interaction) -> None:
        """Shows who waits, and which topics fade or hang on one person."""
        await interaction.response.defer(ephemeral=True)
        panel = await health_panel(interaction, guild_id(interaction))
        await interaction.followup.send(view=panel.view(), ephemeral=True)

    @topic.autocomplete("topic")
    @stewards.autocomplete("topic")
    async def _topics(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return topic_choices(await self._bot.services.topics.directory.topics(guild_id(interaction)), typed)

    async def _zone(self, guild: GuildId) -> ZoneInfo:
        return (await self._bot.services.settings.read(guild, GeneralSettings)).tz


async def setup(bot: Bot) -> None:
    """Adds the cog and what people can press."""
    bot.add_dynamic_items(StewardsButton, HealthButton)
    await bot.add_cog(Stats(bot))
