"""Stewards of topics."""

import sqlalchemy as sa
from alembic import op

from storage.columns import Instant, integer

revision = "0004"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "steward",
        sa.Column("topic_id", integer(), nullable=False),
        sa.Column("guild_id", integer(), nullable=False),
        sa.Column("member_id", integer(), nullable=False),
        sa.Column("asked_at", Instant(), nullable=False),
        sa.Column("channel_id", integer(), nullable=True),
        sa.Column("message_id", integer(), nullable=True),
        sa.Column("since", Instant(), nullable=True),
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
        sa.Column("claimed_at", Instant(), nullable=False),
        sa.Column("message_id", integer(), nullable=True),
        sa.ForeignKeyConstraint(["topic_id"], ["topic.topic_id"], name="fk_topic_prompt_topic_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("topic_id", name="pk_topic_prompt"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("ix_topic_prompt_guild_id_member_id", "topic_prompt", ["guild_id", "member_id"])
