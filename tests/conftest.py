"""Fixtures and hooks of every test."""

import asyncio
import gc
import os
from collections.abc import Iterator
from functools import partial
from pathlib import Path, PurePath
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from sqlalchemy.ext.asyncio import create_async_engine
from xdist.scheduler import LoadScopeScheduling

from storage import database
from storage.database import Database
from storage.schema import migrate

settings.register_profile("quick", max_examples=30, deadline=None, derandomize=True, database=None)
settings.register_profile(
    "soak", max_examples=2_000, deadline=None, suppress_health_check=[HealthCheck.too_slow], database=None
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))

TOGETHER = {
    "tests/crash": "processes",
    "tests/discord/test_demo.py": "the demo",
    "tests/unit/demo": "plans of the demo",
    "tests/unit/digests/test_real_data.py": "the real file",
    "tests/unit/engagement/test_import.py": "the real file",
    "tests/unit/engagement/test_insights_of_real_data.py": "the real file",
    "tests/unit/engagement/test_insights_recounted.py": "the real file",
    "tests/wire": "processes",
}
"""The groups of files whose tests run on one worker, and first, to share what is costly to make.

Tests of processes mostly wait; meanwhile the other workers use the cores.
"""


class Scheduling(LoadScopeScheduling):  # type: ignore[misc] # it comes without types
    """Distributes tests one by one, but a group's tests to one worker; the largest groups first."""

    def _split_scope(self, nodeid: str) -> str:
        path = PurePath(nodeid.partition("::")[0])
        return next((TOGETHER[str(one)] for one in (path, *path.parents) if str(one) in TOGETHER), nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> Scheduling:
    """Returns the scheduler of this module.

    The scope marks of pytest-xdist have no effect with this version of pytest.
    """
    return Scheduling(config, log)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Function]) -> None:
    """Marks as slow what runs on PostgreSQL or on the real community's file."""
    for item in items:
        params = item.callspec.params if hasattr(item, "callspec") else {}
        if params.get("database") == "postgres" or {"postgres_address", "real_file"} & set(item.fixturenames):
            item.add_marker(pytest.mark.slow)


def pytest_collection_finish() -> None:
    """Freezes the collected tests, so that the garbage collector skips them."""
    gc.collect()
    gc.freeze()


class CompiledStatements(dict[Any, Any]):
    """Caches compiled statements by dialect instead of by engine, so that all databases of a run share them."""

    def get(self, key: Any, default: Any = None) -> Any:
        return super().get((key[0].name, *key[1:]), default)

    def __setitem__(self, key: Any, value: Any) -> None:
        super().__setitem__((key[0].name, *key[1:]), value)


@pytest.fixture(autouse=True, scope="session")
def compiled_once() -> Iterator[None]:
    """Makes every database of the run share the compiled statements."""
    options = {"compiled_cache": CompiledStatements()}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(database, "create_async_engine", partial(create_async_engine, execution_options=options))
        yield


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Prints the figures that long tests recorded."""
    for report in terminalreporter.stats.get("passed", ()):
        for name, n in report.user_properties:
            terminalreporter.write_line(f"{report.nodeid}: {n:,} {name}")


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Returns a SQLite file at the current schema, made once; tests write to a copy."""
    path = tmp_path_factory.mktemp("schema") / "empty.db"

    async def make() -> None:
        database = Database(f"sqlite+aiosqlite:///{path}")
        await migrate(database)
        await database.close()

    asyncio.run(make())
    return path
