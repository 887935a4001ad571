"""``/recommend``: ask for recommendations, and give them."""

from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from cogs.ui.channels import Found, TalkChannel
from cogs.ui.host import Host, guild_id, member_id, speaker
from cogs.ui.recommendation_forms import AskForm, RecommendForm, require_asker
from cogs.ui.recommendations import RecommendButton, VoteButton, mine_panel, open_form
from community.errors import Invalid
from community.ids import ChannelId, GuildId


@app_commands.guild_only()
class Recommendations(
    commands.GroupCog, group_name="recommend", group_description="Ask for recommendations, and give them"
):
    """Recommendations, for members."""

    def __init__(self, bot: Host) -> None:
        self._bot = bot

    @app_commands.command(description="Ask for recommendations in a thread of your own")
    @app_commands.describe(channel="The channel or forum to ask in; without one, where you are")
    async def ask(
        self, interaction: discord.Interaction[Any], channel: app_commands.Transform[Found, TalkChannel] | None = None
    ) -> None:
        """Shows the form, where an ask can be opened."""
        place = channel or _here(interaction)
        require_asker(interaction, place)
        await self._bot.services.recommendations.require_place(guild_id(interaction), ChannelId(place.id))
        await interaction.response.send_modal(AskForm.asking(place, interaction.id, speaker(interaction)))

    @app_commands.command(description="Recommend something, in the thread of an ask")
    async def add(self, interaction: discord.Interaction[Any]) -> None:
        """Shows the form that the button shows."""
        await open_form(interaction)

    @app_commands.command(description="What you recommended, and how it worked out")
    async def mine(self, interaction: discord.Interaction[Any]) -> None:
        """Lists the recommendations of the person who asked."""
        await interaction.response.defer(ephemeral=True)
        told = await self._bot.services.recommendations.mine(guild_id(interaction), member_id(interaction))
        await interaction.followup.send(view=mine_panel(told, speaker(interaction)).view(), ephemeral=True)

    @commands.Cog.listener()
    async def on_raw_thread_delete(self, payload: discord.RawThreadDeleteEvent) -> None:
        """Forgets the ask of a deleted thread."""
        await self._bot.services.recommendations.vanished(GuildId(payload.guild_id), ChannelId(payload.thread_id))

    @commands.Cog.listener()
    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        """Forgets the asks of a deleted channel: Discord does not tell of its threads."""
        await self._bot.services.recommendations.vanished(GuildId(channel.guild.id), ChannelId(channel.id))


def _here(interaction: discord.Interaction[Any]) -> Found:
    """The channel that somebody is in, or that their thread is in."""
    here: object = interaction.channel
    if isinstance(here, discord.Thread):
        here = here.parent
    if not isinstance(here, Found):
        raise Invalid("Asks open in text channels and forums. Please pick one of those.")
    return here


async def setup(bot: Host) -> None:
    """Adds the cog, what people can press, and the forms."""
    bot.add_dynamic_items(RecommendButton, VoteButton)
    bot.add_forms(AskForm, RecommendForm)
    await bot.add_cog(Recommendations(bot))
