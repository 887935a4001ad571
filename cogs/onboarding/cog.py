"""Greets whoever joins, and ``/onboarding``: from the welcome to the topics of one's choice."""

import discord
from discord import app_commands
from discord.ext import commands

from cogs.kit.bot import Bot, Interaction
from cogs.kit.charts.render import render_async
from cogs.kit.checks import moderators_only
from cogs.kit.context import context_of
from cogs.onboarding.ending_views import HelloButton, JoinTopicButton
from cogs.onboarding.funnel_views import funnel_chart, funnel_panel
from cogs.onboarding.preview_views import PreviewButton, preview_panel
from cogs.onboarding.views import (
    FinishButton,
    InterestMenu,
    InterestPageButton,
    IntroductionForm,
    OnboardingOptOutButton,
    StartButton,
    StepButton,
    WriteButton,
    start_onboarding,
)
from community.ids import GuildId, MemberId
from community.onboarding.funnel import MAX_DAYS, MIN_DAYS
from community.settings.general import GeneralSettings

USUAL = 30


@app_commands.guild_only()
class Onboarding(
    commands.GroupCog, group_name="onboarding", group_description="Choose what you like to read and talk about"
):
    """Arriving, for newcomers and for whoever wants to choose anew."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    @app_commands.command(description="Choose your interests, or change them; only you see it")
    async def start(self, interaction: Interaction) -> None:
        """Shows the next step to the person who asked."""
        await start_onboarding(interaction)

    @app_commands.command(description="Moderators: how far newcomers come, with a chart, and how sure that is")
    @app_commands.describe(days="Of whom: those who joined in so many days, today among them; 30 if you leave it out")
    @moderators_only()
    async def funnel(self, interaction: Interaction, days: app_commands.Range[int, MIN_DAYS, MAX_DAYS] = USUAL) -> None:
        """Shows the funnel."""
        ctx = context_of(interaction)
        await interaction.response.defer(ephemeral=True)
        guild, say, services = ctx.guild_id, ctx.say, ctx.services
        tz = (await services.settings.read(guild, GeneralSettings)).tz
        funnel = await services.onboarding.funnel.compute(guild, days, tz, ctx.now)
        chart = funnel_chart(funnel, say)
        panel = funnel_panel(funnel, await render_async(chart) if chart else None, say)
        await interaction.followup.send(view=panel.view(), files=panel.files(), ephemeral=True)

    @app_commands.command(description="Moderators: what a newcomer sees, card by card; changes nothing")
    @moderators_only()
    async def preview(self, interaction: Interaction) -> None:
        """Shows the first card."""
        await interaction.response.defer(ephemeral=True)
        panel = await preview_panel(interaction)
        await interaction.followup.send(view=panel.view(), ephemeral=True)

    @commands.Cog.listener()
    async def on_member_join(self, member: discord.Member) -> None:
        """Greets a newcomer, unless membership screening comes first."""
        await self._arrived(member)

    @commands.Cog.listener()
    async def on_member_update(self, before: discord.Member, after: discord.Member) -> None:
        """Greets a newcomer who passed membership screening."""
        if before.pending and not after.pending:
            await self._arrived(after)

    @commands.Cog.listener()
    async def on_member_seen(self, member: discord.Member) -> None:
        """Greets a newcomer who passed, where nothing was known of them before: as after a restart."""
        if not member.bot and not member.pending and member.joined_at is not None:
            await self._bot.services.onboarding.welcomes.record_seen(
                GuildId(member.guild.id), MemberId(member.id), member.joined_at, self._bot.clock()
            )

    async def _arrived(self, member: discord.Member) -> None:
        if member.bot:
            return
        now = self._bot.clock()
        await self._bot.services.onboarding.welcomes.record_join(
            GuildId(member.guild.id), MemberId(member.id), member.joined_at or now, now, pending=member.pending
        )


async def setup(bot: Bot) -> None:
    """Adds the cog, what people can press, and the form."""
    bot.add_dynamic_items(
        StartButton,
        InterestPageButton,
        StepButton,
        WriteButton,
        OnboardingOptOutButton,
        FinishButton,
        InterestMenu,
        JoinTopicButton,
        HelloButton,
        PreviewButton,
    )
    bot.add_modals(IntroductionForm)
    await bot.add_cog(Onboarding(bot))
