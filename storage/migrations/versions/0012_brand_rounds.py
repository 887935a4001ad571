"""Feedback rounds of brands."""

import sqlalchemy as sa
from alembic import op

from storage.migrations.frozen import instant, integer

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "brand_round",
        sa.Column("round_id", integer(), autoincrement=True, nullable=False),
        sa.Column("guild_id", integer(), nullable=False),
        sa.Column("brand_id", integer(), nullable=False),
        sa.Column("topic_id", integer(), nullable=False),
        sa.Column("asked_by", integer(), nullable=True),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("fewest", integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("opened_at", instant(), nullable=False),
        sa.Column("closes_at", instant(), nullable=False),
        sa.Column("told", sa.Text(), nullable=True),
        sa.Column("message_id", integer(), nullable=True),
        sa.Column("shown", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["brand_id"], ["brand.brand_id"], name="fk_brand_round_brand_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["topic_id"], ["topic.topic_id"], name="fk_brand_round_topic_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("round_id", name="pk_brand_round"),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(
        "uq_brand_round_open",
        "brand_round",
        ["brand_id", "topic_id"],
        unique=True,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_table(
        "brand_answer",
        sa.Column("round_id", integer(), nullable=False),
        sa.Column("guild_id", integer(), nullable=False),
        sa.Column("member_id", integer(), autoincrement=False, nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("answered_at", instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"], ["brand_round.round_id"], name="fk_brand_answer_round_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("round_id", "member_id", name="pk_brand_answer"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("ix_brand_answer_guild_id_member_id", "brand_answer", ["guild_id", "member_id"])
