"""Replies and reactions of a time are found by indexes of their own, without reading what was written between them."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "ix_activity_guild_id_at_answered_id_thread_id",
        "activity",
        ["guild_id", "at", "answered_id", "thread_id"],
        sqlite_where=sa.text("answered_id IS NOT NULL"),
        postgresql_where=sa.text("answered_id IS NOT NULL"),
    )
    op.create_index(
        "ix_activity_guild_id_emoji_at",
        "activity",
        ["guild_id", "emoji", "at"],
        sqlite_where=sa.text("emoji <> ''"),
        postgresql_where=sa.text("emoji <> ''"),
    )
