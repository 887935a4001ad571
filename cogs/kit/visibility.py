"""Decides who can read what on Discord, from roles and permissions; a doubt counts as no."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

import discord

from cogs.kit.bot import Bot, Interaction
from community.digests.section import Place
from community.ids import ChannelId

READ_PERMISSIONS = ("view_channel", "read_message_history")
"""The permissions that reading a channel takes."""


class DiscordVisibility:
    """The port :class:`community.digests.ports.Visibility`; a thread is judged by its channel."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    async def open_to_readers_of(self, digest_channel_id: ChannelId, source_channel_id: ChannelId) -> bool:
        """Whether everybody who can read the first channel can read the second; false for private threads."""
        digest = _parent_channel(self._bot.get_channel(digest_channel_id))
        if digest is None:
            return False
        found = await _fetch_channel(digest.guild, source_channel_id)
        source = None if isinstance(found, discord.Thread) and found.is_private() else _parent_channel(found)
        if source is None or (getattr(source, "nsfw", False) and not getattr(digest, "nsfw", False)):
            return False
        seen = PermissionRule.of(digest, "view_channel")
        return all(seen.implies(PermissionRule.of(source, permission)) for permission in READ_PERMISSIONS)


async def can_read(interaction: Interaction, place: Place) -> bool:
    """Whether the person who asks can read what was said in a place; never so in private threads."""
    guild, user = interaction.guild, interaction.user
    if guild is None or not isinstance(user, discord.Member):
        return False
    found = await _fetch_channel(guild, place.thread_id or place.channel_id)
    room = None if isinstance(found, discord.Thread) and found.is_private() else _parent_channel(found)
    if room is None:
        return False
    granted = room.permissions_for(user)
    return all(getattr(granted, permission) for permission in READ_PERMISSIONS)


def is_public(channel: discord.abc.GuildChannel) -> bool:
    """Whether every new member of the server can see a channel."""
    return PermissionRule.of(channel, "view_channel").is_open()


@dataclass(frozen=True, slots=True)
class PermissionRule:
    """One permission in one channel: who has it in the guild, and the channel's overwrites.

    Shape
    -----
    ``granted`` are the roles that have it in the guild, ``roles`` and ``members`` those that the channel gives it
    (true) or takes it from (false); ``everyone`` is the channel's word for all, if it has one. (Source: Discord,
    Permissions, Permission Overwrites.)
    """

    everyone_id: int
    granted: frozenset[int]
    everyone: bool | None
    roles: Mapping[int, bool]
    members: Mapping[int, bool]

    @classmethod
    def of(cls, channel: discord.abc.GuildChannel, permission: str) -> "PermissionRule":
        """Reads a permission of a channel."""
        guild = channel.guild
        roles, members = dict[int, bool](), dict[int, bool]()
        for target, overwrite in channel.overwrites.items():
            mark = getattr(overwrite, permission)
            if mark is not None and not _is_bot(target, guild):
                (roles if _is_role(target) else members)[target.id] = mark
        return cls(
            everyone_id=guild.id,
            granted=frozenset(
                role.id
                for role in guild.roles
                if role.permissions.administrator or getattr(role.permissions, permission)
            ),
            everyone=roles.pop(guild.id, None),
            roles=roles,
            members=members,
        )

    def implies(self, other: "PermissionRule") -> bool:
        """Whether everybody who has this permission certainly has the other."""
        return (
            self._default_passes(other)
            and _targets(other.members, False) <= _targets(self.members, False)
            and _targets(other.roles, False) <= _targets(self.roles, False)
            and (
                other.is_open()
                or (
                    _targets(self.roles, True) <= _targets(other.roles, True)
                    and _targets(self.members, True) <= _targets(other.members, True)
                )
            )
        )

    def _default_passes(self, other: "PermissionRule") -> bool:
        """Whether those who have this permission without an overwrite of their own have the other as well."""
        if self.everyone is False or other.everyone is True:
            return True
        if other.everyone is False:
            return self.everyone is None and not self.granted
        if other.everyone_id in other.granted:
            return True
        return self.everyone is None and self.granted <= other.granted

    def is_open(self) -> bool:
        """Whether everybody has the permission, apart from members whom an overwrite denies it."""
        by_default = self.everyone or (self.everyone is None and self.everyone_id in self.granted)
        return bool(by_default) and not _targets(self.roles, False)


def _is_role(target: object) -> bool:
    """Whether an overwrite's target is a role; an uncached target comes as an object with a type."""
    return isinstance(target, discord.Role) or getattr(target, "type", None) is discord.Role


def _is_bot(target: discord.abc.Snowflake, guild: discord.Guild) -> bool:
    """Whether an overwrite's target is a bot: this one, or the managed role of any."""
    return target.id == guild.me.id or (isinstance(target, discord.Role) and target.is_bot_managed())


def _targets(marks: Mapping[int, bool], mark: bool) -> frozenset[int]:
    return frozenset(target for target, marked in marks.items() if marked is mark)


def _parent_channel(channel: object) -> discord.abc.GuildChannel | None:
    """Returns the channel whose permissions apply: of a thread, its parent."""
    room = channel.parent if isinstance(channel, discord.Thread) else channel
    return room if isinstance(room, discord.abc.GuildChannel) else None


async def _fetch_channel(
    guild: discord.Guild, channel_id: ChannelId
) -> discord.abc.GuildChannel | discord.Thread | None:
    """Returns a channel or a thread; fetches an archived thread."""
    known = guild.get_channel_or_thread(channel_id)
    if known is not None:
        return known
    with suppress(discord.NotFound, discord.Forbidden, discord.InvalidData):
        return await guild.fetch_channel(channel_id)
    return None
