"""Only what happened in threads is looked for by thread."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
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
