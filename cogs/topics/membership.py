"""Grants and revokes access to topics on Discord, as a difference to what a member has."""

import discord

from cogs.kit.bot import Bot
from cogs.kit.discord_errors import translate_errors
from cogs.kit.i18n import escape
from community.errors import NotFound, OutOfReach
from community.ids import MemberId
from community.topics.capacity import MAXIMUM, Limit
from community.topics.topic import Topic

REASON = "topic chosen by the member"


class DiscordTopicMembership:
    """The port :class:`community.topics.ports.TopicMembership`: a role where the topic has one, else an overwrite."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    async def grant(self, topic: Topic, member_id: MemberId) -> None:
        """Grants access; does nothing if the member has it.

        Raises
        ------
        NotFound
            If the member left the guild.
        OutOfReach
            If Discord refuses, or the channel has no room for another overwrite.
        """
        guild, member = await self._find(topic, member_id)
        with translate_errors(f"<#{topic.channel_id}>"):
            if topic.role_id is not None:
                role = _role(guild, topic)
                if role not in member.roles:
                    await member.add_roles(role, reason=REASON)
                return
            channel = _channel(guild, topic)
            if not channel.permissions_for(member).view_channel:
                _require_manage(guild, topic)
                _require_room(channel, member, topic)
                await channel.set_permissions(member, view_channel=True, reason=REASON)

    async def revoke(self, topic: Topic, member_id: MemberId) -> None:
        """Revokes access, the role and the member's own overwrite; does nothing if there is none.

        Raises
        ------
        NotFound
            If the member left the guild.
        OutOfReach
            If Discord refuses.
        """
        guild, member = await self._find(topic, member_id)
        with translate_errors(f"<#{topic.channel_id}>"):
            if topic.role_id is not None and member.get_role(topic.role_id) is not None:
                await member.remove_roles(_role(guild, topic), reason=REASON)
            channel = guild.get_channel(topic.channel_id)
            own = None if channel is None else channel.overwrites_for(member)
            if channel is not None and own is not None and own.view_channel:
                _require_manage(guild, topic)
                own.update(view_channel=None)
                await channel.set_permissions(member, overwrite=None if own.is_empty() else own, reason=REASON)

    def n_overwrites(self, topic: Topic) -> int:
        """Returns how many permission overwrites a topic's channel has; 0 if the channel is gone.

        Raises
        ------
        OutOfReach
            If the bot is not in the guild.
        """
        channel = self._bot.require_guild(topic.guild_id).get_channel(topic.channel_id)
        return 0 if channel is None else len(channel.overwrites)

    async def _find(self, topic: Topic, member_id: MemberId) -> tuple[discord.Guild, discord.Member]:
        guild = self._bot.require_guild(topic.guild_id)
        try:
            return guild, await guild.fetch_member(member_id)
        except discord.NotFound:
            raise NotFound("That person is not a member of this server any more.") from None


def _role(guild: discord.Guild, topic: Topic) -> discord.Role:
    role = guild.get_role(topic.role_id or 0)
    if role is None:
        raise OutOfReach(
            "The role of {topic} was deleted. A moderator can add the topic again with /topic add.",
            topic=escape(topic.name),
        )
    if role.managed or role.is_default():
        raise OutOfReach(
            "The role {role} is given by Discord itself. A moderator can choose another one with /topic add.",
            role=escape(role.name),
        )
    if not guild.me.guild_permissions.manage_roles:
        raise OutOfReach(
            "I need the permission Manage Roles to open {topic}. A moderator can give it to my role.",
            topic=escape(topic.name),
        )
    if role >= guild.me.top_role:
        raise OutOfReach(
            "The role {role} is above mine. A moderator can move my role above it in Server Settings, Roles.",
            role=escape(role.name),
        )
    return role


def _channel(guild: discord.Guild, topic: Topic) -> discord.abc.GuildChannel:
    channel = guild.get_channel(topic.channel_id)
    if channel is None:
        raise OutOfReach(
            "The channel of {topic} was deleted. A moderator can take the topic off the list with /topic remove.",
            topic=escape(topic.name),
        )
    return channel


def _require_manage(guild: discord.Guild, topic: Topic) -> None:
    channel = _channel(guild, topic)
    if not channel.permissions_for(guild.me).manage_roles:
        raise OutOfReach(
            "I need the permission Manage Permissions in {topic} to open it. A moderator can give it to my role.",
            topic=escape(topic.name),
        )


def _require_room(channel: discord.abc.GuildChannel, member: discord.Member, topic: Topic) -> None:
    """Passes if the channel has room for another overwrite, or has one for the member.

    Raises
    ------
    OutOfReach
        If it is full.
    """
    most, exceptions = MAXIMUM[Limit.OVERWRITES], channel.overwrites
    if len(exceptions) >= most and member not in exceptions:
        raise OutOfReach(
            "{topic} is full: Discord lets no more than {most} in one by one. A moderator can open it by a role, with "
            "/topic access; then please try again.",
            topic=escape(topic.name),
            most=most,
        )
