"""Which messages named a brand."""

import sqlalchemy as sa
from alembic import op

from storage.migrations.frozen import instant, integer

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "brand_mention",
        sa.Column("brand_id", integer(), nullable=False),
        sa.Column("message_id", integer(), autoincrement=False, nullable=False),
        sa.Column("guild_id", integer(), nullable=False),
        sa.Column("member_id", integer(), nullable=False),
        sa.Column("said_at", instant(), nullable=False),
        sa.ForeignKeyConstraint(["brand_id"], ["brand.brand_id"], name="fk_brand_mention_brand_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("brand_id", "message_id", name="pk_brand_mention"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    for columns in (["guild_id", "said_at"], ["guild_id", "message_id"], ["guild_id", "member_id"]):
        op.create_index("_".join(("ix_brand_mention", *columns)), "brand_mention", columns)
