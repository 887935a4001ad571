"""``python -m tests.wire.troubled``: runs the bot with two faulty handlers beside its own."""

import asyncio

import discord

from bot.app import Hamlet
from bot.commands.run import serve
from bot.logs import configure_logging
from config.settings import load_settings


class FaultyHamlet(Hamlet):
    async def setup_hook(self) -> None:
        await super().setup_hook()
        self.add_listener(_raises, "on_message")
        self.add_listener(_hangs, "on_message")


async def _raises(message: discord.Message) -> None:
    raise RuntimeError(message.id)


async def _hangs(_: discord.Message) -> None:
    await asyncio.Event().wait()


def main() -> None:
    settings = load_settings()
    configure_logging(settings)
    asyncio.run(serve(settings, lambda chosen: FaultyHamlet(chosen, discord.utils.utcnow)))


if __name__ == "__main__":
    main()
