"""The sums' edges, and the command that counts them again."""

import json
import sqlite3
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from community.calendar import Window
from storage.engagement.rollup_reads import whole_days
from storage.engagement.rollups import RollupZone
from tests.unit.bot.test_command_line import hamlet

BERLIN, SYDNEY = ZoneInfo("Europe/Berlin"), ZoneInfo("Australia/Sydney")
SPRING = date(2026, 3, 29)
"""Berlin's day of 23 hours."""
MOMENT = timedelta(microseconds=1)


def test_sums_cover_a_window_of_their_zone_that_ends_where_they_are_built_to() -> None:
    window = Window(date(2026, 3, 1), date(2026, 4, 1), BERLIN)
    assert RollupZone(BERLIN, None).covers(window)
    assert RollupZone(BERLIN, window.end.toordinal()).covers(window)
    assert not RollupZone(BERLIN, window.end.toordinal() - 1).covers(window)
    assert not RollupZone(SYDNEY, None).covers(window)


def test_a_time_holds_the_local_days_that_begin_and_end_in_it() -> None:
    zone = RollupZone(BERLIN, None)
    start, end = datetime(2026, 3, 28, 23, tzinfo=UTC), datetime(2026, 3, 29, 22, tzinfo=UTC)
    day = Window(SPRING, SPRING + timedelta(days=1), BERLIN)
    assert (day.start_at, day.end_at) == (start, end)
    assert whole_days(start, end, zone) == day
    assert whole_days(start + MOMENT, end, zone) is None
    assert whole_days(start, end - MOMENT, zone) is None
    around = timedelta(hours=20)
    assert whole_days(start - around, end + around, zone) == day
    assert whole_days(start, end, RollupZone(BERLIN, SPRING.toordinal())) is None


def test_rebuild_counts_again_what_was_recorded(tmp_path: Path) -> None:
    line = {
        "source_id": "5",
        "kind": "message",
        "at": "2026-03-29T10:00:00Z",
        "guild": "1",
        "channel": "2",
        "member": "3",
    }
    (tmp_path / "history.jsonl").write_text(json.dumps(line) + "\n")
    assert hamlet(tmp_path, "activity", "import", "history.jsonl").returncode == 0
    with sqlite3.connect(tmp_path / "hamlet.db") as database:
        database.execute("UPDATE member_day SET n = 70")
    answer = hamlet(tmp_path, "rollups", "rebuild")
    assert (answer.returncode, answer.stdout) == (0, "1 server counted again\n")
    rows = database.execute("SELECT day, member_id, n FROM member_day").fetchall()
    database.close()
    assert rows == [(SPRING.toordinal(), 3, 1)]


def test_rebuild_of_an_unknown_server_says_so(tmp_path: Path) -> None:
    assert hamlet(tmp_path, "migrate").returncode == 0
    answer = hamlet(tmp_path, "rollups", "rebuild", "--guild", "9")
    assert answer.returncode == 2
    assert "nothing is recorded of guild 9" in answer.stderr


@pytest.mark.parametrize("days", [0, 1, 40])
def test_what_is_built_to_nothing_covers_nothing(days: int) -> None:
    first = date(2026, 3, 1) + timedelta(days=days)
    assert not RollupZone(BERLIN, 0).covers(Window(first, first + timedelta(days=1), BERLIN))
