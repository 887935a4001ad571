"""Digests about a topic or a brand, what each issue told, and when members last caught up.

SQLite can't change a table's constraint: the two tables are made anew there, the child dropped before its parent, so
that no issue goes with its schedule.
"""

import sqlalchemy as sa
from alembic import op

from storage.migrations.frozen import flag, instant, integer

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

RHYTHM = "uq_digest_schedule_rhythm"
UNIQUE = ["guild_id", "kind", "subject", "channel_id", "cadence", "on_day", "at_minute"]
SCHEDULE = "schedule_id, guild_id, kind, channel_id, cadence, on_day, at_minute, paused, created_by, since"
ISSUE = "schedule_id, guild_id, local_date, state, claimed_at, settled_at, message_id, note"


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        _make_anew()
    else:
        op.add_column("digest_schedule", sa.Column("subject", integer(), nullable=False, server_default="0"))
        op.alter_column("digest_schedule", "subject", server_default=None)
        op.drop_constraint(RHYTHM, "digest_schedule")
        op.create_unique_constraint(RHYTHM, "digest_schedule", UNIQUE)
    op.create_table(
        "digest_item",
        sa.Column("schedule_id", integer(), nullable=False),
        sa.Column("guild_id", integer(), nullable=False),
        sa.Column("local_date", sa.Text(), nullable=False),
        sa.Column("position", integer(), autoincrement=False, nullable=False),
        sa.Column("section", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("stirred_at", instant(), nullable=False),
        sa.Column("channel_id", integer(), autoincrement=False, nullable=True),
        sa.Column("thread_id", integer(), autoincrement=False, nullable=True),
        sa.Column("message_id", integer(), autoincrement=False, nullable=True),
        sa.Column("member_id", integer(), autoincrement=False, nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["schedule_id"], ["digest_schedule.schedule_id"], name="fk_digest_item_schedule_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("schedule_id", "local_date", "position", name="pk_digest_item"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("ix_digest_item_guild_id", "digest_item", ["guild_id"])
    op.create_table(
        "catchup_visit",
        sa.Column("guild_id", integer(), nullable=False),
        sa.Column("member_id", integer(), nullable=False),
        sa.Column("at", instant(), nullable=False),
        sa.PrimaryKeyConstraint("guild_id", "member_id", name="pk_catchup_visit"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )


def _make_anew() -> None:
    op.execute("CREATE TABLE digest_schedule_before AS SELECT * FROM digest_schedule")
    op.execute("CREATE TABLE digest_issue_before AS SELECT * FROM digest_issue")
    op.drop_table("digest_issue")
    op.drop_table("digest_schedule")
    op.create_table(
        "digest_schedule",
        sa.Column("schedule_id", integer(), autoincrement=True, nullable=False),
        sa.Column("guild_id", integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", integer(), nullable=False),
        sa.Column("channel_id", integer(), nullable=False),
        sa.Column("cadence", sa.Text(), nullable=False),
        sa.Column("on_day", integer(), nullable=False),
        sa.Column("at_minute", integer(), nullable=False),
        sa.Column("paused", flag(), nullable=False),
        sa.Column("created_by", integer(), nullable=True),
        sa.Column("since", instant(), nullable=False),
        sa.PrimaryKeyConstraint("schedule_id", name="pk_digest_schedule"),
        sa.UniqueConstraint(*UNIQUE, name=RHYTHM),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_table(
        "digest_issue",
        sa.Column("schedule_id", integer(), nullable=False),
        sa.Column("guild_id", integer(), nullable=False),
        sa.Column("local_date", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("claimed_at", instant(), nullable=False),
        sa.Column("settled_at", instant(), nullable=True),
        sa.Column("message_id", integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["schedule_id"], ["digest_schedule.schedule_id"], name="fk_digest_issue_schedule_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("schedule_id", "local_date", name="pk_digest_issue"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("ix_digest_issue_guild_id", "digest_issue", ["guild_id"])
    op.execute(f"INSERT INTO digest_schedule ({SCHEDULE}, subject) SELECT {SCHEDULE}, 0 FROM digest_schedule_before")  # noqa: S608
    op.execute(f"INSERT INTO digest_issue ({ISSUE}) SELECT {ISSUE} FROM digest_issue_before")  # noqa: S608
    op.drop_table("digest_schedule_before")
    op.drop_table("digest_issue_before")
