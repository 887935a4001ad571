"""The lives of topics."""

import sqlalchemy as sa
from alembic import op

from storage.migrations.frozen import flag, instant, integer

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "topic_life",
        sa.Column("life_id", integer(), autoincrement=True, nullable=False),
        sa.Column("guild_id", integer(), nullable=False),
        sa.Column("topic_id", integer(), nullable=True),
        sa.Column("author_id", integer(), nullable=True),
        sa.Column("changed_by", integer(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("since", instant(), nullable=False),
        sa.Column("due_at", instant(), nullable=True),
        sa.Column("settled", flag(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("pitch", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("channel_id", integer(), nullable=True),
        sa.Column("card_id", integer(), nullable=True),
        sa.Column("note_id", integer(), nullable=True),
        sa.Column("home_id", integer(), nullable=True),
        sa.Column("seals", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["topic_id"], ["topic.topic_id"], name="fk_topic_life_topic_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("life_id", name="pk_topic_life"),
        sa.UniqueConstraint("topic_id", name="uq_topic_life_topic_id"),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index("ix_topic_life_due_at", "topic_life", ["due_at"])
    op.create_index("ix_topic_life_guild_id_state", "topic_life", ["guild_id", "state"])

    op.create_table(
        "topic_wish",
        sa.Column("life_id", integer(), nullable=False),
        sa.Column("guild_id", integer(), nullable=False),
        sa.Column("member_id", integer(), nullable=False),
        sa.Column("wished_at", instant(), nullable=False),
        sa.ForeignKeyConstraint(["life_id"], ["topic_life.life_id"], name="fk_topic_wish_life_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("life_id", "member_id", name="pk_topic_wish"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("ix_topic_wish_guild_id_member_id", "topic_wish", ["guild_id", "member_id"])

    op.create_table(
        "census",
        sa.Column("guild_id", integer(), nullable=False),
        sa.Column("day", integer(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("n", integer(), nullable=False),
        sa.PrimaryKeyConstraint("guild_id", "day", "what", name="pk_census"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("ix_census_day", "census", ["day"])
