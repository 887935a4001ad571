"""What is offered while somebody types is found by an index."""

from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "ix_recommendation_guild_id_recommendation_id_item_key",
        "recommendation",
        ["guild_id", "recommendation_id", "item_key"],
    )
