"""The table of topics that switch their access mode."""

from sqlalchemy import Index, Table

from storage.columns import belongs_to, flag, guild, instant, snowflake, text
from storage.tables.schema import metadata

topic_switch = Table(
    "topic_switch",
    metadata,
    belongs_to("topic_id", "topic.topic_id", primary_key=True),
    guild(),
    text("way"),
    snowflake("role_id", nullable=True),
    instant("begun_at"),
    instant("due_at"),
    flag("made"),
    Index(None, "guild_id"),
    Index(None, "due_at"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
