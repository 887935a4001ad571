"""Fixtures: the Discord and the process of the wire tests.

The bot creates its database, so that a kill may interrupt it.
"""

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
