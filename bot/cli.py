"""The command line: ``python -m bot …``."""

import asyncio
import runpy
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bot.commands.activity import activity
from bot.commands.insights import insights
from bot.commands.rollups import rollups
from bot.logs import configure_logging
from community.errors import OperatorError
from config.settings import load_settings
from storage.database import Database
from storage.schema import migrate as migrate_database

app = typer.Typer(
    help="Hamlet, a Discord bot for micro-communities.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(activity, name="activity")
app.add_typer(rollups, name="rollups")
app.command("insights")(insights)

FAULT = 2


@app.command()
def run() -> None:
    """Run the bot; needs DISCORD_TOKEN."""
    from bot.commands.run import serve  # noqa: PLC0415 - the client takes a second to load: other commands go without

    settings = load_settings()
    configure_logging(settings)
    asyncio.run(serve(settings))


@app.command()
def demo(
    headless: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Write the digests and a summary into DIR; open no page.")
    ] = None,
    weeks: Annotated[int, typer.Option(min=1, max=26, help="How many weeks the community lives.")] = 6,
) -> None:
    """Run the same bot on a simulated Discord with a living community."""
    sys.argv = ["demo", "--weeks", str(weeks), *(["--headless", str(headless)] if headless else [])]
    runpy.run_module("demo", run_name="__main__")


@app.command()
def migrate() -> None:
    """Bring the database to this version's schema."""

    async def run_migration() -> str:
        database = Database(load_settings().database_url)
        try:
            return await migrate_database(database)
        finally:
            await database.close()

    Console().print(f"The database is at revision {asyncio.run(run_migration())}.")


@app.command()
def doctor() -> None:
    """Check settings, token, intents, database, disk and clock: one line each."""
    from bot.commands.doctor import diagnose  # noqa: PLC0415 - as in run: it asks Discord

    findings = asyncio.run(diagnose())
    console = Console(highlight=False)
    for finding in findings:
        console.print(f"{'ok   ' if finding.healthy else 'FAULT'}  {finding.name:<9} {finding.remark}", markup=False)
    if not all(finding.healthy for finding in findings):
        raise typer.Exit(1)


def main() -> None:
    """Runs the command line; prints what the operator can fix in one line, without a traceback."""
    try:
        app()
    except OperatorError as error:
        Console(stderr=True, highlight=False).print(f"hamlet: {error}", markup=False, soft_wrap=True)
        sys.exit(FAULT)
