"""``python -m bot activity …``: history that was recorded elsewhere."""

import asyncio
import gzip
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import BinaryIO, Final, cast

import typer
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TimeRemainingColumn

from community.engagement.events import Activity
from community.engagement.exchange import LONGEST_LINE, parse
from community.engagement.log import ActivityLog
from community.errors import OperatorError
from config.settings import load_settings
from storage.activity import SqlActivityLog
from storage.database import Database
from storage.schema import migrate, require

BATCH: Final = 5_000
"""Rows stored together: few enough for little memory, enough that a commit costs next to nothing."""

activity = typer.Typer(help="Bring in what was recorded elsewhere.", no_args_is_help=True)


@dataclass(frozen=True, slots=True)
class ImportResult:
    """How many lines told of something, and how many of those were not known before."""

    n_lines: int
    n_new: int


@activity.callback()
def _group() -> None:
    """Bring in what was recorded elsewhere."""


@activity.command("import")
def import_file(file: Path) -> None:
    """Add the activity in FILE (JSON lines; gzip if it ends in .gz). Doing it twice changes nothing."""
    columns = "{task.description}", BarColumn(), DownloadColumn(), TimeRemainingColumn()
    began = time.monotonic()
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(file.name)
        result = asyncio.run(_import(file, lambda done, total: bar.update(task, completed=done, total=total)))
    speed = result.n_lines / max(time.monotonic() - began, 0.001)
    typer.echo(f"{result.n_lines:,} lines, {result.n_new:,} of them new, {speed:,.0f} lines/s")


async def _import(file: Path, progress: Callable[[int, int], None]) -> ImportResult:
    database = Database(load_settings().database_url)
    try:
        await (migrate(database) if database.is_sqlite else require(database))
        return await import_activity(file, SqlActivityLog(database), progress=progress)
    finally:
        await database.close()


async def import_activity(path: Path, log: ActivityLog, *, progress: Callable[[int, int], None]) -> ImportResult:
    """Stores what a file tells, in the order of its lines; blank lines tell nothing.

    ``progress`` is given the bytes read so far, and all there are.

    Raises
    ------
    OperatorError
        When the file can't be read, or at the first line that can't be understood. What stood before it is
        kept, so that the file can be mended and imported again.
    """
    n_lines = n_new = 0
    for batch in _batches(path, progress):
        n_new += await log.append(batch)
        n_lines += len(batch)
    return ImportResult(n_lines, n_new)


def _batches(path: Path, progress: Callable[[int, int], None]) -> Iterator[list[Activity]]:
    """What the file tells, so many lines at a time; what precedes a fault is handed out before the fault."""
    batch: list[Activity] = []
    try:
        for number, line in enumerate(_lines(path, progress), 1):
            if not line.isspace():
                batch.append(_told(path, number, line))
            if len(batch) == BATCH:
                yield batch
                batch = []
    except OperatorError:
        yield batch
        raise
    yield batch


def _told(path: Path, number: int, line: bytes) -> Activity:
    try:
        return parse(line)
    except ValueError as fault:
        message = (
            f"{path.name}, line {number:,} {fault}. "
            "Everything before it was imported: mend the line and import the file again"
        )
        raise OperatorError(message) from None


def _lines(path: Path, progress: Callable[[int, int], None]) -> Iterator[bytes]:
    try:
        with ExitStack() as opened:
            file = opened.enter_context(path.open("rb"))
            n_bytes = path.stat().st_size
            source = cast("BinaryIO", opened.enter_context(gzip.open(file))) if path.suffix == ".gz" else file
            for number in count():
                if number % BATCH == 0:
                    progress(file.tell(), n_bytes)
                line = source.readline(LONGEST_LINE + 1)
                if not line:
                    break
                yield line
            progress(n_bytes, n_bytes)
    except (OSError, EOFError, zlib.error) as error:
        raise OperatorError(f"{path} can't be read: {error}") from None
