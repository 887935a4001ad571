"""Welcomes and introductions, posted on Discord and found again there."""

from datetime import datetime

import discord
import structlog

from cogs.kit.bot import Bot
from cogs.kit.channels import DELETED, FIND_PERMISSIONS, POST_PERMISSIONS, require_post_channel
from cogs.kit.discord_errors import NOT_TAKEN, translate_post_errors
from cogs.kit.durable_posts import NewPost, create_post, find_message
from cogs.kit.i18n import Translations
from cogs.kit.own_messages import has_all
from cogs.kit.panel import Panel
from cogs.onboarding.views import START, quote, welcome_panel
from community.errors import OutOfReach
from community.ids import ChannelId, GuildId, MemberId, MessageId, PostedMessage
from community.onboarding.ports import Newcomer
from community.onboarding.settings import OnboardingSettings

_log = structlog.get_logger(__name__)


class DiscordOnboardingPosts:
    """The port :class:`community.onboarding.ports.OnboardingPosts`."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    def bot_joined_at(self, guild_id: GuildId) -> datetime | None:
        """When Hamlet joined a guild; none while the guild is not at hand."""
        guild = self._bot.get_guild(guild_id)
        return None if guild is None or guild.unavailable or guild.me is None else guild.me.joined_at

    async def find_member(self, guild_id: GuildId, member_id: MemberId) -> Newcomer | None:
        """A member of a guild; none where they are not (any more)."""
        guild = self._bot.require_guild(guild_id)
        try:
            member = await guild.fetch_member(member_id)
        except discord.NotFound:
            return None
        return Newcomer(member.joined_at or self._bot.clock(), member.pending, member.bot)

    async def post_welcome(self, guild_id: GuildId, member_id: MemberId, since: datetime | None) -> None:
        """Welcomes a newcomer in the channel set, else in the system channel; pings them and nobody else."""
        try:
            await self._welcome(guild_id, member_id, since)
        except OutOfReach as refusal:
            _log.warning("nobody greeted", guild=guild_id, reason=str(refusal))
            raise

    async def post_introduction(
        self, guild_id: GuildId, member_id: MemberId, words: str, since: datetime | None
    ) -> PostedMessage:
        """Posts what somebody wrote about themselves; pings nobody."""
        guild = self._bot.require_guild(guild_id)
        settings = await self._bot.services.settings.read(guild_id, OnboardingSettings)
        channel = require_post_channel(guild, settings.introductions_channel, FIND_PERMISSIONS)
        panel = introduction_panel(member_id, words, self._bot.guild_translator(guild))
        with translate_post_errors(channel, gone=DELETED, not_taken=NOT_TAKEN):
            mark, message = has_all(f"<@{member_id}>", panel.lead), None
            if since is not None:
                message = await find_message(channel, mark, since=since)
            if message is None:
                message = await create_post(channel, NewPost(panel.view(), nonce=f"intro-{member_id}"))
        return PostedMessage(ChannelId(channel.id), MessageId(message.id))

    async def _welcome(self, guild_id: GuildId, member_id: MemberId, since: datetime | None) -> None:
        guild = self._bot.require_guild(guild_id)
        settings = await self._bot.services.settings.read(guild_id, OnboardingSettings)
        chosen = settings.welcome_channel
        if chosen is None and guild.system_channel is None:
            raise OutOfReach(
                "I have no channel to greet newcomers in. Choose one in /settings, Onboarding; "
                "until then they find their way with /onboarding start."
            )
        home = chosen or ChannelId(guild.system_channel.id if guild.system_channel else 0)
        channel = require_post_channel(guild, home, POST_PERMISSIONS if since is None else FIND_PERMISSIONS)
        pinged = discord.AllowedMentions(
            everyone=False, users=[discord.Object(member_id)], roles=False, replied_user=False
        )
        with translate_post_errors(channel, gone=DELETED, not_taken=NOT_TAKEN):
            mark = has_all(f"<@{member_id}>", START)
            if since is not None and await find_message(channel, mark, since=since) is not None:
                return
            view = welcome_panel(member_id, self._bot.guild_translator(guild)).view()
            await create_post(channel, NewPost(view, mentions=pinged))


def introduction_panel(member_id: MemberId, words: str, say: Translations) -> Panel:
    """What somebody wrote about themselves, quoted."""
    return Panel(
        say("{member} says hello", member=f"<@{member_id}>"),
        lead=quote(words),
        closing=say("In their own words, from Get started."),
    )
