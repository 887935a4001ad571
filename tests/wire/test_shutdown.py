"""The real process and the real client against a Discord on loopback."""

import asyncio
import os
import signal
import sqlite3
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.wire.server import WireDiscord

ROOT = Path(__file__).parents[2]
CANARY = "MTAwMDAwMDAwMDAwMDAwMDAwMDAw.G4nArY.thisIsThePlantedCanaryTokenOfTheTests"
FIRST_ID = 1_400_000_000_000_000_000


@pytest.fixture
async def wire(unused_tcp_port: int) -> AsyncIterator[WireDiscord]:
    server = WireDiscord(unused_tcp_port)
    await server.start()
    yield server
    await server.stop()


async def run_bot(folder: Path, wire: WireDiscord) -> asyncio.subprocess.Process:
    environment = {
        **{name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ},
        "PYTHONPATH": str(ROOT),
        "DATABASE_URL": f"sqlite:///{folder / 'hamlet.db'}",
        "DISCORD_TOKEN": CANARY,
        "REST_URL": wire.rest_url,
        "GATEWAY_URL": wire.gateway_url,
        "BATCH_SECONDS": "300",
        "LOG_LEVEL": "debug",
    }
    with (folder / "log").open("wb") as log:
        return await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot",
            "run",
            cwd=folder,
            env=environment,
            stdout=log,
            stderr=asyncio.subprocess.STDOUT,
        )


async def test_sigterm_under_a_flood_stores_everything_and_leaves_within_ten_seconds(
    tmp_path: Path, wire: WireDiscord
) -> None:
    process = await run_bot(tmp_path, wire)
    await asyncio.wait_for(wire.identified.wait(), timeout=30)
    for number in range(1_200):
        await wire.message(FIRST_ID + number, 500 + number % 3)
    await wire.drained()

    asked_at = time.monotonic()
    process.send_signal(signal.SIGTERM)
    await asyncio.wait_for(process.wait(), timeout=15)

    printed = (tmp_path / "log").read_text()
    assert process.returncode == 0, printed
    assert time.monotonic() - asked_at < 10
    assert CANARY not in printed
    with sqlite3.connect(tmp_path / "hamlet.db") as connection:
        stored = connection.execute("SELECT count(*) FROM activity WHERE kind = 'message'").fetchone()
    connection.close()
    assert stored == (1_200,)
