"""What moderators were told once."""

import sqlalchemy as sa
from alembic import op

from storage.migrations.frozen import instant, integer

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "notice",
        sa.Column("guild_id", integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("told_at", instant(), nullable=False),
        sa.PrimaryKeyConstraint("guild_id", "key", name="pk_notice"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
