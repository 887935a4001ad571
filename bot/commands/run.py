"""``python -m bot run``: runs the bot until it is stopped."""

import asyncio
import gc
import signal
from collections.abc import Callable

import discord
import structlog

from bot.app import Hamlet, create_bot
from bot.endpoints import set_endpoints
from bot.session import FATAL_CLOSE_CODES, require_heartbeat_acks
from community.errors import BadSetting
from config.settings import Settings

_log = structlog.get_logger(__name__)


async def serve(settings: Settings, make: Callable[[Settings], Hamlet] = create_bot) -> None:
    """Runs the bot until SIGTERM or SIGINT, then stores the waiting events and leaves.

    Raises
    ------
    BadSetting
        If there is no token, Discord does not accept it, or a privileged intent is off.
    """
    if settings.discord_token is None:
        message = "DISCORD_TOKEN is not set; copy the bot's token from Discord's developer portal, under Bot"
        raise BadSetting(message)
    gc.freeze()  # what was imported stays to the end: the garbage collector need not walk it again and again
    set_endpoints(settings)
    require_heartbeat_acks()
    bot = make(settings)
    loop = asyncio.get_running_loop()
    running = loop.create_task(bot.start(settings.discord_token.get_secret_value()))
    stopping: set[asyncio.Task[None]] = set()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, lambda: stopping.add(loop.create_task(_stop(bot, running))))
    try:
        try:
            await running
        finally:
            await bot.close()
    except discord.LoginFailure:
        message = "DISCORD_TOKEN should be a bot token that Discord accepts; this one was refused"
        raise BadSetting(message) from None
    except discord.PrivilegedIntentsRequired:
        raise BadSetting(FATAL_CLOSE_CODES[4014]) from None
    except discord.ConnectionClosed as closed:
        if closed.code not in FATAL_CLOSE_CODES:
            raise
        raise BadSetting(FATAL_CLOSE_CODES[closed.code]) from None
    except asyncio.CancelledError:
        if not stopping:
            raise
    _log.info("stopped")


async def _stop(bot: Hamlet, running: asyncio.Task[None]) -> None:
    """Closes a connected bot in order; cancels one that is still connecting or has lost the connection."""
    if bot.is_ready():
        await bot.close()
    running.cancel()
