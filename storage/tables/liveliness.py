"""The table of topics' liveliness."""

from sqlalchemy import Index, Table

from storage.columns import belongs_to, guild, instant, number
from storage.tables.schema import metadata

topic_liveliness = Table(
    "topic_liveliness",
    metadata,
    belongs_to("topic_id", "topic.topic_id", primary_key=True),
    guild(),
    number("level"),
    instant("measured_at"),
    Index(None, "guild_id"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
