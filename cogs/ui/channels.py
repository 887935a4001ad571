"""Channels: as options of commands, and what the bot may do in them."""

from collections.abc import Mapping
from typing import Any

import discord
from discord import app_commands

from community.errors import NotFound, OutOfReach

Found = discord.TextChannel | discord.ForumChannel


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

    async def transform(self, interaction: discord.Interaction[Any], value: Any, /) -> Found:
        """The channel, of the interaction's guild."""
        channel = interaction.guild.get_channel(value.id) if interaction.guild is not None else None
        if not isinstance(channel, discord.TextChannel | discord.ForumChannel):
            raise NotFound("I can't see that channel. A moderator can give my role the permission View Channel there.")
        return channel


class TalkChannel(_Kinds):
    """A channel that people talk in: text or forum."""

    kinds = (discord.ChannelType.text, discord.ChannelType.forum)


class PostChannel(_Kinds):
    """A channel that a post fits in: text or announcements."""

    kinds = (discord.ChannelType.text, discord.ChannelType.news)


def require_granted(channel: discord.abc.GuildChannel | discord.Thread, needed: Mapping[str, str]) -> None:
    """Passes where the bot has all that is needed in a channel; ``needed`` has Discord's name of each permission.

    Raises
    ------
    OutOfReach
        Names what is missing, and where.
    """
    granted = channel.permissions_for(channel.guild.me)
    missing = [name for permission, name in needed.items() if not getattr(granted, permission)]
    if missing:
        raise OutOfReach(
            "In {channel} my role lacks: {permissions}. A moderator can give it that; then please try again.",
            channel=channel.mention,
            permissions=", ".join(missing),
        )
