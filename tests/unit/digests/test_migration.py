from pathlib import Path

from alembic import command
from sqlalchemy import Connection, text

from storage.database import Database
from storage.schema import _config, migrate

BEFORE = "0001"


async def test_digests_that_were_scheduled_before_go_on_with_their_issues(tmp_path: Path) -> None:
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'old.db'}")

    def make_old(connection: Connection) -> None:
        command.upgrade(_config(connection), BEFORE)
        connection.execute(
            text("INSERT INTO digest_schedule VALUES (5, 1, 'community', 10, 'weekly', 1, 540, 0, 7, 1000000)")
        )
        connection.execute(
            text("INSERT INTO digest_issue VALUES (5, 1, '2026-01-12', 'posted', 2000000, 3000000, 99, '')")
        )

    try:
        async with database.write() as connection:
            await connection.run_sync(make_old)
        await migrate(database)
        async with database.write() as connection:
            [schedule] = await connection.execute(text("SELECT * FROM digest_schedule"))
            assert (schedule.schedule_id, schedule.kind, schedule.subject, schedule.at_minute) == (
                5,
                "community",
                0,
                540,
            )
            [issue] = await connection.execute(text("SELECT * FROM digest_issue"))
            assert (issue.schedule_id, issue.state, issue.message_id) == (5, "posted", 99)
            await connection.execute(text("DELETE FROM digest_schedule"))
            assert list(await connection.execute(text("SELECT * FROM digest_issue"))) == []
    finally:
        await database.close()
