"""``python -m bot rollups …``: rebuilds the rollups."""

import asyncio
from functools import partial
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from bot.commands.database import open_database
from community.errors import OperatorError
from community.ids import GuildId
from storage.engagement.rollup_rebuild import SqlRollups

rollups = typer.Typer(help="The sums that numbers are read from.", no_args_is_help=True)


@rollups.callback()
def _group() -> None:
    """The sums that numbers are read from."""


@rollups.command("rebuild")
def rebuild(
    guild: Annotated[
        int | None, typer.Option(metavar="ID", min=1, max=2**63 - 1, help="Only this server; without it, all of them.")
    ] = None,
) -> None:
    """Count everything again from what was recorded. Broken off, it goes on where it was."""
    columns = TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn()
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        n_guilds = asyncio.run(_rebuild(None if guild is None else GuildId(guild), bar))
    typer.echo(f"{n_guilds:,} {'server' if n_guilds == 1 else 'servers'} counted again")


async def _rebuild(guild_id: GuildId | None, bar: Progress) -> int:
    async with open_database() as database:
        sums = SqlRollups(database)
        known = await sums.guilds()
        if guild_id is not None and guild_id not in known:
            message = f"nothing is recorded of guild {guild_id}; look its identifier up, or import its history first"
            raise OperatorError(message)
        guilds = known if guild_id is None else [guild_id]
        for one in guilds:
            task = bar.add_task(f"guild {one}", total=1.0)
            await sums.rebuild(one, partial(_show, bar, task))
        return len(guilds)


def _show(bar: Progress, task: TaskID, done: float) -> None:
    bar.update(task, completed=done)
