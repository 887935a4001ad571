"""What the bot posted before, found again by the custom id of a button on it."""

from collections.abc import Iterable, Iterator

import discord

LOOKED_THROUGH = 100
"""Messages of a channel among which a post is looked for."""


async def message_with(
    custom_id: str, channel: discord.TextChannel | discord.VoiceChannel | discord.StageChannel | discord.Thread
) -> discord.Message | None:
    """The bot's own latest message with that button; none among the latest is taken for none."""
    async for message in channel.history(limit=LOOKED_THROUGH):
        if message.author == channel.guild.me and custom_id in custom_ids(message.components):
            return message
    return None


def custom_ids(components: Iterable[object]) -> Iterator[str]:
    """The custom ids of all that can be pressed, however deep."""
    for component in components:
        yield getattr(component, "custom_id", None) or ""
        yield from custom_ids(getattr(component, "children", ()))
