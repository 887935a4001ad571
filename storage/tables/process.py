"""The table of what the process itself remembers."""

from sqlalchemy import Table

from storage.columns import instant, number
from storage.tables.schema import metadata

identify = Table(
    "identify",
    metadata,
    number("shard_id", primary_key=True),
    instant("at"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
    info={"of": "the process, not a guild"},
)
