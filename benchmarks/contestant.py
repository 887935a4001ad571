"""A client in a process of its own, connected to a simulated Discord of its own."""

import asyncio
import os
import socket
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from benchmarks.frames import MessageStream
from tests.wire.process import BotProcess, eventually
from tests.wire.server import WireDiscord

TICKS_PER_SECOND = 100
"""Portions per second when events are sent at a pace."""
SETTLING_SECONDS = 3.0
"""Seconds after READY until the start of the client is over."""
SETTINGS = {"BATCH_SECONDS": "1.2", "LOG_LEVEL": "warning", "IDENTIFY_SECONDS": "0"}


class Contestant:
    """Receives messages while its process is measured."""

    def __init__(self, process: BotProcess, wire: WireDiscord, stream: MessageStream) -> None:
        self.process = process
        self.wire = wire
        self._stream = stream
        self._n_sent = 0

    async def send_messages(self, n: int, pace: int | None = None) -> tuple[float, float]:
        """Sends ``n`` messages, at once or ``pace`` per second; returns the seconds and the CPU seconds.

        Both are until all messages are handled; with a database, that means committed.
        """
        frames = self._stream.frames(n)
        self._n_sent += n
        portion = n if pace is None else pace // TICKS_PER_SECOND
        begun_at, used = time.monotonic(), self.process.cpu_seconds()
        for tick, start in enumerate(range(0, n, portion), start=1):
            self.wire.send_bytes(b"".join(frames[start : start + portion]))
            if pace is not None:
                await asyncio.sleep(max(0.0, begun_at + tick / TICKS_PER_SECOND - time.monotonic()))
        await self.wire.wait_until_read()
        if self.process.database.exists():
            await eventually(lambda: self._n_stored() >= self._n_sent, patience=120)
        return time.monotonic() - begun_at, self.process.cpu_seconds() - used

    def _n_stored(self) -> int:
        return int(self.process.rows("SELECT coalesce(sum(n), 0) FROM member_day WHERE kind = 'message'")[0][0])


@asynccontextmanager
async def contestant(
    *arguments: str,
    stream: MessageStream | None = None,
    guilds: Callable[[], Iterable[dict[str, Any]]] | None = None,
    prepare_database: Callable[[Path], Awaitable[None]] | None = None,
) -> AsyncIterator[Contestant]:
    """Runs a client, on the last core of the machine if possible; the sender has the others.

    ``prepare_database`` fills the file of its database before the start.
    """
    with tempfile.TemporaryDirectory() as folder:
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        wire = WireDiscord(port)
        if guilds is not None:
            wire.compose_guilds = guilds
        await wire.start()
        process = BotProcess(Path(folder), wire)
        process.settings = dict(SETTINGS)
        if prepare_database is not None:
            await prepare_database(process.database)
        try:
            await process.start(*arguments)
            await wire.wait_until_ready()
            await asyncio.sleep(SETTLING_SECONDS)
            process.pin_to_core(max(os.sched_getaffinity(0)))
            yield Contestant(process, wire, stream or MessageStream())
        finally:
            await process.kill()
            await wire.stop()
