"""The moderators of a guild, listed from Discord."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

import aiohttp
import discord
import structlog

from cogs.kit.bot import Bot
from community.discord_limits import MEMBERS_PER_REQUEST
from community.ids import GuildId, MemberId, RoleId
from community.settings.general import GeneralSettings

MAX_AGE: Final = timedelta(minutes=10)
"""The greatest age of a list: trust changes slowly, and a guild is not listed at every vote (our choice)."""

_log = structlog.get_logger(__name__)


class DiscordModerators:
    """The port :class:`community.recommendations.trust_ports.PreTrusted`: the moderators, people only.

    Members are not cached, so they are listed. Where Discord refuses, the last list is used.
    """

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._known: dict[tuple[GuildId, RoleId | None], tuple[datetime, frozenset[MemberId]]] = {}

    async def members(self, guild_id: GuildId) -> Collection[MemberId]:
        """Returns the members whom the settings make moderators, at most ten minutes old."""
        role = (await self._bot.services.settings.read(guild_id, GeneralSettings)).moderator_role
        now = self._bot.clock()
        at, known = self._known.get((guild_id, role), (None, frozenset[MemberId]()))
        if at is not None and timedelta(0) <= now - at < MAX_AGE:
            return known
        guild = self._bot.get_guild(guild_id)
        if guild is None:
            return known
        try:
            found = await self._list(guild, role)
        except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
            _log.info("moderators could not be listed", guild=guild_id, reason=str(error))
            return known
        self._known[guild_id, role] = (now, found)
        return found

    async def _list(self, guild: discord.Guild, role: RoleId | None) -> frozenset[MemberId]:
        found: set[MemberId] = set()
        after: int | None = None
        while True:
            page: list[Any] = await self._bot.http.get_members(guild.id, MEMBERS_PER_REQUEST, after)
            found |= {MemberId(int(raw["user"]["id"])) for raw in page if _moderates(raw, guild, role)}
            if len(page) < MEMBERS_PER_REQUEST:
                return frozenset(found)
            after = int(page[-1]["user"]["id"])


def _moderates(raw: Mapping[str, Any], guild: discord.Guild, role: RoleId | None) -> bool:
    """Whether a member is a moderator, by the same rule as commands (see :mod:`cogs.kit.checks`)."""
    if raw["user"].get("bot") or raw["user"].get("system"):
        return False
    held = {int(one) for one in raw.get("roles", ())}
    if int(raw["user"]["id"]) == guild.owner_id:
        return True
    if role is not None:
        return role in held
    granted = [guild.default_role.permissions, *(one.permissions for one in guild.roles if one.id in held)]
    return any(one.administrator or one.manage_guild for one in granted)
