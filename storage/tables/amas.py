"""Tables of AMAs and their questions."""

from sqlalchemy import Index, Table, UniqueConstraint
from sqlalchemy import text as sql

from storage.columns import Forget, belongs_to, flag, guild, identity, instant, member, number, snowflake, text
from storage.tables.schema import metadata

_UNFINISHED = sql("state IN ('proposed', 'coming', 'live')")

ama = Table(
    "ama",
    metadata,
    identity("ama_id"),
    guild(),
    number("topic_id"),
    snowflake("channel_id"),
    text("topic"),
    number("brand_id", nullable=True),
    text("brand"),
    member("guest_id", forget=Forget.BLANK),
    text("state"),
    instant("since"),
    instant("proposed_at"),
    instant("at"),
    instant("closes_at", nullable=True),
    text("why", nullable=True),
    member("changed_by", forget=Forget.BLANK, words=("reason",)),
    text("reason"),
    snowflake("card_channel_id", nullable=True),
    snowflake("card_id", nullable=True),
    text("card_shown", nullable=True),
    snowflake("thread_id", nullable=True),
    snowflake("message_id", nullable=True),
    text("shown", nullable=True),
    text("told"),
    Index(None, "guild_id", "thread_id"),
    Index(None, "guild_id", "guest_id"),
    Index(
        "uq_ama_unfinished",
        "guild_id",
        "topic_id",
        "guest_id",
        unique=True,
        sqlite_where=_UNFINISHED,
        postgresql_where=_UNFINISHED,
    ),
    sqlite_strict=True,
    sqlite_autoincrement=True,
    info={"keeps": "the AMAs that you gave, and those that you decided on as a moderator and why"},
)
"""An AMA; it outlives its topic and its brand, so it stores their ids and names.

``told`` is the state that the guest was told last.
"""

ama_question = Table(
    "ama_question",
    metadata,
    identity("question_id"),
    guild(),
    belongs_to("ama_id", "ama.ama_id"),
    member("author_id", forget=Forget.BLANK, words=("text",)),
    text("text"),
    text("state"),
    instant("asked_at"),
    instant("changed_at"),
    member("changed_by", forget=Forget.BLANK, words=("reply",)),
    text("reply"),
    snowflake("message_id", nullable=True),
    text("shown", nullable=True),
    flag("told"),
    UniqueConstraint("ama_id", "author_id", "text"),
    Index(None, "guild_id", "ama_id", "state"),
    Index(None, "guild_id", "author_id"),
    Index(None, "guild_id", "changed_by"),
    sqlite_strict=True,
    sqlite_autoincrement=True,
    info={"keeps": "what you asked in AMAs, and what you answered or turned down there and why"},
)
"""A question in an AMA; ``told`` is whether its author was told the outcome."""
