"""Reads missed history after each start and outage; has no commands."""

from typing import Final

import discord
import structlog
from discord.ext import commands

from cogs.kit.bot import Bot
from community.engagement.backfill_progress import BackfillStep, PlaceOutcome
from community.engagement.history import Unreachable, Unreadable
from community.ids import GuildId

MAX_CONCURRENT_GUILDS: Final = 4
"""Guilds that are read at the same time; within one guild, requests are sequential."""

_log = structlog.get_logger(__name__)


class History(commands.Cog):
    """Reads a guild's history when events may have been missed: a new session, an outage, a joined guild."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._waiting: dict[GuildId, None] = {}
        self._reading: set[GuildId] = set()

    @commands.Cog.listener()
    async def on_shard_connect(self, shard_id: int) -> None:
        """Marks the shard's guilds as missed: the new session sends nothing from before it."""
        for guild in self._bot.guilds:
            if guild.shard_id == shard_id:
                self._bot.services.engagement.history.mark_missed(GuildId(guild.id))

    @commands.Cog.listener()
    async def on_shard_ready(self, shard_id: int) -> None:
        """Catches up on the shard's available guilds."""
        for guild in self._bot.guilds:
            if guild.shard_id == shard_id and not guild.unavailable:
                self._catch_up(GuildId(guild.id))

    @commands.Cog.listener()
    async def on_guild_unavailable(self, guild: discord.Guild) -> None:
        """Marks a guild as missed: Discord sends no events during an outage."""
        self._bot.services.engagement.history.mark_missed(GuildId(guild.id))

    @commands.Cog.listener()
    async def on_guild_available(self, guild: discord.Guild) -> None:
        """Catches up on a guild that became available, late or after an outage."""
        self._catch_up(GuildId(guild.id))

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Catches up on a guild that the bot was added to."""
        self._catch_up(GuildId(guild.id))

    @commands.Cog.listener()
    async def on_missed(self, guild_id: GuildId) -> None:
        """Catches up on a guild of which events were refused for lack of room."""
        self._catch_up(guild_id)

    def _catch_up(self, guild_id: GuildId) -> None:
        if guild_id in self._waiting or self._bot.services.engagement.history.is_followed(guild_id):
            return
        self._waiting[guild_id] = None
        if len(self._reading) < MAX_CONCURRENT_GUILDS:
            self._bot.run_in_background(self._read_waiting)

    async def _read_waiting(self) -> None:
        while self._waiting.keys() - self._reading and len(self._reading) < MAX_CONCURRENT_GUILDS:
            guild_id = next(one for one in self._waiting if one not in self._reading)
            del self._waiting[guild_id]
            self._reading.add(guild_id)
            try:
                await self._read_guild(guild_id)
            finally:
                self._reading.discard(guild_id)

    async def _read_guild(self, guild_id: GuildId) -> None:
        n_messages = n_places = 0
        try:
            async for step in self._bot.services.engagement.history.catch_up(guild_id, self._bot.clock()):
                n_messages += step.n_messages
                n_places += 1
                _log_step(guild_id, step)
        except (Unreachable, Unreadable) as reason:
            _log.warning("history is not read; it will be tried again", guild=guild_id, reason=str(reason))
            return
        _log.info("history is read", guild=guild_id, n_places=n_places, n_messages=n_messages)


def _log_step(guild_id: GuildId, step: BackfillStep) -> None:
    facts = {"guild": guild_id, "channel": step.place.key, "n_messages": step.n_messages, "n_left": step.n_left}
    match step.outcome:
        case PlaceOutcome.READ:
            _log.info("history of a channel is read", **facts)
        case PlaceOutcome.CLOSED | PlaceOutcome.FAILED:
            _log.warning("history of a channel is left out", **facts, reason=step.reason)
        case PlaceOutcome.QUIET:
            pass
    if step.n_unreadable:
        _log.warning("messages that make no sense were set aside", **facts, n_poison=step.n_unreadable)


async def setup(bot: Bot) -> None:
    """Adds the cog."""
    await bot.add_cog(History(bot))
