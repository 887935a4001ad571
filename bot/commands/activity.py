"""``python -m bot activity …``: imports and exports recorded activity as JSON lines."""

import asyncio
import gc
import gzip
import time
import zlib
from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import ExitStack, aclosing, contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import BinaryIO, Final, cast

import typer
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, MofNCompleteColumn, Progress, ProgressColumn, TimeRemainingColumn

from bot.commands.database import open_database
from community.engagement.activity_log import ActivityLog
from community.engagement.jsonl import MAX_LINE_BYTES, ActivityExport, ExportedEvent, parse, serialize
from community.engagement.optouts import OptOuts
from community.errors import OperatorError
from storage.engagement.activity_log import SqlActivityLog
from storage.engagement.export import SqlActivityExport
from storage.optouts import SqlOptOutStore

BATCH: Final = 10_000
"""Rows stored together: few enough for little memory, enough that a commit costs next to nothing."""

Report = Callable[[int, int], None]
"""Called with the amount done and the total."""

activity = typer.Typer(help="Move what was recorded in and out.", no_args_is_help=True)


@dataclass(frozen=True, slots=True)
class ImportResult:
    """The number of lines with an event, and how many of those were new."""

    n_lines: int
    n_new: int


@activity.command("import")
def import_file(file: Path) -> None:
    """Add the activity in FILE (JSON lines; gzip if it ends in .gz). Doing it twice changes nothing."""
    began = time.monotonic()
    with _progress_bar(file, DownloadColumn()) as report, _garbage_collection_paused():
        result = asyncio.run(_import(file, report))
    typer.echo(f"{result.n_lines:,} lines, {result.n_new:,} of them new, {_speed(result.n_lines, began)}")


@activity.command("export")
def export_file(file: Path) -> None:
    """Write everything recorded to FILE (JSON lines; gzip if it ends in .gz), which import understands."""
    began = time.monotonic()
    with _progress_bar(file, MofNCompleteColumn()) as report:
        n_lines = asyncio.run(_export(file, report))
    typer.echo(f"{n_lines:,} lines, {_speed(n_lines, began)}")


@contextmanager
def _progress_bar(file: Path, amount: ProgressColumn) -> Iterator[Report]:
    console = Console(stderr=True)
    columns = "{task.description}", BarColumn(), amount, TimeRemainingColumn()
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(file.name)
        yield lambda done, total: bar.update(task, completed=done, total=total)


@contextmanager
def _garbage_collection_paused() -> Iterator[None]:
    """Pauses the garbage collector: the rows of a file contain no cycles, however often it looks."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _speed(n_lines: int, began: float) -> str:
    return f"{n_lines / max(time.monotonic() - began, 0.001):,.0f} lines/s"


async def _import(file: Path, progress: Report) -> ImportResult:
    async with open_database(make=True) as database:
        optouts = OptOuts()
        optouts.load(await SqlOptOutStore(database).opted_out())
        return await import_activity(file, SqlActivityLog(database), optouts, progress=progress)


async def _export(file: Path, progress: Report) -> int:
    async with open_database() as database:
        return await export_activity(file, SqlActivityExport(database), progress=progress)


async def export_activity(path: Path, export: ActivityExport, *, progress: Report) -> int:
    """Writes everything recorded; returns the number of lines. The file appears once it is complete.

    Raises
    ------
    OperatorError
        If the file can't be written. An existing file of that name stays.
    """
    n_lines = 0
    try:
        with _written_atomically(path) as file:
            n_rows = await export.n_rows()
            async for page in export.pages(BATCH):
                file.writelines(map(serialize, page))
                n_lines += len(page)
                progress(n_lines, max(n_lines, n_rows))
    except OSError as error:
        message = f"{path} can't be written: {error.strerror or error}"
        raise OperatorError(message) from None
    return n_lines


@contextmanager
def _written_atomically(path: Path) -> Iterator[BinaryIO]:
    """Opens a file that replaces ``path`` once it is complete, and otherwise disappears."""
    part = path.with_name(f"{path.name}.part")
    try:
        with ExitStack() as stack:
            file: BinaryIO = stack.enter_context(part.open("wb"))
            if _is_gzip(path):
                file = cast("BinaryIO", stack.enter_context(gzip.GzipFile("", "wb", fileobj=file, mtime=0)))
            yield file
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _is_gzip(path: Path) -> bool:
    return path.suffix == ".gz"


async def import_activity(path: Path, log: ActivityLog, optouts: OptOuts, *, progress: Report) -> ImportResult:
    """Stores the events of a file in the order of its lines; skips blank lines and members who opted out.

    ``progress`` is called with bytes.

    Raises
    ------
    OperatorError
        If the file can't be read, or at the first invalid line. What stood before it is stored, so that the file can be
        corrected and imported again.
    """
    n_lines = n_new = 0
    async with aclosing(_read_ahead(_batches(path, progress))) as batches:
        async for batch in batches:
            n_new += await log.append([left for event in batch if (left := optouts.strip(event)) is not None])
            n_lines += len(batch)
    return ImportResult(n_lines, n_new)


async def _read_ahead(batches: Iterator[list[ExportedEvent]]) -> AsyncGenerator[list[ExportedEvent]]:
    """Yields the batches, each read in a thread while the one before is stored."""
    coming = asyncio.ensure_future(asyncio.to_thread(next, batches, None))
    try:
        while (batch := await coming) is not None:
            coming = asyncio.ensure_future(asyncio.to_thread(next, batches, None))
            yield batch
    finally:
        await asyncio.wait([coming])


def _batches(path: Path, progress: Report) -> Iterator[list[ExportedEvent]]:
    """Yields the events of a file in batches; those before an invalid line come before the error."""
    batch: list[ExportedEvent] = []
    try:
        for number, line in enumerate(_lines(path, progress), 1):
            if not line.isspace():
                batch.append(_parse_line(path, number, line))
            if len(batch) == BATCH:
                yield batch
                batch = []
    except OperatorError:
        yield batch
        raise
    yield batch


def _parse_line(path: Path, number: int, line: bytes) -> ExportedEvent:
    try:
        return parse(line)
    except ValueError as fault:
        message = (
            f"{path.name}, line {number:,} {fault}. "
            "Everything before it was imported: mend the line and import the file again"
        )
        raise OperatorError(message) from None


def _lines(path: Path, progress: Report) -> Iterator[bytes]:
    try:
        with ExitStack() as stack:
            file = stack.enter_context(path.open("rb"))
            n_bytes = path.stat().st_size
            source = cast("BinaryIO", stack.enter_context(gzip.open(file))) if _is_gzip(path) else file
            for number in count():
                if number % BATCH == 0:
                    progress(file.tell(), n_bytes)
                line = source.readline(MAX_LINE_BYTES + 1)
                if not line:
                    break
                yield line
            progress(n_bytes, n_bytes)
    except (OSError, EOFError, zlib.error) as error:
        raise OperatorError(f"{path} can't be read: {error}") from None
