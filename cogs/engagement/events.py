"""What Discord tells or shows, as events: the same whether it happens now or is read back."""

from typing import Any, Final

import discord

from community.engagement.events import Activity, ActivityKind
from community.ids import ChannelId, GuildId, MemberId

USER_MESSAGE_TYPES: Final = frozenset({discord.MessageType.default, discord.MessageType.reply})
"""What people write themselves; all other types are notices, or answers of applications."""

Place = tuple[ChannelId, ChannelId | None]
"""A channel, and the thread in it."""


def place_of(guild: discord.Guild, channel_id: int) -> Place | None:
    """Where something happened; none in circles, and where nobody knows whether it is one."""
    channel = guild.get_channel_or_thread(channel_id)
    if channel is None:
        return None
    if isinstance(channel, discord.Thread):
        return None if channel.is_private() else (ChannelId(channel.parent_id), ChannelId(channel.id))
    return ChannelId(channel.id), None


def activity_from(message: discord.Message, guild_id: int, place: Place) -> Activity | None:
    """What a person wrote, whom it answers and whom it mentions; none for what machines and Discord itself wrote."""
    author = message.author
    if message.webhook_id is not None or message.type not in USER_MESSAGE_TYPES or is_bot_account(author):
        return None
    channel_id, thread_id = place
    reference = message.reference if message.type is discord.MessageType.reply else None
    return Activity(
        GuildId(guild_id),
        ActivityKind.MESSAGE,
        message.id,
        MemberId(author.id),
        message.created_at,
        channel_id,
        thread_id,
        replied_to=None if reference is None else _replied_to(reference.resolved),
        mentioned=tuple(MemberId(user.id) for user in message.mentions if not is_bot_account(user)),
        answered_id=None if reference is None else reference.message_id,
    )


def message_event(message: discord.Message) -> Activity | None:
    """What a person wrote just now, where it may be counted; none in direct messages and in circles."""
    guild = message.guild
    place = None if guild is None else place_of(guild, message.channel.id)
    return None if guild is None or place is None else activity_from(message, guild.id, place)


def is_bot_account(user: discord.abc.User) -> bool:
    """Whether no person is behind an account."""
    return user.bot or user.system


def emoji_key(emoji: discord.PartialEmoji) -> str:
    """What stays the same when an emoji of the guild is renamed."""
    return str(emoji.id or emoji.name)


def _replied_to(answered: Any) -> MemberId | None:
    """Who wrote a message that was answered, where it still exists and a person wrote it."""
    if not isinstance(answered, discord.Message) or answered.webhook_id is not None or is_bot_account(answered.author):
        return None
    return MemberId(answered.author.id)
