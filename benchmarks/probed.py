"""``python -m benchmarks.probed``: the bot, with a probe that measures the delay of its event loop."""

import asyncio
import time

import discord

from bot.app import Hamlet
from bot.commands.run import serve
from bot.logs import configure_logging
from config.settings import load_settings

PULSE_SECONDS = 0.01
MARK = "LATENESS "


class LatencyProbe(Hamlet):
    """Prints the delays of its event loop, in milliseconds, when it stops."""

    async def setup_hook(self) -> None:
        """Starts the probe."""
        await super().setup_hook()
        self._late_ms: list[float] = []
        self._pulse = self.loop.create_task(self._beat())

    async def close(self) -> None:
        """Prints the delays once."""
        if not self._pulse.done():
            self._pulse.cancel()
            print(MARK + " ".join(f"{late:.2f}" for late in self._late_ms))
        await super().close()

    async def _beat(self) -> None:
        while True:
            due_at = time.perf_counter() + PULSE_SECONDS
            await asyncio.sleep(PULSE_SECONDS)
            self._late_ms.append((time.perf_counter() - due_at) * 1e3)


def main() -> None:
    """Runs like ``python -m bot run``."""
    settings = load_settings()
    configure_logging(settings)
    asyncio.run(serve(settings, lambda chosen: LatencyProbe(chosen, discord.utils.utcnow)))


if __name__ == "__main__":
    main()
