"""What Discord refuses, turned into what people can do about it; and finding again what the bot made."""

from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime

import discord

from cogs.kit.own_messages import CLOCKS_DIFFER, custom_ids
from cogs.kit.threads import TOO_MANY
from community.errors import OutOfReach

BAD_REQUEST = 400
NOTHING: Mapping[int, str] = {}
DENIED = "Discord does not let me post in {channel}. A moderator can check my role's permissions there."
REFUSED = {
    TOO_MANY: "This server has as many open threads as Discord allows. A moderator can close some; then I go on.",
    30013: "This server has as many channels as Discord allows. A moderator can delete some; then I go on.",
    30005: "This server has as many roles as Discord allows. A moderator can delete some; then I go on.",
    30060: "{place} has as many permissions as Discord allows in one channel. Its topic needs a role: /topic access.",
    50035: "Discord did not take that: {reason}",
}
"""What Discord refuses for a reason that people can do something about (Source: Discord, JSON Error Codes)."""


@contextmanager
def reaching(place: str) -> Iterator[None]:
    """Turns refusals into sentences; ``place`` is where it was tried, as people read it."""
    try:
        yield
    except discord.Forbidden:
        raise OutOfReach(
            "Discord does not let me do that in {place}. A moderator can check my role's permissions there.",
            place=place,
        ) from None
    except discord.NotFound:
        raise OutOfReach("{place} is not there any more, or I can't see it.", place=place) from None
    except discord.HTTPException as error:
        if error.status != BAD_REQUEST or error.code not in REFUSED:
            raise
        raise OutOfReach(REFUSED[error.code], place=place, reason=error.text[:100]) from error


@contextmanager
def posting(
    channel: discord.abc.GuildChannel | discord.Thread, *, gone: str = "", refused: Mapping[int, str] = NOTHING
) -> Iterator[None]:
    """Turns what keeps the bot from posting into sentences; ``gone`` is said where the channel is not there any more.

    Without it, that goes its way. ``refused`` has what is said for some of Discord's error codes.
    """
    try:
        yield
    except discord.Forbidden:
        raise OutOfReach(DENIED, channel=channel.mention) from None
    except discord.NotFound:
        if not gone:
            raise
        raise OutOfReach(gone, channel=channel.mention) from None
    except discord.HTTPException as error:
        if error.code not in refused:
            raise
        raise OutOfReach(refused[error.code]) from error


def require_in_guild(guild: discord.Guild, needed: dict[str, str]) -> None:
    """Passes where the bot has all that is needed in the whole guild.

    Raises
    ------
    OutOfReach
        Names what is missing.
    """
    granted = guild.me.guild_permissions
    missing = [name for permission, name in needed.items() if not getattr(granted, permission)]
    if missing:
        raise OutOfReach(
            "In this server my role lacks: {permissions}. A moderator can give it that in Server Settings, Roles.",
            permissions=", ".join(missing),
        )


async def own_message(
    custom_id: str, history: AsyncIterator[discord.Message], me: discord.Member
) -> discord.Message | None:
    """The bot's own message with a button of that custom id: its mark."""
    async for message in history:
        if message.author == me and custom_id in custom_ids(message.components):
            return message
    return None


def a_bit_before(instant: datetime) -> datetime:
    """From when on to look for what was made at an instant of this machine's clock."""
    return instant - CLOCKS_DIFFER
