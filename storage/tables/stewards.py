"""The tables of stewards and of the latest conversation starters."""

from sqlalchemy import Index, Table

from storage.columns import Forget, belongs_to, guild, instant, member, snowflake, text
from storage.tables.schema import metadata

steward = Table(
    "steward",
    metadata,
    belongs_to("topic_id", "topic.topic_id", primary_key=True),
    guild(),
    member("member_id", forget=Forget.ROW, primary_key=True),
    instant("asked_at"),
    snowflake("channel_id", nullable=True),
    snowflake("message_id", nullable=True),
    instant("since", nullable=True),
    Index(None, "guild_id", "member_id"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
    info={"keeps": "the topics that you look after as a steward, or were asked to"},
)

topic_prompt = Table(
    "topic_prompt",
    metadata,
    belongs_to("topic_id", "topic.topic_id", primary_key=True),
    guild(),
    member("member_id", forget=Forget.BLANK),
    text("local_date"),
    instant("claimed_at"),
    snowflake("message_id", nullable=True),
    Index(None, "guild_id", "member_id"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
    info={"keeps": "that a topic's latest conversation starter is yours, without its words"},
)
