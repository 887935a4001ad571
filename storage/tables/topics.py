"""The tables of topics and their members."""

from sqlalchemy import Index, Table, UniqueConstraint

from storage.columns import Forget, belongs_to, guild, identity, instant, member, snowflake, text
from storage.tables.schema import metadata

topic = Table(
    "topic",
    metadata,
    identity("topic_id"),
    guild(),
    snowflake("channel_id"),
    snowflake("role_id", nullable=True),
    text("name"),
    text("description"),
    instant("created_at"),
    UniqueConstraint("guild_id", "channel_id"),
    sqlite_strict=True,
    sqlite_autoincrement=True,
)

topic_member = Table(
    "topic_member",
    metadata,
    belongs_to("topic_id", "topic.topic_id", primary_key=True),
    guild(),
    member("member_id", forget=Forget.ROW, primary_key=True),
    instant("joined_at"),
    Index(None, "guild_id", "member_id"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
    info={"keeps": "the topics you joined"},
)
