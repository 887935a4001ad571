"""Only what happened in threads is looked for by thread; fingerprints of those who were forgotten get a key."""

import sqlalchemy as sa
from alembic import op

from storage.migrations.frozen import integer

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index("ix_activity_guild_id_thread_id_at", table_name="activity")
    op.create_index(
        "ix_activity_guild_id_thread_id_at",
        "activity",
        ["guild_id", "thread_id", "at"],
        sqlite_where=sa.text("thread_id IS NOT NULL"),
        postgresql_where=sa.text("thread_id IS NOT NULL"),
    )
    op.create_table(
        "withheld_key",
        sa.Column("number", integer(), autoincrement=False, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_withheld_key"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
