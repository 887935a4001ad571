"""What moderators were told once."""

from sqlalchemy import Table

from storage.columns import guild, instant, text
from storage.tables.schema import metadata

notice = Table(
    "notice",
    metadata,
    guild(primary_key=True),
    text("key", primary_key=True),
    instant("told_at"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
