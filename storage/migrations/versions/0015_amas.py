"""AMAs and their questions."""

import sqlalchemy as sa
from alembic import op

from storage.migrations.frozen import flag, instant, integer

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

UNFINISHED = sa.text("state IN ('proposed', 'coming', 'live')")


def upgrade() -> None:
    op.create_table(
        "ama",
        sa.Column("ama_id", integer(), autoincrement=True, nullable=False),
        sa.Column("guild_id", integer(), nullable=False),
        sa.Column("topic_id", integer(), nullable=False),
        sa.Column("channel_id", integer(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("brand_id", integer(), nullable=True),
        sa.Column("brand", sa.Text(), nullable=False),
        sa.Column("guest_id", integer(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("since", instant(), nullable=False),
        sa.Column("proposed_at", instant(), nullable=False),
        sa.Column("at", instant(), nullable=False),
        sa.Column("closes_at", instant(), nullable=True),
        sa.Column("why", sa.Text(), nullable=True),
        sa.Column("changed_by", integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("card_channel_id", integer(), nullable=True),
        sa.Column("card_id", integer(), nullable=True),
        sa.Column("card_shown", sa.Text(), nullable=True),
        sa.Column("thread_id", integer(), nullable=True),
        sa.Column("message_id", integer(), nullable=True),
        sa.Column("shown", sa.Text(), nullable=True),
        sa.Column("told", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("ama_id", name="pk_ama"),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index("ix_ama_guild_id_thread_id", "ama", ["guild_id", "thread_id"])
    op.create_index("ix_ama_guild_id_guest_id", "ama", ["guild_id", "guest_id"])
    op.create_index(
        "uq_ama_unfinished",
        "ama",
        ["guild_id", "topic_id", "guest_id"],
        unique=True,
        sqlite_where=UNFINISHED,
        postgresql_where=UNFINISHED,
    )
    op.create_table(
        "ama_question",
        sa.Column("question_id", integer(), autoincrement=True, nullable=False),
        sa.Column("guild_id", integer(), nullable=False),
        sa.Column("ama_id", integer(), nullable=False),
        sa.Column("author_id", integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("asked_at", instant(), nullable=False),
        sa.Column("changed_at", instant(), nullable=False),
        sa.Column("changed_by", integer(), nullable=True),
        sa.Column("reply", sa.Text(), nullable=False),
        sa.Column("message_id", integer(), nullable=True),
        sa.Column("shown", sa.Text(), nullable=True),
        sa.Column("told", flag(), nullable=False),
        sa.ForeignKeyConstraint(["ama_id"], ["ama.ama_id"], name="fk_ama_question_ama_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("question_id", name="pk_ama_question"),
        sa.UniqueConstraint("ama_id", "author_id", "text", name="uq_ama_question_ama_id_author_id_text"),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    for columns in (("ama_id", "state"), ("author_id",), ("changed_by",)):
        op.create_index(f"ix_ama_question_guild_id_{'_'.join(columns)}", "ama_question", ["guild_id", *columns])
