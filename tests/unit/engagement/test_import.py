import gzip
import json
import tracemalloc
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import typer
from typer.testing import CliRunner

from bot.commands.activity import BATCH, ImportResult, activity, import_activity
from community.calendar import Window
from community.engagement.activity_log import ActivityLog
from community.engagement.events import Event
from community.engagement.optouts import OptOuts
from community.errors import OperatorError
from community.ids import GuildId, MemberId
from storage.database import Database
from storage.engagement.activity_log import SqlActivityLog
from tests.fakes.engagement.activity_log import MemoryActivityLog

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
HOME = GuildId(1)
YEAR = Window(date(2026, 1, 1), date(2027, 1, 1), ZoneInfo("UTC"))


class WatchedLog(MemoryActivityLog):
    """Remembers how many events came together."""

    def __init__(self) -> None:
        super().__init__()
        self.sizes: list[int] = []

    async def append(self, events: Sequence[Event]) -> int:
        self.sizes.append(len(events))
        return await super().append(events)

    async def n_messages(self) -> int:
        return sum(row.n for row in await self.member_days(HOME, YEAR))


def line(number: int, **changes: object) -> str:
    at = NOON + timedelta(seconds=number)
    told = {
        "source_id": str(number),
        "kind": "message",
        "at": at.isoformat(),
        "guild": "1",
        "channel": "2",
        "member": "3",
    }
    return json.dumps({**told, **changes})


def write(path: Path, *lines: str) -> Path:
    text = "".join(f"{one}\n" for one in lines)
    path.write_bytes(gzip.compress(text.encode()) if path.suffix == ".gz" else text.encode())
    return path


async def bring_in(path: Path, log: ActivityLog) -> ImportResult:
    return await import_activity(path, log, OptOuts(), progress=lambda *_: None)


@pytest.mark.parametrize("name", ["history.jsonl", "history.jsonl.gz"])
async def test_a_file_is_imported_once_however_often_it_is_tried(tmp_path: Path, name: str) -> None:
    log = WatchedLog()
    path = write(tmp_path / name, line(1), "", line(2), "   ", line(3, thread="7", mentions=["4"]))
    assert await bring_in(path, log) == ImportResult(n_lines=3, n_new=3)
    assert await bring_in(path, log) == ImportResult(n_lines=3, n_new=0)
    assert await log.n_messages() == 3


async def test_an_empty_file_tells_nothing(tmp_path: Path) -> None:
    assert await bring_in(write(tmp_path / "history.jsonl"), WatchedLog()) == ImportResult(0, 0)


async def test_the_last_line_counts_without_a_line_break(tmp_path: Path) -> None:
    path = tmp_path / "history.jsonl"
    path.write_text(line(1) + "\n" + line(2))
    assert await bring_in(path, WatchedLog()) == ImportResult(2, 2)


async def test_a_long_file_is_stored_in_batches(tmp_path: Path) -> None:
    log = WatchedLog()
    path = write(tmp_path / "history.jsonl", *(line(number) for number in range(2 * BATCH + 1)))
    steps: list[tuple[int, int]] = []
    result = await import_activity(path, log, OptOuts(), progress=lambda done, total: steps.append((done, total)))
    assert result == ImportResult(2 * BATCH + 1, 2 * BATCH + 1)
    assert log.sizes == [BATCH, BATCH, 1]
    size = path.stat().st_size
    assert steps == sorted(steps)
    assert steps[-1] == (size, size)


async def test_a_faulty_line_is_named_and_what_stood_before_it_is_kept(tmp_path: Path) -> None:
    log = WatchedLog()
    path = write(tmp_path / "history.jsonl", line(1), "", line(2), line(3, member="nobody"), line(4))
    with pytest.raises(OperatorError) as caught:
        await bring_in(path, log)
    assert str(caught.value) == (
        'history.jsonl, line 4 has a "member" that is not an identifier; write its digits in quotes. '
        "Everything before it was imported: mend the line and import the file again"
    )
    assert await log.n_messages() == 2
    mended = write(path, line(1), "", line(2), line(3), line(4))
    assert await bring_in(mended, log) == ImportResult(n_lines=4, n_new=2)


async def test_members_who_opted_out_are_not_brought_back(tmp_path: Path) -> None:
    log, optouts = WatchedLog(), OptOuts()
    optouts.add(HOME, MemberId(3), NOON)
    path = write(tmp_path / "history.jsonl", line(1), line(2, member="4"), line(3, guild="9"))
    assert await import_activity(path, log, optouts, progress=lambda *_: None) == ImportResult(n_lines=3, n_new=2)
    assert [one.member_id for one in await log.spells(HOME, YEAR)] == [4]


async def test_a_line_without_end_is_not_read_to_its_end(tmp_path: Path) -> None:
    path = tmp_path / "history.jsonl.gz"
    path.write_bytes(gzip.compress(b"x" * 50_000_000))
    tracemalloc.start()
    try:
        with pytest.raises(OperatorError, match=r"line 1 is longer than 65,536 bytes"):
            await bring_in(path, WatchedLog())
        assert tracemalloc.get_traced_memory()[1] < 2_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    "content",
    [b"not gzip", gzip.compress(line(1).encode(), mtime=0)[:-9], gzip.compress(b"x" * 99, mtime=0)[:20] + b"!" * 30],
    ids=["no archive", "cut short", "damaged"],
)
async def test_a_damaged_archive_is_told_in_a_line(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "history.jsonl.gz"
    path.write_bytes(content)
    with pytest.raises(OperatorError, match=r"history.jsonl.gz can't be read: "):
        await bring_in(path, WatchedLog())


async def test_a_file_that_is_not_there_is_told_in_a_line(tmp_path: Path) -> None:
    with pytest.raises(OperatorError, match=r"nowhere.jsonl can't be read: .*No such file"):
        await bring_in(tmp_path / "nowhere.jsonl", WatchedLog())


async def test_a_store_that_fails_is_not_taken_for_a_fault_of_the_file(tmp_path: Path) -> None:
    log = WatchedLog()
    log.failing = OSError("disk full")
    with pytest.raises(OSError, match="disk full"):
        await bring_in(write(tmp_path / "history.jsonl", line(1)), log)


def test_the_command_makes_the_database_and_says_what_it_did(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'hamlet.db'}")
    root = typer.Typer()
    root.add_typer(activity, name="activity")
    path = write(tmp_path / "history.jsonl", line(1), line(2))

    first = CliRunner().invoke(root, ["activity", "import", str(path)])
    assert (first.exit_code, first.stderr.strip()) == (0, "")
    assert first.stdout.startswith("2 lines, 2 of them new, ")
    assert CliRunner().invoke(root, ["activity", "import", str(path)]).stdout.startswith("2 lines, 0 of them new, ")

    fault = CliRunner().invoke(root, ["activity", "import", str(tmp_path / "nowhere")])
    assert isinstance(fault.exception, OperatorError)
    assert fault.stdout == ""


async def test_a_real_communitys_history_is_imported_whole(real_import: tuple[str, str]) -> None:
    address, told = real_import
    assert told.startswith("119,124 lines, 119,124 of them new, ")
    database = Database(address)
    log = SqlActivityLog(database)
    window = Window(date(2018, 1, 1), date(2020, 1, 1), ZoneInfo("UTC"))
    guild = GuildId(800000000000000001)
    assert sum(row.n for row in await log.member_days(guild, window)) == 119_124
    assert len(await log.spells(guild, window)) == 400
    assert len(await log.openings(guild, window)) == len(await log.thread_talk(guild, window)) == 3_960
    await database.close()
