"""What the bot posted before, found again by the custom id of a button on it, or else by its headline."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

import discord

CLOCKS_DIFFER = timedelta(hours=2)
"""How far this machine's clock may be from Discord's: an hour, and one to spare."""
LOOKED_THROUGH = 100
"""Messages of a channel among which a post is looked for."""


async def message_with(
    custom_id: str,
    channel: discord.TextChannel | discord.VoiceChannel | discord.StageChannel | discord.Thread,
    *,
    since: datetime | None = None,
) -> discord.Message | None:
    """The bot's own message with that button: among all since then, or else among the latest of a channel."""
    async for message in channel.history(limit=LOOKED_THROUGH if since is None else None, after=since):
        if message.author == channel.guild.me and custom_id in custom_ids(message.components):
            return message
    return None


async def headed(headline: str, thread: discord.Thread) -> discord.Message | None:
    """The bot's own message with that headline, and nothing to press, among the latest of a thread that it can read."""
    if not thread.permissions_for(thread.guild.me).read_message_history:
        return None
    async for message in thread.history(limit=LOOKED_THROUGH):
        if message.author == thread.guild.me and not any(custom_ids(message.components)):
            first = next((text for text in _texts(message.components) if text), "")
            if first == f"## {headline}":
                return message
    return None


def _texts(components: Iterable[object]) -> Iterator[str]:
    for component in components:
        yield getattr(component, "content", "")
        yield from _texts(getattr(component, "children", ()))


def custom_ids(components: Iterable[object]) -> Iterator[str]:
    """The custom ids of all that can be pressed, however deep."""
    for component in components:
        yield getattr(component, "custom_id", None) or ""
        yield from custom_ids(getattr(component, "children", ()))
