"""Brands, and who speaks for them."""

import sqlalchemy as sa
from alembic import op

from storage.migrations.frozen import flag, instant, integer

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "brand",
        sa.Column("brand_id", integer(), autoincrement=True, nullable=False),
        sa.Column("guild_id", integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=True),
        sa.Column("keywords", sa.Text(), nullable=False),
        sa.Column("created_by", integer(), nullable=True),
        sa.Column("created_at", instant(), nullable=False),
        sa.PrimaryKeyConstraint("brand_id", name="pk_brand"),
        sa.UniqueConstraint("guild_id", "name_key", name="uq_brand_guild_id_name_key"),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_table(
        "brand_rep",
        sa.Column("brand_id", integer(), nullable=False),
        sa.Column("guild_id", integer(), nullable=False),
        sa.Column("member_id", integer(), autoincrement=False, nullable=False),
        sa.Column("asked_by", integer(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("asked_at", instant(), nullable=False),
        sa.Column("since", instant(), nullable=True),
        sa.Column("told_at", instant(), nullable=True),
        sa.ForeignKeyConstraint(["brand_id"], ["brand.brand_id"], name="fk_brand_rep_brand_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("brand_id", "member_id", name="pk_brand_rep"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("ix_brand_rep_guild_id_member_id", "brand_rep", ["guild_id", "member_id"])

    op.create_table(
        "brand_consent",
        sa.Column("consent_id", integer(), autoincrement=True, nullable=False),
        sa.Column("guild_id", integer(), nullable=False),
        sa.Column("brand_id", integer(), nullable=False),
        sa.Column("topic_id", integer(), nullable=False),
        sa.Column("called_by", integer(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("opened_at", instant(), nullable=False),
        sa.Column("closes_at", instant(), nullable=False),
        sa.Column("n_yes", integer(), nullable=False),
        sa.Column("n_no", integer(), nullable=False),
        sa.Column("n_members", integer(), nullable=False),
        sa.Column("granted_at", instant(), nullable=True),
        sa.Column("ends_at", instant(), nullable=True),
        sa.Column("message_id", integer(), nullable=True),
        sa.Column("shown", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["brand_id"], ["brand.brand_id"], name="fk_brand_consent_brand_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["topic_id"], ["topic.topic_id"], name="fk_brand_consent_topic_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("consent_id", name="pk_brand_consent"),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index("ix_brand_consent_guild_id", "brand_consent", ["guild_id"])
    op.create_index(
        "uq_brand_consent_voting",
        "brand_consent",
        ["brand_id", "topic_id"],
        unique=True,
        sqlite_where=sa.text("state = 'voting'"),
        postgresql_where=sa.text("state = 'voting'"),
    )

    op.create_table(
        "brand_consent_vote",
        sa.Column("consent_id", integer(), nullable=False),
        sa.Column("guild_id", integer(), nullable=False),
        sa.Column("member_id", integer(), autoincrement=False, nullable=False),
        sa.Column("yes", flag(), nullable=False),
        sa.Column("voted_at", instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consent_id"],
            ["brand_consent.consent_id"],
            name="fk_brand_consent_vote_consent_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("consent_id", "member_id", name="pk_brand_consent_vote"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("ix_brand_consent_vote_guild_id_member_id", "brand_consent_vote", ["guild_id", "member_id"])

    op.create_table(
        "brand_release",
        sa.Column("brand_id", integer(), nullable=False),
        sa.Column("guild_id", integer(), nullable=False),
        sa.Column("first_day", sa.Text(), nullable=False),
        sa.Column("figures", sa.Text(), nullable=False),
        sa.Column("released_at", instant(), nullable=False),
        sa.ForeignKeyConstraint(["brand_id"], ["brand.brand_id"], name="fk_brand_release_brand_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("brand_id", "first_day", name="pk_brand_release"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
