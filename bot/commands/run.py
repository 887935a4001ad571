"""``python -m bot run``: the real bot, until somebody stops it."""

import asyncio
import signal

import discord
import structlog

from bot.app import create_bot
from bot.endpoints import point_at
from community.errors import BadSetting
from config.settings import Settings

_log = structlog.get_logger(__name__)

AUTHENTICATION_FAILED = 4004
"""The gateway's close code for a bad token (Source: Discord, Gateway Close Event Codes)."""


async def serve(settings: Settings) -> None:
    """Runs the bot until SIGTERM or SIGINT, then stores what waits and leaves.

    Raises
    ------
    BadSetting
        When there is no token, Discord does not accept it, or a privileged intent is off.
    """
    if settings.discord_token is None:
        message = "DISCORD_TOKEN is not set; copy the bot's token from Discord's developer portal, under Bot"
        raise BadSetting(message)
    point_at(settings)
    bot = create_bot(settings)
    stopping: set[asyncio.Task[None]] = set()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, lambda: stopping.add(loop.create_task(bot.close())))
    try:
        try:
            await bot.start(settings.discord_token.get_secret_value())
        finally:
            await bot.close()
    except discord.LoginFailure:
        message = "DISCORD_TOKEN should be a bot token that Discord accepts; this one was refused"
        raise BadSetting(message) from None
    except discord.PrivilegedIntentsRequired:
        message = "the Server Members intent is off; turn it on in Discord's developer portal, under Bot"
        raise BadSetting(message) from None
    except discord.ConnectionClosed as closed:
        if closed.code != AUTHENTICATION_FAILED:
            raise
        message = "DISCORD_TOKEN is no longer valid; Discord closed the connection. Make a new one in the portal"
        raise BadSetting(message) from None
    _log.info("stopped")
