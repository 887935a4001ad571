"""Converts Discord objects to events, in the same way for live events and for history."""

from typing import Any, Final

import discord

from community.engagement.events import Activity, ActivityKind
from community.ids import ChannelId, GuildId, MemberId

USER_MESSAGE_TYPES: Final = frozenset({discord.MessageType.default, discord.MessageType.reply})
"""Message types that people write themselves; all others are notices or responses of applications."""

Place = tuple[ChannelId, ChannelId | None]
"""A channel, and the thread in it, if any."""


def place_of(guild: discord.Guild, channel_id: int) -> Place | None:
    """Returns the channel and thread of an identifier; none for circles and unknown channels, which may be circles."""
    channel = guild.get_channel_or_thread(channel_id)
    if channel is None:
        return None
    if isinstance(channel, discord.Thread):
        return None if channel.is_private() else (ChannelId(channel.parent_id), ChannelId(channel.id))
    return ChannelId(channel.id), None


def activity_from(message: discord.Message, guild_id: int, place: Place) -> Activity | None:
    """Returns the activity of a person's message with its replies and mentions; none for bots and notices."""
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
    """Returns the activity of a live message; none in direct messages and in circles."""
    guild = message.guild
    place = None if guild is None else place_of(guild, message.channel.id)
    return None if guild is None or place is None else activity_from(message, guild.id, place)


def is_bot_account(user: discord.abc.User) -> bool:
    """Returns whether an account belongs to a bot or to Discord itself."""
    return user.bot or user.system


def emoji_key(emoji: discord.PartialEmoji) -> str:
    """Returns a key that stays the same when an emoji of the guild is renamed."""
    return str(emoji.id or emoji.name)


def _replied_to(answered: Any) -> MemberId | None:
    """Returns the author of the answered message, if it still exists and a person wrote it."""
    if not isinstance(answered, discord.Message) or answered.webhook_id is not None or is_bot_account(answered.author):
        return None
    return MemberId(answered.author.id)
