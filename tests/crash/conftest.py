"""The same Discord and the same process as the wire's tests, which here makes its own database: a kill may hit that."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.wire.conftest import wire
from tests.wire.process import BotProcess
from tests.wire.server import WireDiscord

__all__ = ["wire"]


@pytest.fixture
async def bot(tmp_path: Path, wire: WireDiscord) -> AsyncIterator[BotProcess]:
    process = BotProcess(tmp_path, wire)
    yield process
    await process.kill()
