"""Reads and changes on Discord who can see which channel."""

from collections.abc import Collection, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Final, Literal

import discord

from cogs.kit.bot import Bot
from cogs.kit.channels import require_guild_permissions
from cogs.kit.discord_errors import translate_errors
from cogs.kit.i18n import escape
from cogs.kit.own_messages import minus_clock_skew
from community.access.plan import AccessMode, AccessState, AccessStep, Action, Members
from community.access.ports import TopicPermissions
from community.errors import OutOfReach
from community.ids import GuildId, MemberId, RoleId
from community.topics.topic import Topic

VIEW: Final = discord.Permissions(view_channel=True).value
REASON = "/topic access"
ROLE: Final = 0
MEMBER: Final = 1
"""The types of an overwrite's target.

*Source*: Discord, Overwrite Object.
"""


class DiscordPermissionSnapshot:
    """The port :class:`community.access.ports.PermissionSnapshot`."""

    def __init__(
        self,
        guild: discord.Guild,
        roles: Mapping[int, discord.Role],
        channels: Mapping[int, discord.abc.GuildChannel],
        present: Mapping[MemberId, Collection[RoleId]],
    ) -> None:
        self._guild = guild
        self._roles = roles
        self._channels = channels
        self._present = present

    @property
    def n_roles(self) -> int:
        """Returns how many roles the guild has."""
        return len(self._roles)

    @property
    def held_roles(self) -> Collection[RoleId]:
        """Returns the roles that at least one member has."""
        return {role_id for held in self._present.values() for role_id in held}

    def topic_permissions(
        self, topic: Topic, mode: AccessMode, role_id: RoleId | None, joined: Members
    ) -> TopicPermissions:
        """Returns the permissions of a topic's channel.

        Raises
        ------
        OutOfReach
            If the channel is gone, or Hamlet may not change its permissions.
        """
        channel = self._channels.get(topic.channel_id)
        if channel is None:
            raise OutOfReach(
                "The channel of {topic} was deleted. A moderator can take the topic off the list with /topic remove.",
                topic=escape(topic.name),
            )
        if not channel.permissions_for(self._guild.me).manage_roles:
            raise OutOfReach(
                "I need the permission Manage Permissions in {topic}. A moderator can give it to my role there.",
                topic=escape(topic.name),
            )
        role = self._roles.get(role_id or 0)
        if mode is AccessMode.ROLE:
            _require_role(self._guild, role)
        own = {MemberId(key.id): one for key, one in channel.overwrites.items() if not _is_role(key)}
        open_to_all = channel.permissions_for(self._guild.default_role).view_channel
        state = AccessState(
            joined=joined & self._present.keys(),
            holders=frozenset(one for one, roles in self._present.items() if role_id in roles),
            allowed=frozenset(one for one in own if one in self._present and own[one].view_channel),
            denied=frozenset(one for one in own if own[one].view_channel is False),
            role_is_there=role is not None,
            role_opens=role is not None and channel.overwrites_for(role).view_channel is True,
            open_to_all=open_to_all,
        )
        problem = _other_effects(channel, role) if mode is AccessMode.PERMISSION and role is not None else None
        return TopicPermissions(state, len(channel.overwrites), problem)


class DiscordPermissions:
    """The port :class:`community.access.ports.Permissions`."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    def is_available(self, guild_id: GuildId) -> bool:
        """Returns whether the guild can be reached at present."""
        return self._bot.is_available(guild_id)

    async def take_snapshot(self, guild_id: GuildId) -> DiscordPermissionSnapshot:
        """Returns the present members, roles and channels, fetched from Discord because the cache may be old.

        Raises
        ------
        OutOfReach
            If Discord refuses.
        """
        guild = self._bot.require_guild(guild_id)
        with translate_errors(guild.name):
            roles = {role.id: role for role in await guild.fetch_roles()}
            channels = {channel.id: channel for channel in await guild.fetch_channels()}
            present = {
                MemberId(member.id): [RoleId(role.id) for role in member.roles]
                async for member in guild.fetch_members(limit=None)
                if not member.bot
            }
        return DiscordPermissionSnapshot(guild, roles, channels, present)

    async def make_role(self, topic: Topic, since: datetime, taken: Collection[RoleId]) -> RoleId:
        """Creates a role with the topic's name and no permissions, unless a free one was created since.

        Raises
        ------
        OutOfReach
            If Discord refuses.
        """
        guild = self._bot.require_guild(topic.guild_id)
        _require_role(guild, None)
        earliest = minus_clock_skew(since)
        with translate_errors(guild.name):
            for role in await guild.fetch_roles():
                free = role.id not in taken and not role.managed and not role.permissions.value
                if free and role.name == topic.name and role.created_at >= earliest:
                    return RoleId(role.id)
            made = await guild.create_role(name=topic.name, permissions=discord.Permissions.none(), reason=REASON)
        return RoleId(made.id)

    async def apply_step(self, topic: Topic, role_id: RoleId | None, step: AccessStep) -> None:
        """Applies one step; does nothing if its member or role is gone, which the next snapshot shows.

        Raises
        ------
        OutOfReach
            If Discord refuses.
        """
        http, role, member = self._bot.http, role_id or 0, step.member_id or 0
        with translate_errors(f"<#{topic.channel_id}>"), suppress(discord.NotFound):
            match step.action:
                case Action.GIVE_ROLE:
                    await http.add_role(topic.guild_id, member, role, reason=REASON)
                case Action.TAKE_ROLE:
                    await http.remove_role(topic.guild_id, member, role, reason=REASON)
                case Action.OPEN_ROLE | Action.CLOSE_ROLE:
                    await self._set_view(topic, role, ROLE, seen=step.action is Action.OPEN_ROLE)
                case Action.ALLOW_MEMBER | Action.CLEAR_MEMBER:
                    await self._set_view(topic, member, MEMBER, seen=step.action is Action.ALLOW_MEMBER)
                case Action.MAKE_ROLE | Action.RECORD:
                    pass

    async def _set_view(self, topic: Topic, target: int, kind: Literal[0, 1], *, seen: bool) -> None:
        """Sets or clears the permission to view in an overwrite; keeps its other bits; deletes it if it is empty."""
        channel = self._bot.require_guild(topic.guild_id).get_channel(topic.channel_id)
        if channel is None:
            return
        allow, deny = (one.value & ~VIEW for one in channel.overwrites_for(discord.Object(target)).pair())
        allow |= VIEW if seen else 0
        http = self._bot.http
        if allow or deny:
            await http.edit_channel_permissions(channel.id, target, str(allow), str(deny), kind, reason=REASON)
        else:
            await http.delete_channel_permissions(channel.id, target, reason=REASON)


def _is_role(key: object) -> bool:
    return isinstance(key, discord.Role) or (isinstance(key, discord.Object) and key.type is discord.Role)


def _require_role(guild: discord.Guild, role: discord.Role | None) -> None:
    """Passes if Hamlet may create roles, and give this one.

    Raises
    ------
    OutOfReach
        If it may not.
    """
    require_guild_permissions(guild, {"manage_roles": "Manage Roles"})
    if role is not None and (role.managed or role >= guild.me.top_role):
        raise OutOfReach(
            "The role {role} is above mine. A moderator can move my role above it in Server Settings, Roles.",
            role=escape(role.name),
        )


def _other_effects(channel: discord.abc.GuildChannel, role: discord.Role) -> OutOfReach | None:
    """Returns the refusal to replace a role that does more in the channel than let its members see it, or none."""
    own = channel.overwrites_for(role)
    if own.view_channel is None and channel.permissions_for(role).view_channel:
        closed = not channel.permissions_for(channel.guild.default_role).view_channel
        return _sees_by_itself(channel, role) if closed else None
    allow, deny = (one.value for one in own.pair())
    more = discord.Permissions((allow | deny) & ~VIEW)
    if not more.value:
        return None
    return OutOfReach(
        "The role {role} changes more in {channel} than who sees it: {permissions}. A moderator can set that for "
        "@everyone there instead; then it can go.",
        role=escape(role.name),
        channel=channel.mention,
        permissions=", ".join(name.replace("_", " ").title() for name, changed in more if changed),
    )


def _sees_by_itself(channel: discord.abc.GuildChannel, role: discord.Role) -> OutOfReach:
    return OutOfReach(
        "The role {role} sees {channel} by its own permissions, like others. It stays as it is.",
        role=escape(role.name),
        channel=channel.mention,
    )
