"""Asking for insights as an operator does."""

import asyncio
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner, Result

from bot.commands.insights import insights
from community.engagement.events import Event
from community.errors import OperatorError
from community.ids import GuildId
from storage.database import Database
from storage.engagement.activity_log import SqlActivityLog
from storage.schema import migrate


def keep(path: Path, events: Sequence[Event]) -> str:
    """Makes a database that holds these events; returns its address."""

    stored = f"sqlite+aiosqlite:///{path}"

    async def fill() -> None:
        database = Database(stored)
        await migrate(database)
        for start in range(0, len(events), 2_000):
            await SqlActivityLog(database).append(events[start : start + 2_000])
        await database.close()

    asyncio.run(fill())
    return stored


def ask(address: str, *options: str) -> Result:
    """What the command line answers; what it refuses is raised, as it is to the one who prints it."""
    line = typer.Typer()
    line.command()(insights)
    result = CliRunner().invoke(line, options, env={"DATABASE_URL": address})
    if isinstance(result.exception, OperatorError):
        raise result.exception
    return result


def numbers(address: str, guild: GuildId, first: str, end: str, tz: str = "UTC") -> dict[str, Any]:
    result = ask(address, "--guild", str(guild), "--from", first, "--to", end, "--tz", tz, "--json")
    assert result.exit_code == 0, result.output
    answer = json.loads(result.stdout)
    assert isinstance(answer, dict)
    return answer


def agree(told: dict[str, Any], counted: dict[str, Any]) -> None:
    """Both hold the same numbers, leaf by leaf."""
    leaves = flat(told)
    assert leaves.keys() == flat(counted).keys()
    for path, leaf in flat(counted).items():
        expected = pytest.approx(leaf, rel=1e-9, abs=1e-12) if isinstance(leaf, float) else leaf
        assert leaves[path] == expected, path


def flat(value: Any, path: str = "") -> dict[str, Any]:
    """Every leaf by its path, so that structures can be compared number by number."""
    if isinstance(value, dict):
        return {leaf: one for key, part in value.items() for leaf, one in flat(part, f"{path}/{key}").items()}
    if isinstance(value, list):
        return {leaf: one for n, part in enumerate(value) for leaf, one in flat(part, f"{path}/{n}").items()}
    return {path: value}
