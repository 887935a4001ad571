"""``activity export``: what was recorded, written so that importing it brings all of it back."""

import gzip
import json
import tracemalloc
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import typer
from sqlalchemy import select
from typer.testing import CliRunner

from bot.commands.activity import BATCH, activity, export_activity, import_activity
from community.calendar import Window
from community.engagement.events import Activity, ActivityKind, Arrival, Departure, Event
from community.engagement.jsonl import ExportedEvent
from community.engagement.optouts import OptOuts
from community.errors import BadDatabase, OperatorError
from community.ids import ChannelId, GuildId, MemberId
from storage.database import Database
from storage.engagement.activity_log import SqlActivityLog
from storage.engagement.export import SqlActivityExport
from storage.schema import migrate
from storage.tables.engagement import activity as activities
from storage.tables.engagement import membership, mention

NOON = datetime(2026, 1, 5, 12, 0, 0, 250_000, UTC)
HOME, ELSEWHERE = GuildId(1), GuildId(2**62)
AMY, BEA, CY, DEE, EVE = (MemberId(n) for n in (10, 11, 12, 2**62, 14))
HALL = ChannelId(100)
YEAR = Window(date(2026, 1, 1), date(2027, 1, 1), ZoneInfo("UTC"))
HOUR = timedelta(hours=1)

LIFE: Sequence[Event] = [
    Arrival(HOME, AMY, NOON - HOUR),
    Arrival(HOME, BEA, NOON - HOUR),
    Arrival(ELSEWHERE, AMY, NOON),
    Activity(HOME, ActivityKind.MESSAGE, 1, AMY, NOON, HALL, ChannelId(7), mentioned=(DEE, BEA)),
    Activity(HOME, ActivityKind.MESSAGE, 2, BEA, NOON + HOUR, HALL, ChannelId(7), replied_to=AMY, answered_id=1),
    Activity(HOME, ActivityKind.REACTION, 1, CY, NOON, HALL, emoji="👩‍👩‍👧‍👦"),
    Activity(HOME, ActivityKind.THREAD, 7, AMY, NOON, HALL, ChannelId(7)),
    Activity(ELSEWHERE, ActivityKind.MESSAGE, 2**63 - 1, AMY, NOON, HALL),
    Activity(HOME, ActivityKind.VOTE, 1, DEE, NOON, HALL),
    Departure(HOME, BEA, NOON + 2 * HOUR),
    Departure(HOME, CY, NOON + 2 * HOUR),
    Departure(HOME, EVE, NOON),
]
"""Known joins and inferred ones, who left of both, and somebody of whom only the departure is known."""


async def opened(path: Path) -> Database:
    database = Database(f"sqlite+aiosqlite:///{path}")
    await migrate(database)
    return database


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    database = await opened(tmp_path / "hamlet.db")
    yield database
    await database.close()


@pytest.fixture
async def other(tmp_path: Path) -> AsyncIterator[Database]:
    database = await opened(tmp_path / "other.db")
    yield database
    await database.close()


async def export(database: Database, path: Path) -> int:
    return await export_activity(path, SqlActivityExport(database), progress=lambda *_: None)


async def bring_in(database: Database, path: Path) -> None:
    await import_activity(path, SqlActivityLog(database), OptOuts(), progress=lambda *_: None)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


async def everything(database: Database) -> dict[str, list[tuple[Any, ...]]]:
    found = {}
    async with database.read() as connection:
        for table in (activities, mention, membership):
            rows = await connection.execute(select(table).order_by(*table.primary_key))
            found[table.name] = [tuple(row) for row in rows]
    return found


@pytest.mark.parametrize("name", ["all.jsonl", "all.jsonl.gz"])
async def test_an_export_brought_in_elsewhere_is_the_same_record(
    database: Database, other: Database, tmp_path: Path, name: str
) -> None:
    await SqlActivityLog(database).append(LIFE)
    path, again = tmp_path / name, tmp_path / f"again-{name}"
    assert await export(database, path) == 3 + 3 + 6
    await bring_in(other, path)
    assert await everything(other) == await everything(database)
    assert await export(other, again) == 12
    assert again.read_bytes() == path.read_bytes()


async def test_an_export_brought_in_where_it_came_from_changes_nothing(database: Database, tmp_path: Path) -> None:
    await SqlActivityLog(database).append(LIFE)
    before = await everything(database)
    await export(database, tmp_path / "all.jsonl")
    await bring_in(database, tmp_path / "all.jsonl")
    assert await everything(database) == before


async def test_each_line_is_an_object_and_the_ending_says_whether_it_is_packed(
    database: Database, tmp_path: Path
) -> None:
    await SqlActivityLog(database).append(LIFE)
    plain, packed = tmp_path / "all.jsonl", tmp_path / "all.jsonl.gz"
    await export(database, plain)
    await export(database, packed)
    assert gzip.decompress(packed.read_bytes()) == plain.read_bytes()
    told = [json.loads(line) for line in plain.read_text("utf-8").splitlines()]
    assert [one["kind"] for one in told] == ["join"] * 3 + ["leave"] * 3 + [
        *("message", "message", "reaction", "thread", "vote"),
        "message",
    ]
    assert told[6]["mentions"] == [str(BEA), str(DEE)]
    assert told[7]["answered"] == "1"


async def test_an_empty_record_is_an_empty_file(database: Database, tmp_path: Path) -> None:
    assert await export(database, tmp_path / "all.jsonl") == 0
    assert (tmp_path / "all.jsonl").read_bytes() == b""


class Flood:
    """An archive of very many equal messages, which fails after some if told so."""

    def __init__(self, n_pages: int, failing: Exception | None = None) -> None:
        self.n_pages = n_pages
        self.failing = failing

    async def n_rows(self) -> int:
        return self.n_pages * BATCH

    async def pages(self, size: int) -> AsyncIterator[Sequence[ExportedEvent]]:
        for _ in range(self.n_pages):
            yield [Activity(HOME, ActivityKind.MESSAGE, 1, AMY, NOON, HALL)] * size
        if self.failing:
            raise self.failing


async def test_the_progress_reaches_its_end(tmp_path: Path) -> None:
    steps: list[tuple[int, int]] = []
    await export_activity(tmp_path / "all.jsonl", Flood(3), progress=lambda *step: steps.append(step))
    assert steps == [(BATCH, 3 * BATCH), (2 * BATCH, 3 * BATCH), (3 * BATCH, 3 * BATCH)]


async def test_an_export_that_fails_leaves_the_file_that_stood_there(tmp_path: Path) -> None:
    path = tmp_path / "all.jsonl.gz"
    path.write_bytes(b"precious")
    with pytest.raises(OperatorError, match=r"all.jsonl.gz can't be written: No space left"):
        await export_activity(path, Flood(1, OSError(28, "No space left on device")), progress=lambda *_: None)
    with pytest.raises(RuntimeError, match="locked"):
        await export_activity(path, Flood(1, RuntimeError("locked")), progress=lambda *_: None)
    assert names(tmp_path) == ["all.jsonl.gz"]
    assert path.read_bytes() == b"precious"


async def test_a_place_that_cannot_be_written_is_told_in_a_line(tmp_path: Path) -> None:
    with pytest.raises(OperatorError, match=r"all.jsonl can't be written: No such file"):
        await export_activity(tmp_path / "nowhere" / "all.jsonl", Flood(1), progress=lambda *_: None)


async def test_memory_does_not_grow_with_what_there_is_to_export(database: Database) -> None:
    rows = [Activity(HOME, ActivityKind.MESSAGE, n, MemberId(n % 90), NOON, HALL) for n in range(4 * BATCH)]
    for start in range(0, len(rows), BATCH):
        await SqlActivityLog(database).append(rows[start : start + BATCH])

    async def peak(size: int) -> int:
        tracemalloc.start()
        try:
            n = 0
            async for page in SqlActivityExport(database).pages(size):
                n += len(page)
                del page
            assert n == len(rows)
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    assert await peak(500) < 0.3 * await peak(len(rows))


def test_the_command_says_what_it_did_and_makes_no_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'hamlet.db'}")
    root = typer.Typer()
    root.add_typer(activity, name="activity")

    missing = CliRunner().invoke(root, ["activity", "export", "all.jsonl"])
    assert isinstance(missing.exception, BadDatabase)
    assert names(tmp_path) == []

    (tmp_path / "some.jsonl").write_text(
        '{"kind":"join","at":"2026-01-05T12:00:00Z","guild":"1","member":"2"}\n', encoding="utf-8"
    )
    assert CliRunner().invoke(root, ["activity", "import", "some.jsonl"]).exit_code == 0
    told = CliRunner().invoke(root, ["activity", "export", "all.jsonl"])
    assert (told.exit_code, told.stderr.strip()) == (0, "")
    assert told.stdout.startswith("1 lines, ")
    assert Path("all.jsonl").read_bytes() == Path("some.jsonl").read_bytes()
