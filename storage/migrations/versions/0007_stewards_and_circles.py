"""Stewards of topics, conversation starters, circles, and how topics are opened."""

import sqlalchemy as sa
from alembic import op

from storage.migrations.frozen import flag, instant, integer

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "steward",
        sa.Column("topic_id", integer(), nullable=False),
        sa.Column("guild_id", integer(), nullable=False),
        sa.Column("member_id", integer(), nullable=False),
        sa.Column("asked_at", instant(), nullable=False),
        sa.Column("channel_id", integer(), nullable=True),
        sa.Column("message_id", integer(), nullable=True),
        sa.Column("since", instant(), nullable=True),
        sa.ForeignKeyConstraint(["topic_id"], ["topic.topic_id"], name="fk_steward_topic_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("topic_id", "member_id", name="pk_steward"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("ix_steward_guild_id_member_id", "steward", ["guild_id", "member_id"])

    op.create_table(
        "topic_prompt",
        sa.Column("topic_id", integer(), nullable=False),
        sa.Column("guild_id", integer(), nullable=False),
        sa.Column("member_id", integer(), nullable=True),
        sa.Column("local_date", sa.Text(), nullable=False),
        sa.Column("claimed_at", instant(), nullable=False),
        sa.Column("message_id", integer(), nullable=True),
        sa.ForeignKeyConstraint(["topic_id"], ["topic.topic_id"], name="fk_topic_prompt_topic_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("topic_id", name="pk_topic_prompt"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("ix_topic_prompt_guild_id_member_id", "topic_prompt", ["guild_id", "member_id"])

    op.create_table(
        "circle",
        sa.Column("circle_id", integer(), autoincrement=True, nullable=False),
        sa.Column("guild_id", integer(), nullable=False),
        sa.Column("channel_id", integer(), nullable=False),
        sa.Column("thread_id", integer(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("created_by", integer(), nullable=True),
        sa.Column("created_at", instant(), nullable=False),
        sa.Column("due_at", instant(), nullable=False),
        sa.PrimaryKeyConstraint("circle_id", name="pk_circle"),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index("ix_circle_guild_id_thread_id", "circle", ["guild_id", "thread_id"])
    op.create_index("ix_circle_due_at", "circle", ["due_at"])

    op.create_table(
        "circle_seat",
        sa.Column("circle_id", integer(), nullable=False),
        sa.Column("guild_id", integer(), nullable=False),
        sa.Column("member_id", integer(), nullable=False),
        sa.Column("standing", sa.Text(), nullable=False),
        sa.Column("invited_by", integer(), nullable=True),
        sa.Column("message_id", integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["circle_id"], ["circle.circle_id"], name="fk_circle_seat_circle_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("circle_id", "member_id", name="pk_circle_seat"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("ix_circle_seat_guild_id_member_id", "circle_seat", ["guild_id", "member_id"])

    op.create_table(
        "topic_switch",
        sa.Column("topic_id", integer(), nullable=False),
        sa.Column("guild_id", integer(), nullable=False),
        sa.Column("way", sa.Text(), nullable=False),
        sa.Column("role_id", integer(), nullable=True),
        sa.Column("begun_at", instant(), nullable=False),
        sa.Column("due_at", instant(), nullable=False),
        sa.Column("made", flag(), nullable=False),
        sa.ForeignKeyConstraint(["topic_id"], ["topic.topic_id"], name="fk_topic_switch_topic_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("topic_id", name="pk_topic_switch"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("ix_topic_switch_guild_id", "topic_switch", ["guild_id"])
    op.create_index("ix_topic_switch_due_at", "topic_switch", ["due_at"])
