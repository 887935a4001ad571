"""Fixtures: a Discord on loopback, and a bot that is not started."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.wire.process import BotProcess
from tests.wire.server import WireDiscord


@pytest.fixture
async def wire(unused_tcp_port: int) -> AsyncIterator[WireDiscord]:
    server = WireDiscord(unused_tcp_port)
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
async def bot(tmp_path: Path, wire: WireDiscord, empty_database: Path) -> AsyncIterator[BotProcess]:
    process = BotProcess(tmp_path, wire)
    shutil.copy(empty_database, process.database)
    yield process
    await process.kill()
