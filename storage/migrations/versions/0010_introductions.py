"""Where introductions stand, and who agreed that the digest tells of theirs."""

import sqlalchemy as sa
from alembic import op

from storage.migrations.frozen import flag, integer

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("onboarding", sa.Column("introduced_in", integer(), nullable=True))
    op.add_column("onboarding", sa.Column("introduction_id", integer(), nullable=True))
    op.add_column("onboarding", sa.Column("shared", flag(), nullable=False, server_default="0"))
