"""Lets stewards pin messages of their topic, and removes stewards who leave the guild."""

import discord
from discord import app_commands
from discord.ext import commands

from cogs.kit.bot import Bot, Interaction, translations
from cogs.kit.channels import require_permissions
from cogs.stewards.checks import current_topic, require_steward
from cogs.stewards.views import RemoveStewardButton, StewardAnswerButton
from community.errors import Invalid, OutOfReach
from community.ids import GuildId, MemberId

FULL = 30003
"""The error code of a channel that has as many pins as it can.

*Source*: Discord, JSON Error Codes.
"""
TO_PIN = {
    "view_channel": "View Channel",
    "read_message_history": "Read Message History",
    "pin_messages": "Pin Messages",
}


class Stewards(commands.Cog):
    """The message menu's entry that pins, for stewards and moderators."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._pin = app_commands.ContextMenu(name="Pin or unpin", callback=self.pin)
        self._pin.guild_only = True

    async def cog_load(self) -> None:
        """Adds the entry to every message's menu."""
        self._bot.tree.add_command(self._pin)

    async def pin(self, interaction: Interaction, message: discord.Message) -> None:
        """Pins a message of a topic, or unpins it."""
        await interaction.response.defer(ephemeral=True)
        await require_steward(interaction, (await current_topic(interaction)).topic_id)
        here: object = interaction.channel
        if not isinstance(here, discord.TextChannel | discord.Thread):
            raise Invalid("Messages are pinned in text channels and threads. Please use it there.")
        require_permissions(here, TO_PIN)
        reason = f"steward or moderator {interaction.user.id}"
        say = translations(interaction)
        try:
            if message.pinned:
                await message.unpin(reason=reason)
                text = say("It is not pinned any more.")
            else:
                await message.pin(reason=reason)
                text = say("It is pinned. The same entry of its menu takes the pin off.")
        except discord.NotFound:
            raise Invalid("That message is not there any more.") from None
        except discord.HTTPException as error:
            if error.code != FULL:
                raise
            raise OutOfReach("This channel has as many pins as Discord allows. Please take one off first.") from error
        await interaction.followup.send(text, ephemeral=True)

    @commands.Cog.listener()
    async def on_raw_member_remove(self, payload: discord.RawMemberRemoveEvent) -> None:
        """Removes a member who leaves the guild as a steward."""
        await self._bot.services.stewards.appointments.remove_member(
            GuildId(payload.guild_id), MemberId(payload.user.id)
        )


async def setup(bot: Bot) -> None:
    """Adds the cog and its persistent items."""
    bot.add_dynamic_items(StewardAnswerButton, RemoveStewardButton)
    await bot.add_cog(Stewards(bot))
