"""What is offered while somebody types is found by an index."""

from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

INDEX = "ix_recommendation_guild_id_recommendation_id_item_key"


def upgrade() -> None:
    op.create_index(INDEX, "recommendation", ["guild_id", "recommendation_id", "item_key"])


def downgrade() -> None:
    op.drop_index(INDEX, "recommendation")
