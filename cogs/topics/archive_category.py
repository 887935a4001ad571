"""Read-only channels in archive categories, and back: by difference, so that what is as it should be is left alone."""

from collections import Counter
from typing import Final

import discord

from cogs.kit.channels import require_guild_permissions
from community.errors import OutOfReach
from community.ids import ChannelId, RoleId
from community.topics.capacity import MAXIMUM, Limit
from community.topics.lifecycle import ChannelState, RoleOverwrite

CHANNELS: Final = MAXIMUM[Limit.CHANNELS]
ROOM: Final = MAXIMUM[Limit.CATEGORY]
MANAGE = {"manage_channels": "Manage Channels", "manage_roles": "Manage Roles"}
ARCHIVE = "Archive"
"""The name by which archive categories are known; from the second on with a number behind it."""
WRITING = discord.Permissions(send_messages=True, send_messages_in_threads=True, create_public_threads=True)
"""What it takes to write in a channel, its threads included."""
REASON = "a quiet topic"
Shelved = discord.TextChannel | discord.ForumChannel


def channel_state(channel: Shelved) -> ChannelState:
    """A channel's category, and who of @everyone and of the roles that may write there could write before."""
    guild, seals = channel.guild, []
    for role in dict.fromkeys([guild.default_role, *_roles(channel)]):
        allow, deny = channel.overwrites_for(role).pair()
        if role.is_default() or allow.value & WRITING.value:
            seals.append(RoleOverwrite(RoleId(role.id), allow.value & WRITING.value, deny.value & WRITING.value))
    home_id = None if channel.category_id is None else ChannelId(channel.category_id)
    return ChannelState(home_id, tuple(seals))


async def archive(channel: Shelved, rest: ChannelState) -> None:
    """Makes a channel read-only and moves it to an archive category that has room."""
    require_guild_permissions(channel.guild, MANAGE)
    for seal in rest.overwrites:
        await _set_writing(channel, seal.role_id, allowed=0, denied=WRITING.value)
    if not _is_archive(channel.category):
        await channel.edit(category=await _archive_of(channel.guild), reason=REASON)


async def unarchive(channel: Shelved, rest: ChannelState) -> None:
    """Brings a channel back where it was, while there is room, and lets those write who could."""
    require_guild_permissions(channel.guild, MANAGE)
    for seal in rest.overwrites:
        await _set_writing(channel, seal.role_id, allowed=seal.allowed, denied=seal.denied)
    if _is_archive(channel.category):
        home = channel.guild.get_channel(rest.category_id or 0)
        there = isinstance(home, discord.CategoryChannel) and len(home.channels) < ROOM
        category = home if isinstance(home, discord.CategoryChannel) and there else None
        await channel.edit(category=category, reason=REASON)


def _roles(channel: Shelved) -> list[discord.Role]:
    """The roles that a channel has a word on, the bot's own left out: it goes on posting."""
    own = channel.guild.self_role
    return [one for one in channel.overwrites if isinstance(one, discord.Role) and one != own]


async def _set_writing(channel: Shelved, role_id: RoleId, *, allowed: int, denied: int) -> None:
    """Makes a role's word on writing just this; nothing happens where it is, or where the role was deleted."""
    role = channel.guild.get_role(role_id)
    if role is None:
        return
    allow, deny = (one.value for one in channel.overwrites_for(role).pair())
    wanted = (allow & ~WRITING.value | allowed, deny & ~WRITING.value | denied)
    if wanted == (allow, deny):
        return
    overwrite = discord.PermissionOverwrite.from_pair(*(discord.Permissions(bits) for bits in wanted))
    await channel.set_permissions(role, overwrite=None if overwrite.is_empty() else overwrite, reason=REASON)


async def _archive_of(guild: discord.Guild) -> discord.CategoryChannel:
    """The first archive category with room, as Discord has it now; a new one where all are full."""
    channels = await guild.fetch_channels()
    filled = Counter(channel.category_id for channel in channels)
    archives = {one.name: one for one in channels if isinstance(one, discord.CategoryChannel) and _is_archive(one)}
    n = 1
    while (name := _archive_name(n)) in archives:
        if filled[archives[name].id] < ROOM:
            return archives[name]
        n += 1
    if len(channels) >= CHANNELS:
        raise OutOfReach(
            "The archive is full, and this server has {n} channels, as many as Discord allows. A moderator can delete "
            "some; then I go on.",
            n=CHANNELS,
        )
    return await guild.create_category(name, reason=REASON)


def _archive_name(n: int) -> str:
    return ARCHIVE if n == 1 else f"{ARCHIVE} {n}"


def _is_archive(category: discord.CategoryChannel | None) -> bool:
    if category is None:
        return False
    name, _, number = category.name.partition(" ")
    return name == ARCHIVE and (not number or number.isdecimal())
