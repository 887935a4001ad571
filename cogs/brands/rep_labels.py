"""The labels of representatives on Discord; only differences to the current labels are changed."""

import re
from collections.abc import Sequence

import discord

from cogs.kit.bot import Bot
from community.brands.brand import Brand
from community.brands.settings import BrandSettings
from community.errors import Invalid, NotFound, OutOfReach
from community.ids import GuildId, MemberId

NICKNAME_LENGTH = 32
"""Characters of a nickname.

Source
------
Discord, Guild Member.
"""
TAG_LENGTH = 20
"""Characters of a tag, so that at least twelve of the member's own name remain."""
TAG = re.compile(r" \| .{1,15} rep$")
REASON = "speaks for a brand, by their own yes"


class DiscordRepLabels:
    """Implements :class:`community.brands.ports.RepLabels` by the configured role and a tag behind the name."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    async def require(self, guild_id: GuildId, member_id: MemberId) -> None:
        """Checks that a member can be labelled.

        Raises
        ------
        Invalid
            If no role is set, or the member is a bot.
        NotFound
            If the member left the guild.
        OutOfReach
            If a permission is missing; the sentence says which.
        """
        guild = self._bot.require_guild(guild_id)
        role = await self._role(guild)
        if role is None:
            raise Invalid("There is no role for representatives yet. A moderator can choose one in /settings, Brands.")
        member = await _member(guild, member_id)
        if member is None:
            raise NotFound("That person is not a member of this server any more.")
        if member.bot:
            raise Invalid("A bot can't speak for a brand. Please name a person.")
        _require_role(guild, role)
        _require_tag(guild, member)

    async def show(self, guild_id: GuildId, member_id: MemberId, brands: Sequence[Brand]) -> None:
        """Makes a member's labels name these brands and no others; does nothing if the member left the guild.

        Raises
        ------
        OutOfReach
            If a permission is missing; the sentence says which.
        """
        guild = self._bot.require_guild(guild_id)
        member = await _member(guild, member_id)
        if member is None:
            return
        role = await self._role(guild)
        if role is not None and (role in member.roles) is not bool(brands):
            _require_role(guild, role)
            await (member.add_roles if brands else member.remove_roles)(role, reason=REASON)
        name = nickname_with_tag(member, brands)
        if name != (member.nick or None):
            _require_tag(guild, member)
            await member.edit(nick=name, reason=REASON)

    async def _role(self, guild: discord.Guild) -> discord.Role | None:
        settings = await self._bot.services.settings.read(GuildId(guild.id), BrandSettings)
        return guild.get_role(settings.rep_role or 0)


def nickname_with_tag(member: discord.Member, brands: Sequence[Brand]) -> str | None:
    """Returns the nickname of a member who speaks for these brands, None for no nickname."""
    own = TAG.sub("", member.nick or "")
    if not brands:
        plain_name = member.global_name or member.name
        return None if not own or plain_name.startswith(own) else own
    tag = f" | {_short(', '.join(brand.name for brand in brands), TAG_LENGTH - 7)} rep"
    return _short(own or member.global_name or member.name, NICKNAME_LENGTH - len(tag)) + tag


def is_labelled(member: discord.Member, brands: Sequence[Brand]) -> bool:
    """Returns whether a member's name has the tag of these brands, and of no others."""
    return member.nick == nickname_with_tag(member, brands) if brands else TAG.search(member.nick or "") is None


def _short(name: str, limit: int) -> str:
    return " ".join(name.split())[:limit].rstrip()


async def _member(guild: discord.Guild, member_id: MemberId) -> discord.Member | None:
    try:
        return await guild.fetch_member(member_id)
    except discord.NotFound:
        return None


def _require_role(guild: discord.Guild, role: discord.Role) -> None:
    if role.managed or role.is_default():
        raise OutOfReach(
            "The role {role} is given by Discord itself. A moderator can choose another one in /settings, Brands.",
            role=role.name,
        )
    if not guild.me.guild_permissions.manage_roles:
        raise OutOfReach("I need the permission Manage Roles to label representatives. A moderator can give it to me.")
    if role >= guild.me.top_role:
        raise OutOfReach(
            "The role {role} is above mine. A moderator can move my role above it in Server Settings, Roles.",
            role=role.name,
        )


def _require_tag(guild: discord.Guild, member: discord.Member) -> None:
    if member.id == guild.owner_id:
        raise OutOfReach("Discord lets nobody put a tag on the owner's name. Please let somebody else speak for it.")
    if not guild.me.guild_permissions.manage_nicknames:
        raise OutOfReach(
            "I need the permission Manage Nicknames to put a brand's tag on a name. A moderator can give it to my role."
        )
    if member.top_role >= guild.me.top_role:
        raise OutOfReach(
            "The role {role} is above mine, so I can't put a tag on that name. "
            "A moderator can move my role above it in Server Settings, Roles.",
            role=member.top_role.name,
        )
