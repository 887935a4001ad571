"""Counts messages that name a brand as they arrive; it has no commands."""

from functools import partial

import discord
from discord.ext import commands

from cogs.engagement.events import message_event
from cogs.kit.bot import Bot
from community.ids import GuildId


class BrandMentions(commands.Cog):
    """Looks for brands' keywords in messages, and passes on only which brands were named."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    def take_message(self, message: discord.Message) -> None:
        """Records the brands that a message names."""
        event = message_event(message)
        if event is not None and (brands := self._bot.services.brands.mentions.find_brands(event, message.content)):
            self._bot.run_in_background(partial(self._bot.services.brands.mentions.record, event, brands))

    def take_edit(self, payload: discord.RawMessageUpdateEvent) -> None:
        """Records the brands that a message names after its author edited it."""
        event = message_event(payload.message)
        if event is not None and payload.message.edited_at is not None:
            brands = self._bot.services.brands.mentions.find_brands(event, payload.message.content)
            self._bot.run_in_background(partial(self._bot.services.brands.mentions.record, event, brands))

    @commands.Cog.listener()
    async def on_raw_message_delete(self, payload: discord.RawMessageDeleteEvent) -> None:
        """Removes a deleted message from the count."""
        if payload.guild_id is not None:
            await self._bot.services.brands.mentions.withdraw(GuildId(payload.guild_id), {payload.message_id})

    @commands.Cog.listener()
    async def on_raw_bulk_message_delete(self, payload: discord.RawBulkMessageDeleteEvent) -> None:
        """Removes deleted messages from the count."""
        if payload.guild_id is not None:
            await self._bot.services.brands.mentions.withdraw(GuildId(payload.guild_id), payload.message_ids)


async def setup(bot: Bot) -> None:
    """Adds the cog; listens to messages only if message content is requested, even where Discord sends some anyway."""
    cog = BrandMentions(bot)
    await bot.add_cog(cog)
    if bot.intents.message_content:
        bot.add_sync_listener("message", cog.take_message)
        bot.add_sync_listener("raw_message_edit", cog.take_edit)
