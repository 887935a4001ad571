"""The moderators' channel: what needs a person is posted there."""

import discord
import structlog

from cogs.kit.bot import Bot
from cogs.kit.panel import Panel
from community.notices.notice import Notice
from community.settings.general import GeneralSettings

_log = structlog.get_logger(__name__)


class DiscordNoticePosts:
    """The port :class:`community.notices.ports.NoticePosts`; the log has every notice that no channel could take."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    async def post(self, notice: Notice) -> bool:
        """Posts a notice in the guild's language; it pings nobody."""
        guild = self._bot.get_guild(notice.guild_id)
        channel = None if guild is None else await self._channel(guild, notice)
        if guild is None or channel is None:
            _log.warning("moderators could not be told", guild=notice.guild_id, about=notice.key, notice=str(notice))
            return False
        say = self._bot.guild_translator(guild)
        panel = Panel(
            say("For the moderators"),
            lead=say(notice.sentence, **notice.facts),
            closing=say("I say this once. Choose where I post such notes in /settings."),
        )
        try:
            await channel.send(view=panel.view(), allowed_mentions=discord.AllowedMentions.none())
        except discord.HTTPException as error:
            _log.warning("moderators could not be told", guild=guild.id, about=notice.key, reason=str(error))
            return False
        return True

    async def _channel(self, guild: discord.Guild, notice: Notice) -> discord.abc.Messageable | None:
        """The moderators' channel, where the bot can post."""
        settings = await self._bot.services.settings.read(notice.guild_id, GeneralSettings)
        channel = guild.get_channel(settings.moderators_channel or 0)
        if not isinstance(channel, discord.abc.Messageable):
            return None
        may = channel.permissions_for(guild.me)
        return channel if may.view_channel and may.send_messages else None
