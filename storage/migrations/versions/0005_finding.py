"""Finding recommendations: what they are found by, and a full-text index that follows."""

import sqlalchemy as sa
from alembic import op

from storage.migrations.frozen import integer

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

SQLITE = (
    """
    CREATE VIRTUAL TABLE recommendation_index USING fts5(
        item_terms, why_terms, content='recommendation_document', content_rowid='recommendation_id',
        tokenize='ascii', prefix='2 3', detail=column
    )
    """,
    """
    CREATE TRIGGER recommendation_document_comes AFTER INSERT ON recommendation_document BEGIN
        INSERT INTO recommendation_index (rowid, item_terms, why_terms)
        VALUES (new.recommendation_id, new.item_terms, new.why_terms);
    END
    """,
    """
    CREATE TRIGGER recommendation_document_goes AFTER DELETE ON recommendation_document BEGIN
        INSERT INTO recommendation_index (recommendation_index, rowid, item_terms, why_terms)
        VALUES ('delete', old.recommendation_id, old.item_terms, old.why_terms);
    END
    """,
    """
    CREATE TRIGGER recommendation_comes AFTER INSERT ON recommendation BEGIN
        INSERT OR IGNORE INTO recommendation_waiting VALUES (new.recommendation_id, new.guild_id);
    END
    """,
    """
    CREATE TRIGGER recommendation_changes AFTER UPDATE ON recommendation BEGIN
        DELETE FROM recommendation_document WHERE recommendation_id = new.recommendation_id;
        INSERT OR IGNORE INTO recommendation_waiting VALUES (new.recommendation_id, new.guild_id);
    END
    """,
)
POSTGRESQL = (
    """
    CREATE INDEX ix_recommendation_document_terms ON recommendation_document
    USING gin (array_to_tsvector(string_to_array(item_terms || ' ' || why_terms, ' ')))
    """,
    """
    CREATE INDEX ix_recommendation_document_item_terms ON recommendation_document
    USING gin (array_to_tsvector(string_to_array(item_terms, ' ')))
    """,
    """
    CREATE FUNCTION recommendation_changes() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'UPDATE' THEN
            DELETE FROM recommendation_document WHERE recommendation_id = new.recommendation_id;
        END IF;
        INSERT INTO recommendation_waiting VALUES (new.recommendation_id, new.guild_id) ON CONFLICT DO NOTHING;
        RETURN NULL;
    END $$
    """,
    """
    CREATE TRIGGER recommendation_changes AFTER INSERT OR UPDATE ON recommendation
    FOR EACH ROW EXECUTE FUNCTION recommendation_changes()
    """,
)
"""SQLite's index keeps to the terms as they are: the tokenizer ``ascii`` takes every other letter as part of a word."""


def upgrade() -> None:
    op.create_table(
        "recommendation_document",
        sa.Column("recommendation_id", integer(), nullable=False),
        sa.Column("guild_id", integer(), nullable=False),
        sa.Column("item_terms", sa.Text(), nullable=False),
        sa.Column("why_terms", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["recommendation_id"],
            ["recommendation.recommendation_id"],
            name="fk_recommendation_document_recommendation_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("recommendation_id", name="pk_recommendation_document"),
        sqlite_strict=True,
    )
    op.create_table(
        "recommendation_waiting",
        sa.Column("recommendation_id", integer(), nullable=False),
        sa.Column("guild_id", integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["recommendation_id"],
            ["recommendation.recommendation_id"],
            name="fk_recommendation_waiting_recommendation_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("recommendation_id", name="pk_recommendation_waiting"),
        sqlite_strict=True,
    )
    op.create_index("ix_recommendation_waiting_guild_id", "recommendation_waiting", ["guild_id"])
    op.execute("INSERT INTO recommendation_waiting SELECT recommendation_id, guild_id FROM recommendation")
    for statement in SQLITE if op.get_bind().dialect.name == "sqlite" else POSTGRESQL:
        op.execute(statement)
