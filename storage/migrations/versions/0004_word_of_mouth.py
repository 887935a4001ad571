"""Word of mouth: voices on one card, choices and how they worked out, a trail, and asks that close."""

import sqlalchemy as sa
from alembic import op

from storage.migrations.frozen import flag, instant, integer

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

KEPT = "recommendation_id, guild_id, ask_id, author_id, message_id, item, item_key, why, link, relation, recommended_at"


def upgrade() -> None:
    _asks()
    _recommendations()
    op.create_index("ix_recommendation_guild_id_ask_id", "recommendation", ["guild_id", "ask_id"])
    op.create_index("ix_recommendation_guild_id_author_id", "recommendation", ["guild_id", "author_id"])
    op.create_index("ix_recommendation_guild_id_message_id", "recommendation", ["guild_id", "message_id"])

    op.create_table(
        "choice",
        sa.Column("choice_id", integer(), autoincrement=True, nullable=False),
        sa.Column("guild_id", integer(), nullable=False),
        sa.Column("ask_id", integer(), nullable=False),
        sa.Column("recommendation_id", integer(), nullable=False),
        sa.Column("chosen_at", instant(), nullable=False),
        sa.Column("due_at", instant(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("claimed_at", instant(), nullable=True),
        sa.Column("question_id", integer(), nullable=True),
        sa.Column("result", sa.Text(), nullable=True),
        sa.Column("told_at", instant(), nullable=True),
        sa.ForeignKeyConstraint(["ask_id"], ["ask.ask_id"], name="fk_choice_ask_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("choice_id", name="pk_choice"),
        sa.UniqueConstraint("ask_id", name="uq_choice_ask_id"),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index("ix_choice_guild_id", "choice", ["guild_id"])
    op.create_index("ix_choice_stage_due_at", "choice", ["stage", "due_at"])

    op.create_table(
        "recommendation_trail",
        sa.Column("entry_id", integer(), autoincrement=True, nullable=False),
        sa.Column("guild_id", integer(), nullable=False),
        sa.Column("recommendation_id", integer(), nullable=False),
        sa.Column("member_id", integer(), nullable=True),
        sa.Column("deed", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", instant(), nullable=False),
        sa.PrimaryKeyConstraint("entry_id", name="pk_recommendation_trail"),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index("ix_recommendation_trail_guild_id_entry_id", "recommendation_trail", ["guild_id", "entry_id"])


def _asks() -> None:
    """What was asked before was last stirred when it was asked."""
    op.add_column("ask", sa.Column("card_id", integer(), nullable=True))
    op.add_column("ask", sa.Column("stirred_at", instant(), nullable=False, server_default="0"))
    op.add_column("ask", sa.Column("closed_at", instant(), nullable=True))
    op.add_column("ask", sa.Column("retitled_at", instant(), nullable=True))
    op.add_column("ask", sa.Column("title_due", flag(), nullable=False, server_default="0"))
    op.add_column("ask", sa.Column("standings_due", flag(), nullable=False, server_default="0"))
    op.execute("UPDATE ask SET stirred_at = asked_at")
    op.create_index("ix_ask_stirred_at", "ask", ["stirred_at"])


def _recommendations() -> None:
    if op.get_bind().dialect.name == "sqlite":
        _anew()
        return
    op.alter_column("recommendation", "author_id", nullable=True)
    op.drop_index("ix_recommendation_guild_id_ask_id", "recommendation")
    op.drop_index("ix_recommendation_guild_id_author_id", "recommendation")
    for column in _added():
        op.add_column("recommendation", column)


def _anew() -> None:
    """Makes the table anew, since SQLite can't let a column be empty after the fact.

    Dropping the old one takes the votes along, so they are put aside; numbers once given are never given again.
    """
    op.execute("CREATE TABLE vote_aside AS SELECT * FROM recommendation_vote")
    op.execute("CREATE TABLE recommendation_aside AS SELECT * FROM recommendation")
    op.execute("CREATE TABLE number_aside AS SELECT seq FROM sqlite_sequence WHERE name = 'recommendation'")
    op.drop_table("recommendation")
    _make()
    op.execute("INSERT INTO sqlite_sequence (name, seq) SELECT 'recommendation', seq FROM number_aside")
    op.execute(f"INSERT INTO recommendation ({KEPT}) SELECT {KEPT} FROM recommendation_aside")  # noqa: S608
    op.execute("INSERT INTO recommendation_vote SELECT * FROM vote_aside")
    for aside in ("vote_aside", "recommendation_aside", "number_aside"):
        op.drop_table(aside)


def _make() -> None:
    op.create_table(
        "recommendation",
        sa.Column("recommendation_id", integer(), autoincrement=True, nullable=False),
        sa.Column("guild_id", integer(), nullable=False),
        sa.Column("ask_id", integer(), nullable=False),
        sa.Column("author_id", integer(), nullable=True),
        sa.Column("message_id", integer(), nullable=True),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("item_key", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("relation", sa.Text(), nullable=False),
        sa.Column("recommended_at", instant(), nullable=False),
        *_added(),
        sa.ForeignKeyConstraint(["ask_id"], ["ask.ask_id"], name="fk_recommendation_ask_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("recommendation_id", name="pk_recommendation"),
        sa.UniqueConstraint("ask_id", "author_id", "item_key", name="uq_recommendation_ask_id_author_id_item_key"),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )


def _added() -> list[sa.Column[object]]:
    return [
        sa.Column("voice_of", integer(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False, server_default="stands"),
        sa.Column("reason", sa.Text(), nullable=False, server_default=""),
        sa.Column("changed_at", instant(), nullable=True),
        sa.Column("card_due", flag(), nullable=False, server_default="0"),
    ]
