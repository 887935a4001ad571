"""Arriving: welcomes and introductions posted once, greeters, how lively topics are."""

import sqlalchemy as sa
from alembic import op

from storage.migrations.frozen import instant, integer

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("onboarding", sa.Column("welcomed_at", instant(), nullable=True))
    op.add_column("onboarding", sa.Column("introduction", sa.Text(), nullable=False, server_default=""))
    op.add_column("onboarding", sa.Column("introducing_at", instant(), nullable=True))
    op.add_column("onboarding", sa.Column("introduced_at", instant(), nullable=True))
    # Whoever is known by now was welcomed by the version that knew them.
    op.execute("UPDATE onboarding SET welcomed_at = joined_at")

    op.create_table(
        "greeter",
        sa.Column("guild_id", integer(), nullable=False),
        sa.Column("member_id", integer(), autoincrement=False, nullable=False),
        sa.Column("since", instant(), nullable=False),
        sa.PrimaryKeyConstraint("guild_id", "member_id", name="pk_greeter"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "greeting_note",
        sa.Column("guild_id", integer(), nullable=False),
        sa.Column("member_id", integer(), autoincrement=False, nullable=False),
        sa.Column("message_id", integer(), autoincrement=False, nullable=False),
        sa.Column("channel_id", integer(), nullable=False),
        sa.Column("thread_id", integer(), nullable=True),
        sa.Column("said_at", instant(), nullable=False),
        sa.Column("greeter_id", integer(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("claimed_at", instant(), nullable=False),
        sa.PrimaryKeyConstraint("guild_id", "member_id", "message_id", name="pk_greeting_note"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("ix_greeting_note_guild_id_claimed_at", "greeting_note", ["guild_id", "claimed_at"])
    op.create_index("ix_greeting_note_guild_id_greeter_id", "greeting_note", ["guild_id", "greeter_id"])

    op.create_table(
        "topic_liveliness",
        sa.Column("topic_id", integer(), nullable=False),
        sa.Column("guild_id", integer(), nullable=False),
        sa.Column("level", integer(), nullable=False),
        sa.Column("measured_at", instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["topic_id"], ["topic.topic_id"], name="fk_topic_liveliness_topic_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("topic_id", name="pk_topic_liveliness"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("ix_topic_liveliness_guild_id", "topic_liveliness", ["guild_id"])
