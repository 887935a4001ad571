"""The real bot on a simulated Discord, driven as people drive it."""

import importlib
import shutil
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from simcord.env import Env
from structlog.testing import capture_logs

from bot.app import Hamlet, create_bot
from config.settings import Settings
from tests.discord.world import World
from tests.openapi import RequestBodies


@pytest.fixture(scope="session")
def request_bodies() -> RequestBodies | None:
    """Discord's own description of what it accepts, where it is at hand."""
    return RequestBodies.published()


@pytest.fixture
def make_bot(tmp_path: Path, empty_database: Path) -> Callable[[], Hamlet]:
    """Makes bots on one and the same database."""
    path = shutil.copy(empty_database, tmp_path / "hamlet.db")
    settings = Settings(_env_file=None, database_url=f"sqlite+aiosqlite:///{path}")
    return lambda: create_bot(settings)


@pytest.fixture
async def env(make_bot: Callable[[], Hamlet]) -> AsyncIterator[Env]:
    """The simulated Discord with the bot connected."""
    env = Env(make_bot(), check_errors=False)
    await env.start()
    yield env
    await env.shutdown()


@pytest.fixture
async def world(env: Env, make_bot: Callable[[], Hamlet], request_bodies: RequestBodies | None) -> AsyncIterator[World]:
    """A server with the bot in it; the test fails if the bot did what nobody foresaw."""
    with capture_logs() as log:
        world = World(env, make_bot, log)
        await world.settle()
        yield world
        await world.settle()
        await world.bot.close()
        assert world.unexpected_errors() == []
    if request_bodies is not None:
        faults = {
            f"{request.method} {request.path}: {fault}"
            for request in env.http_requests
            for fault in request_bodies.faults(request.method, request.path, request.json)
        }
        assert not faults


@pytest.fixture(autouse=True, scope="session")
def loaded() -> None:
    """What the bot loads when it is first wanted takes a while: no test's patience is spent on that."""
    for name in (
        "cogs.kit.charts.drawing",
        "community.engagement.changes",
        "community.recommendations.vote_ring_detection",
    ):
        importlib.import_module(name)
