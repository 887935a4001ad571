"""Cards of brands in the channels of topics: each has one post, whatever restarts."""

import discord

from cogs.brands.consent_views import consent_panel, consent_title
from cogs.brands.feedback_views import round_panel, round_title
from cogs.kit.bot import Bot
from cogs.kit.channels import FIND_PERMISSIONS, TextOrForum, require_permissions
from cogs.kit.discord_errors import translate_post_errors
from cogs.kit.durable_posts import NewPost, show_post
from cogs.kit.i18n import Translations
from cogs.kit.own_messages import has_custom_id_prefix
from cogs.kit.panel import Panel, shorten
from cogs.kit.threads import IN_FORUM
from community.brands.feedback import Round
from community.brands.ports import Card
from community.discord_limits import CHANNEL_NAME_LENGTH, NONCE_LENGTH
from community.errors import OutOfReach
from community.ids import ChannelId, GuildId, MessageId


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
        new = NewPost(
            panel_of(card, say).view(),
            title=shorten(title_of(card, say), CHANNEL_NAME_LENGTH),
            nonce=mark_of(card).replace("hamlet:brand:", "")[:NONCE_LENGTH],
        )
        with translate_post_errors(channel):
            mark = has_custom_id_prefix(mark_of(card))
            return await show_post(channel, new, mark, card.opened_at, known=card.message_id)

    def _channel(self, guild_id: GuildId, channel_id: ChannelId) -> TextOrForum:
        guild = self._bot.get_guild(guild_id)
        channel = None if guild is None else guild.get_channel(channel_id)
        if not isinstance(channel, TextOrForum):
            raise OutOfReach("The channel of this topic is not there any more, so I can't post in it.")
        require_permissions(channel, IN_FORUM if isinstance(channel, discord.ForumChannel) else FIND_PERMISSIONS)
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
