"""Greets whoever joins, and ``/onboarding``: from the welcome to the topics of one's choice."""

from typing import Any

import discord
import structlog
from discord import app_commands
from discord.ext import commands

from cogs.ui.host import Host
from cogs.ui.onboarding import (
    FinishButton,
    InterestMenu,
    PageButton,
    ReviewButton,
    StartButton,
    begin,
    welcome_panel,
)
from community.ids import GuildId, MemberId
from community.onboarding.settings import OnboardingSettings

_log = structlog.get_logger(__name__)


@app_commands.guild_only()
class Onboarding(
    commands.GroupCog, group_name="onboarding", group_description="Choose what you like to read and talk about"
):
    """Arriving, for newcomers and for whoever wants to choose anew."""

    def __init__(self, bot: Host) -> None:
        self._bot = bot

    @app_commands.command(description="Choose your interests, or change them; only you see it")
    async def start(self, interaction: discord.Interaction[Any]) -> None:
        """Shows the next step to the person who asked."""
        await begin(interaction)

    @commands.Cog.listener()
    async def on_member_join(self, member: discord.Member) -> None:
        """Greets a newcomer, unless membership screening comes first."""
        if not member.pending:
            await self._greet(member)

    @commands.Cog.listener()
    async def on_member_update(self, before: discord.Member, after: discord.Member) -> None:
        """Greets a newcomer who passed membership screening."""
        if before.pending and not after.pending:
            await self._greet(after)

    async def _greet(self, member: discord.Member) -> None:
        if member.bot:
            return
        guild = member.guild
        guild_id, member_id = GuildId(guild.id), MemberId(member.id)
        if self._bot.services.privacy.opted_out_since(guild_id, member_id) is not None:
            return  # They came back, and want nothing recorded, not even that.
        joined_at = member.joined_at or self._bot.clock()
        if not await self._bot.services.onboarding.arrived(guild_id, member_id, joined_at):
            return
        settings = await self._bot.services.settings.read(guild_id, OnboardingSettings)
        chosen = settings.welcome_channel
        channel = guild.system_channel if chosen is None else guild.get_channel(chosen)
        if not isinstance(channel, discord.abc.Messageable):
            _log.warning("nobody greeted: there is no welcome channel", guild=guild.id, channel=chosen)
            return
        may = channel.permissions_for(guild.me)
        if not (may.view_channel and may.send_messages):
            _log.warning("nobody greeted: View Channel or Send Messages is missing", guild=guild.id, channel=channel.id)
            return
        panel = welcome_panel(member_id, self._bot.languages.speaker(guild.preferred_locale.value))
        mentions = discord.AllowedMentions(everyone=False, users=[member], roles=False, replied_user=False)
        try:
            await channel.send(view=panel.view(), allowed_mentions=mentions)
        except discord.HTTPException as error:
            _log.warning("nobody greeted: Discord refused", guild=guild.id, channel=channel.id, reason=str(error))


async def setup(bot: Host) -> None:
    """Adds the cog and what people can press."""
    bot.add_dynamic_items(StartButton, PageButton, ReviewButton, FinishButton, InterestMenu)
    await bot.add_cog(Onboarding(bot))
