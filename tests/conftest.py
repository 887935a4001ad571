"""What holds for every test."""

import asyncio
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from xdist.scheduler import LoadScopeScheduling

from storage.database import Database
from storage.schema import migrate

settings.register_profile("quick", max_examples=30, deadline=None, derandomize=True, database=None)
settings.register_profile(
    "soak", max_examples=2_000, deadline=None, suppress_health_check=[HealthCheck.too_slow], database=None
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))

TOGETHER = {
    "tests/discord/test_demo.py": "the demo",
    "tests/unit/digests/test_real_data.py": "the real file",
    "tests/unit/engagement/test_import.py": "the real file",
    "tests/unit/engagement/test_insights_of_real_data.py": "the real file",
    "tests/unit/engagement/test_insights_recounted.py": "the real file",
}
"""What is costly to make is made by one worker, and begun first: tests of these files share it."""


class Scheduling(LoadScopeScheduling):  # type: ignore[misc] # it comes without types
    """Hands out tests one by one, but those that share something costly to one worker."""

    def _split_scope(self, nodeid: str) -> str:
        return TOGETHER.get(nodeid.partition("::")[0], nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> Scheduling:
    """The marks of the package's own groups do nothing with this pytest: the ids that they change are not looked at."""
    return Scheduling(config, log)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Tells what long runs counted, so that it can be quoted."""
    for report in terminalreporter.stats.get("passed", ()):
        for name, n in report.user_properties:
            terminalreporter.write_line(f"{report.nodeid}: {n:,} {name}")


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file at the code's schema, made once; whoever writes begins with a copy."""
    path = tmp_path_factory.mktemp("schema") / "empty.db"

    async def make() -> None:
        database = Database(f"sqlite+aiosqlite:///{path}")
        await migrate(database)
        await database.close()

    asyncio.run(make())
    return path
