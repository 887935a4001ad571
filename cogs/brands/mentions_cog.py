"""Messages that name a brand, counted as they arrive. No commands; without message content nothing is found."""

from functools import partial

import discord
from discord.ext import commands

from cogs.engagement.events import message_event
from cogs.kit.bot import Bot
from community.ids import GuildId


class BrandMentions(commands.Cog):
    """Looks through what people write for brands' words, and passes on only which brands were named."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    def take_message(self, message: discord.Message) -> None:
        """Notes the brands that a message names."""
        said = message_event(message)
        if said is not None and (named := self._bot.services.brands.mentions.find_brands(said, message.content)):
            self._bot.run_in_background(partial(self._bot.services.brands.mentions.record, said, named))

    def take_edit(self, payload: discord.RawMessageUpdateEvent) -> None:
        """Notes the brands that a message names after an edit; what Discord adds by itself is none."""
        said = message_event(payload.message)
        if said is not None and payload.message.edited_at is not None:
            named = self._bot.services.brands.mentions.find_brands(said, payload.message.content)
            self._bot.run_in_background(partial(self._bot.services.brands.mentions.record, said, named))

    @commands.Cog.listener()
    async def on_raw_message_delete(self, payload: discord.RawMessageDeleteEvent) -> None:
        """Takes a deleted message out of the count."""
        if payload.guild_id is not None:
            await self._bot.services.brands.mentions.withdraw(GuildId(payload.guild_id), {payload.message_id})

    @commands.Cog.listener()
    async def on_raw_bulk_message_delete(self, payload: discord.RawBulkMessageDeleteEvent) -> None:
        """Takes all of them out."""
        if payload.guild_id is not None:
            await self._bot.services.brands.mentions.withdraw(GuildId(payload.guild_id), payload.message_ids)


async def setup(bot: Bot) -> None:
    """Adds the cog. Where message content is not asked for, not even what Discord sends all the same is looked at."""
    cog = BrandMentions(bot)
    await bot.add_cog(cog)
    if bot.intents.message_content:
        bot.add_sync_listener("message", cog.take_message)
        bot.add_sync_listener("raw_message_edit", cog.take_edit)
