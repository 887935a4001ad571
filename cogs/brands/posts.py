"""Cards of brands in the channels of topics: each has one post, whatever restarts."""

from collections.abc import AsyncIterator
from datetime import datetime

import discord
import structlog

from cogs.brands.consent_views import consent_panel, consent_title
from cogs.brands.feedback_views import round_panel, round_title
from cogs.kit.bot import Bot
from cogs.kit.channels import Found, require_granted
from cogs.kit.discord_errors import a_bit_before, posting
from cogs.kit.i18n import Translations
from cogs.kit.own_messages import custom_ids
from cogs.kit.panel import Panel, shorten
from cogs.kit.posts import TO_FIND
from cogs.kit.threads import ARCHIVE_MINUTES, IN_FORUM, NAME_LENGTH, thread_at
from community.brands.feedback import Round
from community.brands.ports import Card
from community.errors import OutOfReach
from community.ids import ChannelId, GuildId, MessageId

_log = structlog.get_logger(__name__)


class DiscordBrandPosts:
    """The port :class:`community.brands.ports.BrandPosts`: a message in a text channel, a post in a forum."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    async def require(self, guild_id: GuildId, channel_id: ChannelId) -> None:
        """Passes where a card can be posted."""
        self._channel(guild_id, channel_id)

    async def show(self, card: Card) -> MessageId:
        """Makes a card's one post say how it stands."""
        channel = self._channel(card.guild_id, card.channel_id)
        say = self._bot.guild_translator(channel.guild)
        with posting(channel):
            message_id = card.message_id or await self._left_behind(channel, card)
            if message_id is None:
                return await self._post(channel, card, say)
            await self._edit(channel, message_id, panel_of(card, say))
            return message_id

    async def _post(self, channel: Found, card: Card, say: Translations) -> MessageId:
        view = panel_of(card, say).view()
        if isinstance(channel, discord.ForumChannel):
            made = await channel.create_thread(
                name=shorten(title_of(card, say), NAME_LENGTH),
                view=view,
                applied_tags=channel.available_tags[:1] if channel.flags.require_tag else [],
                auto_archive_duration=ARCHIVE_MINUTES,
            )
            return MessageId(made.thread.id)
        return MessageId((await channel.send(view=view, nonce=mark_of(card).replace("hamlet:brand:", "")[:25])).id)

    async def _edit(self, channel: Found, message_id: MessageId, panel: Panel) -> None:
        try:
            if not isinstance(channel, discord.ForumChannel):
                await channel.get_partial_message(message_id).edit(view=panel.view())
                return
            thread = await thread_at(channel.guild, message_id)
            if thread is not None and thread.archived:
                await thread.edit(archived=False)
            first = None if thread is None else await _first(thread)
            if first is not None:
                await first.edit(view=panel.view())
        except discord.NotFound:
            _log.info("a card was deleted, and stays so", guild=channel.guild.id, message=message_id)

    async def _left_behind(self, channel: Found, card: Card) -> MessageId | None:
        """A post that was made just before the process ended; none is proof that there is none."""
        mark, me = mark_of(card), channel.guild.me
        if isinstance(channel, discord.ForumChannel):
            async for thread in _threads(channel, a_bit_before(card.opened_at)):
                first = await _first(thread) if thread.owner_id == me.id else None
                if first is not None and any(found.startswith(mark) for found in custom_ids(first.components)):
                    return MessageId(thread.id)
            return None
        async for message in channel.history(limit=None, after=a_bit_before(card.opened_at)):
            if message.author == me and any(found.startswith(mark) for found in custom_ids(message.components)):
                return MessageId(message.id)
        return None

    def _channel(self, guild_id: GuildId, channel_id: ChannelId) -> Found:
        guild = self._bot.get_guild(guild_id)
        channel = None if guild is None else guild.get_channel(channel_id)
        if not isinstance(channel, Found):
            raise OutOfReach("The channel of this topic is not there any more, so I can't post in it.")
        require_granted(channel, IN_FORUM if isinstance(channel, discord.ForumChannel) else TO_FIND)
        return channel


def panel_of(card: Card, say: Translations) -> Panel:
    """How a card looks."""
    return round_panel(card, say) if isinstance(card, Round) else consent_panel(card, say)


def title_of(card: Card, say: Translations) -> str:
    """What a card's post in a forum is called."""
    return round_title(card, say) if isinstance(card, Round) else consent_title(card, say)


def mark_of(card: Card) -> str:
    """What the custom ids of a card's buttons begin with: by it a post is known."""
    if isinstance(card, Round):
        return f"hamlet:brand:answer:{card.round_id}:"
    return f"hamlet:brand:vote:{card.consent_id}:"


async def _first(thread: discord.Thread) -> discord.Message | None:
    async for message in thread.history(limit=1, oldest_first=True):
        return message
    return None


async def _threads(forum: discord.ForumChannel, since: datetime) -> AsyncIterator[discord.Thread]:
    """The posts of a forum that were made since then, those that are hidden by now among them."""
    for thread in forum.threads:
        yield thread
    async for thread in forum.archived_threads(limit=None):
        if thread.archive_timestamp < since:
            return
        yield thread
