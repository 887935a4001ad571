"""Asks, what was recommended, and the votes."""

from sqlalchemy import Index, Table, UniqueConstraint

from storage.columns import Forget, belongs_to, guild, identity, instant, member, snowflake, text
from storage.tables.schema import metadata

ask = Table(
    "ask",
    metadata,
    identity("ask_id"),
    guild(),
    member("author_id", forget=Forget.BLANK, words=("wanted", "matters", "limits")),
    snowflake("channel_id"),
    snowflake("thread_id", nullable=True),
    snowflake("standings_id", nullable=True),
    snowflake("form_id"),
    text("wanted"),
    text("matters"),
    text("limits"),
    instant("asked_at"),
    UniqueConstraint("guild_id", "author_id", "form_id"),
    Index(None, "guild_id", "asked_at"),
    Index(None, "guild_id", "thread_id"),
    sqlite_strict=True,
    sqlite_autoincrement=True,
    info={"keeps": "what you asked recommendations for"},
)

recommendation = Table(
    "recommendation",
    metadata,
    identity("recommendation_id"),
    guild(),
    belongs_to("ask_id", "ask.ask_id"),
    member("author_id", forget=Forget.ROW),
    snowflake("message_id", nullable=True),
    text("item"),
    text("item_key"),
    text("why"),
    text("link"),
    text("relation"),
    instant("recommended_at"),
    UniqueConstraint("ask_id", "author_id", "item_key"),
    Index(None, "guild_id", "ask_id"),
    Index(None, "guild_id", "author_id"),
    sqlite_strict=True,
    sqlite_autoincrement=True,
    info={"keeps": "what you recommended, why, and how you said you are related to it"},
)

recommendation_vote = Table(
    "recommendation_vote",
    metadata,
    belongs_to("recommendation_id", "recommendation.recommendation_id", primary_key=True),
    guild(),
    member("member_id", forget=Forget.ROW, primary_key=True),
    text("verdict"),
    instant("voted_at"),
    Index(None, "guild_id", "member_id"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
    info={"keeps": "your votes on recommendations"},
)
