"""Asking for insights as an operator does."""

import asyncio
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import typer
from typer.testing import CliRunner, Result

from bot.commands.insights import insights
from community.engagement.events import Event
from community.errors import OperatorError
from community.ids import GuildId
from storage.activity import SqlActivityLog
from storage.database import Database
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
