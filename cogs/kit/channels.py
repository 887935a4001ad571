"""Channels: as options of commands, and what the bot may do in them."""

from collections.abc import Mapping
from typing import Any, Final

import discord
from discord import app_commands

from cogs.kit.bot import Interaction
from community.errors import NotFound, OutOfReach
from community.ids import ChannelId

TextOrForum = discord.TextChannel | discord.ForumChannel

POST_PERMISSIONS: Final = {"view_channel": "View Channel", "send_messages": "Send Messages"}
"""What it takes to post in a channel."""
FIND_PERMISSIONS: Final = {**POST_PERMISSIONS, "read_message_history": "Read Message History"}
"""What it takes to post in a channel once, and to find that again."""
READ_PERMISSIONS: Final = {"view_channel": "View Channel", "read_message_history": "Read Message History"}
"""What it takes to read what was said in a channel before."""
DELETED: Final = "A channel that I post in was deleted. A moderator can choose another one in /settings."


class _Kinds(app_commands.Transformer):
    """A channel of some kinds, as the bot knows it."""

    kinds: tuple[discord.ChannelType, ...] = ()

    @property
    def type(self) -> discord.AppCommandOptionType:
        """Discord shows its own list of channels."""
        return discord.AppCommandOptionType.channel

    @property
    def channel_types(self) -> list[discord.ChannelType]:
        """What the list holds."""
        return list(self.kinds)

    async def transform(self, interaction: Interaction, value: Any, /) -> TextOrForum:  # type: ignore[override]
        """The channel, of the interaction's guild."""
        channel = interaction.guild.get_channel(value.id) if interaction.guild is not None else None
        if not isinstance(channel, discord.TextChannel | discord.ForumChannel):
            raise NotFound("I can't see that channel. A moderator can give my role the permission View Channel there.")
        return channel


class TextOrForumArgument(_Kinds):
    """A channel that people talk in: text or forum."""

    kinds = (discord.ChannelType.text, discord.ChannelType.forum)


class PostableArgument(_Kinds):
    """A channel that a post fits in: text or announcements."""

    kinds = (discord.ChannelType.text, discord.ChannelType.news)


def require_post_channel(
    guild: discord.Guild, channel_id: ChannelId | None, needed: Mapping[str, str]
) -> discord.TextChannel:
    """The text channel of a setting, where the bot has all that is needed.

    Raises
    ------
    OutOfReach
        Says what a moderator can mend.
    """
    channel = guild.get_channel(channel_id or 0)
    if not isinstance(channel, discord.TextChannel):
        raise OutOfReach(DELETED)
    require_permissions(channel, needed)
    return channel


def require_permissions(channel: discord.abc.GuildChannel | discord.Thread, needed: Mapping[str, str]) -> None:
    """Passes where the bot has all that is needed in a channel; ``needed`` has Discord's name of each permission.

    Raises
    ------
    OutOfReach
        Names what is missing, and where.
    """
    missing = _missing(channel.permissions_for(channel.guild.me), needed)
    if missing:
        raise OutOfReach(
            "In {channel} my role lacks: {permissions}. A moderator can give it that; then please try again.",
            channel=channel.mention,
            permissions=missing,
        )


def require_guild_permissions(guild: discord.Guild, needed: Mapping[str, str]) -> None:
    """Passes where the bot has all that is needed in the whole guild.

    Raises
    ------
    OutOfReach
        Names what is missing.
    """
    missing = _missing(guild.me.guild_permissions, needed)
    if missing:
        raise OutOfReach(
            "In this server my role lacks: {permissions}. A moderator can give it that in Server Settings, Roles.",
            permissions=missing,
        )


def _missing(granted: discord.Permissions, needed: Mapping[str, str]) -> str:
    return ", ".join(name for permission, name in needed.items() if not getattr(granted, permission))


def visible_channels(interaction: Interaction) -> frozenset[ChannelId]:
    """The channels whose talk the person who asks can read: nothing is told of others."""
    guild, user = interaction.guild, interaction.user
    if guild is None or not isinstance(user, discord.Member):
        return frozenset()
    granted = ((channel, channel.permissions_for(user)) for channel in guild.channels)
    return frozenset(ChannelId(one.id) for one, can in granted if can.view_channel and can.read_message_history)
