"""The moderators' cards of AMAs: each has one post in the moderators' channel, whatever restarts."""

import discord

from cogs.amas.approval_views import CallOffButton, DecideButton, decision_panel
from cogs.kit.bot import Bot
from cogs.kit.channels import DELETED, FIND_PERMISSIONS, require_permissions
from cogs.kit.discord_errors import NOT_TAKEN, translate_post_errors
from cogs.kit.durable_posts import NewPost, edit_message, show_post
from cogs.kit.own_messages import has_custom_id
from community.amas.ama import Ama
from community.errors import OutOfReach
from community.ids import ChannelId, GuildId, MessageId, PostedMessage
from community.settings.general import GeneralSettings


class DiscordApprovalCards:
    """The port :class:`community.amas.ports.ApprovalCards`: a post in the moderators' channel of the settings."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    async def require(self, guild_id: GuildId) -> None:
        """Passes where a card can be posted."""
        if await self._channel(guild_id) is None:
            raise OutOfReach(
                "There is no channel in which I could ask the moderators. One of them can choose it in /settings: "
                "Moderators' channel."
            )

    async def show(self, ama: Ama) -> PostedMessage | None:
        """Makes an AMA's one card say how it stands: the one that is known, one left behind, or a new one."""
        if ama.card_id is not None:
            return await self._edit(ama, ChannelId(ama.card_channel_id or 0), ama.card_id)
        channel = await self._channel(ama.guild_id)
        if channel is None:
            return None
        view = decision_panel(ama, self._bot.guild_translator(channel.guild)).view()
        mark = has_custom_id(DecideButton.id_of(ama.ama_id, "yes"), CallOffButton.id_of(ama.ama_id))
        with translate_post_errors(channel, gone=DELETED, not_taken=NOT_TAKEN):
            new = NewPost(view, nonce=f"ama-card-{ama.ama_id}")
            return PostedMessage(ChannelId(channel.id), await show_post(channel, new, mark, ama.proposed_at))

    async def _edit(self, ama: Ama, channel_id: ChannelId, message_id: MessageId) -> PostedMessage:
        """A card that was deleted stays so, and so does one whose channel was."""
        channel = self._bot.require_guild(ama.guild_id).get_channel(channel_id)
        if isinstance(channel, discord.TextChannel):
            require_permissions(channel, FIND_PERMISSIONS)
            view = decision_panel(ama, self._bot.guild_translator(channel.guild)).view()
            await edit_message(channel, message_id, view)
        return PostedMessage(channel_id, message_id)

    async def _channel(self, guild_id: GuildId) -> discord.TextChannel | None:
        """The moderators' channel; none where none is set, or it was deleted."""
        chosen = (await self._bot.services.settings.read(guild_id, GeneralSettings)).moderators_channel
        channel = self._bot.require_guild(guild_id).get_channel(chosen or 0)
        if not isinstance(channel, discord.TextChannel):
            return None
        require_permissions(channel, FIND_PERMISSIONS)
        return channel
