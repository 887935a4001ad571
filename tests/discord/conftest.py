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
    """Returns Discord's description of request bodies, or `None` if it is not available."""
    return RequestBodies.published()


@pytest.fixture
def make_bot(tmp_path: Path, empty_database: Path) -> Callable[[], Hamlet]:
    """Returns a function that makes bots on the same database."""
    path = shutil.copy(empty_database, tmp_path / "hamlet.db")
    settings = Settings(_env_file=None, database_url=f"sqlite+aiosqlite:///{path}")
    return lambda: create_bot(settings)


@pytest.fixture
async def env(make_bot: Callable[[], Hamlet]) -> AsyncIterator[Env]:
    """Yields the simulated Discord with the bot connected."""
    env = Env(make_bot(), check_errors=False)
    await env.start()
    yield env
    await env.shutdown()


@pytest.fixture
async def world(env: Env, make_bot: Callable[[], Hamlet], request_bodies: RequestBodies | None) -> AsyncIterator[World]:
    """Yields a server with the bot; fails the test on an unexpected error or an invalid request body."""
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
    """Imports the modules that the bot loads lazily, so that no test's time limit includes it."""
    for name in (
        "cogs.kit.charts.drawing",
        "community.engagement.changes",
        "community.recommendations.vote_ring_detection",
    ):
        importlib.import_module(name)
