"""Runs the bot in a process of its own, as an operator does."""

import asyncio
import os
import resource
import signal
import sqlite3
import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from tests.wire.server import WireDiscord

ROOT = Path(__file__).parents[2]
CANARY = "MTAwMDAwMDAwMDAwMDAwMDAwMDAw.G4nArY.thisIsThePlantedCanaryTokenOfTheTests"
RUN = ("-m", "bot", "run")


class BotProcess:
    """Starts, stops and kills the bot; reads its log and its database."""

    def __init__(self, folder: Path, wire: WireDiscord) -> None:
        self._folder = folder
        self._wire = wire
        self._process: asyncio.subprocess.Process | None = None
        self._reader: asyncio.Task[None] | None = None
        self.log = ""
        self.settings: dict[str, str] = {"BATCH_SECONDS": "300", "LOG_LEVEL": "info", "IDENTIFY_SECONDS": "0"}

    @property
    def database(self) -> Path:
        return self._folder / "hamlet.db"

    async def start(self, *arguments: str) -> None:
        """Starts the process; appends its output to the log."""
        environment = {
            **{name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ},
            "PYTHONPATH": str(ROOT),
            "DATABASE_URL": f"sqlite:///{self.database}",
            "DISCORD_TOKEN": CANARY,
            "REST_URL": self._wire.rest_url,
            "GATEWAY_URL": self._wire.gateway_url,
            **self.settings,
        }
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            *(arguments or RUN),
            cwd=self._folder,
            env=environment,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        self._reader = asyncio.create_task(self._listen(self._process.stdout))

    async def start_and_wait(self) -> None:
        """Starts the process and waits until the bot is in the server."""
        n_logins = len(self._wire.identified_at)
        await self.start()
        await self._wire.wait_until_ready(n_logins + 1)

    def terminate(self) -> None:
        self._running.send_signal(signal.SIGTERM)

    async def ended(self, patience: float = 30) -> int:
        """Waits for the end of the process; returns its exit code."""
        code = await asyncio.wait_for(self._running.wait(), timeout=patience)
        if self._reader is not None:
            await self._reader
        return code

    async def stop(self) -> int:
        self.terminate()
        return await self.ended()

    async def kill(self) -> None:
        """Kills the process if it is running."""
        if self._process is not None and self._process.returncode is None:
            self._process.kill()
            await self.ended()

    def limit_file_size(self, n_bytes: int | None) -> None:
        """Limits the size of the process's files, as on a full disk; `None` removes the limit."""
        _, hard = resource.prlimit(self._running.pid, resource.RLIMIT_FSIZE)
        soft = hard if n_bytes is None else n_bytes
        resource.prlimit(self._running.pid, resource.RLIMIT_FSIZE, (soft, hard))

    def pin_to_core(self, core: int) -> None:
        """Pins all threads of the process to a core."""
        for thread in self._threads():
            os.sched_setaffinity(int(thread.name), {core})

    def cpu_seconds(self) -> float:
        """Returns the CPU time of the process's threads.

        Units
        -----
        Seconds.
        """
        return sum(int((thread / "schedstat").read_text().split()[0]) for thread in self._threads()) / 1e9

    def _threads(self) -> Sequence[Path]:
        return list(Path(f"/proc/{self._running.pid}/task").iterdir())

    def resident_bytes(self) -> int:
        pages = int(Path(f"/proc/{self._running.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")

    def rows(self, query: str) -> Sequence[Any]:
        """Returns the committed rows of a query."""
        with closing(sqlite3.connect(f"file:{self.database}?mode=ro", uri=True)) as connection:
            return connection.execute(query).fetchall()

    def stored(self) -> list[int]:
        """Returns the ids of the stored messages, with duplicates; empty if there is no database yet."""
        if not self.rows("SELECT 1 FROM sqlite_master WHERE name = 'activity'"):
            return []
        return [row[0] for row in self.rows("SELECT source_id FROM activity WHERE kind = 'message' ORDER BY source_id")]

    async def _listen(self, printed: asyncio.StreamReader | None) -> None:
        while printed is not None and (chunk := await printed.read(65_536)):
            self.log += chunk.decode(errors="replace")

    @property
    def _running(self) -> asyncio.subprocess.Process:
        assert self._process is not None
        return self._process


async def eventually(condition: Callable[[], bool], patience: float = 60) -> None:
    """Waits until a condition holds, by polling: for logs and databases."""
    async with asyncio.timeout(patience):
        while not condition():  # noqa: ASYNC110 - another process sets no event of ours
            await asyncio.sleep(0.05)
