"""``python -m bot demo``: plays the plan with the real bot, then serves the lobby or writes the results."""

import asyncio
import logging
import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Annotated

import structlog
import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn

from bot.logs import configure_logging
from community.errors import OperatorError
from demo.simulation.report import DemoFailedError, DigestLog, summary, write
from demo.simulation.runner import Runner
from demo.simulation.server import DIGEST_HOUR, DemoServer, settings
from demo.story.plan import make_plan
from demo.web.lobby import Lobby

START = datetime(2026, 3, 2, tzinfo=UTC)
"""When the plan begins: a Monday."""
SPARE_WEEKS = 2
"""How many weeks of the plan are left to play in the lobby."""
MAX_ERRORS_SHOWN = 3
"""How many errors the failure message quotes in full."""
NEWCOMER = ("wren", "Wren Castellaw")

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@app.command(help="Run the real bot on a simulated Discord with a living community.")
def demo(
    headless: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Write the digests and a summary into DIR; open no page.")
    ] = None,
    weeks: Annotated[int, typer.Option(min=1, max=26, help="How many weeks the community lives.")] = 6,
    seed: Annotated[int, typer.Option(help="Another number is another community.")] = 7,
    port: Annotated[int, typer.Option(min=0, max=65_535, help="The page's port; 0 is any that is free.")] = 0,
) -> None:
    """Runs the demo; exits with 1 if the bot logged or raised an unexpected error."""
    console = Console(highlight=False)
    try:
        asyncio.run(perform(headless, weeks, seed, port, console))
    except (DemoFailedError, OperatorError) as failure:
        Console(stderr=True, highlight=False).print(f"The demo failed: {failure}", markup=False, soft_wrap=True)
        raise typer.Exit(1) from None


async def perform(headless: Path | None, weeks: int, seed: int, port: int, console: Console) -> None:
    """Plays the given number of weeks, then writes the digests and a summary or serves the lobby until it is stopped.

    Raises
    ------
    DemoFailedError
        If the bot logged or raised an error, or its records differ from the plan.
    OperatorError
        If the port of the lobby is taken.
    """
    began = perf_counter()
    plan = make_plan(seed, START, weeks + SPARE_WEEKS)
    until = START + timedelta(weeks=weeks, hours=DIGEST_HOUR)
    with TemporaryDirectory(prefix="hamlet-demo-") as folder, journal(Path(folder)) as faults:
        async with DemoServer(plan, _database(folder)) as server:
            life, book = Runner(server), DigestLog(server)
            await _simulate(server, life, book, until, console)
            _require_none([*faults, *(f"{type(error).__name__}: {error}" for error in server.env.errors)])
            if headless is not None:
                summary_data = {"seed": seed, "weeks": weeks} | dict(await summary(server, life, book))
                write(headless, book, summary_data | {"duration_s": round(perf_counter() - began, 1)})
                console.print(f"{len(book.digests)} digests and a summary are in {headless}.", markup=False)
                return
            await _serve_lobby(server, life, port, console)
            _require_none(faults)


async def _simulate(server: DemoServer, life: Runner, book: DigestLog, until: datetime, console: Console) -> None:
    columns = (TextColumn("{task.description}"), BarColumn(bar_width=None), TextColumn("{task.fields[today]}"))
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task(f"Life on {server.plan.name}", total=None, today="the moderator sets Hamlet up")
        await server.set_up()
        progress.update(task, total=(until - life.lived_until).total_seconds())
        async for beat in life.advance(until):
            await book.collect()
            progress.update(task, advance=beat.total_seconds(), today=f"{life.lived_until:%a %d %b}")


async def _serve_lobby(server: DemoServer, life: Runner, port: int, console: Console) -> None:
    """Serves the lobby until the process gets SIGINT or SIGTERM."""
    server.welcome(*NEWCOMER)
    await server.settle()
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with Lobby(server, life, NEWCOMER[0]).opened(port) as address:
        console.print(f"\n{server.plan.name} is open at [bold]{address}[/bold]\nCtrl+C ends it.\n")
        await stop.wait()
    console.print("Everybody went home.")


def _require_none(faults: Sequence[str]) -> None:
    if faults:
        raise DemoFailedError(f"{len(faults)} errors, the first of them:\n" + "\n".join(faults[:MAX_ERRORS_SHOWN]))


def _database(folder: str) -> str:
    return f"sqlite+aiosqlite:///{folder}/hamlet.db"


@contextmanager
def journal(folder: Path) -> Iterator[list[str]]:
    """Logs warnings and errors to a file beside the database.

    Yields the list of errors, which grows as they are logged.
    """
    faults, root = _Faults(), logging.getLogger()
    before = root.handlers[:]
    with (folder / "hamlet.log").open("w", encoding="utf-8") as stream:
        configure_logging(settings(_database(str(folder))), stream)
        faults.setFormatter(root.handlers[0].formatter)
        root.addHandler(faults)
        try:
            yield faults.seen
        finally:
            root.handlers[:] = before
            structlog.reset_defaults()


class _Faults(logging.Handler):
    """Collects the records that are logged as errors."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.seen: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.seen.append(self.format(record))


if __name__ == "__main__":
    app(prog_name="demo")
