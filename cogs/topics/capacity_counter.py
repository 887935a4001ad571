"""Counts on Discord what Discord limits."""

from collections import Counter
from collections.abc import Collection, Mapping

from cogs.kit.bot import Bot
from community.ids import GuildId
from community.topics.capacity import Limit


class DiscordCapacityCounter:
    """The port :class:`community.topics.lifecycle_ports.CapacityCounter`."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    def guilds(self) -> Collection[GuildId]:
        """Returns the guilds that can be counted at present."""
        return [GuildId(guild.id) for guild in self._bot.guilds if not guild.unavailable]

    async def count(self, guild_id: GuildId) -> Mapping[Limit, int]:
        """Returns how many a guild has of each limited thing, archived threads not counted.

        Raises
        ------
        OutOfReach
            If the bot is not in the guild.
        """
        guild = self._bot.require_guild(guild_id)
        filled = Counter(channel.category_id for channel in guild.channels if channel.category_id is not None)
        return {
            Limit.CHANNELS: len(guild.channels),
            Limit.CATEGORY: max(filled.values(), default=0),
            Limit.ROLES: len(guild.roles),
            Limit.OVERWRITES: max((len(channel.overwrites) for channel in guild.channels), default=0),
            Limit.THREADS: sum(not thread.archived for thread in guild.threads),
        }
