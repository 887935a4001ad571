"""The tables of the backfill's progress and of the quarantine."""

from sqlalchemy import Table

from storage.columns import guild, identity, instant, number, snowflake, text
from storage.tables.schema import metadata

history_mark = Table(
    "history_mark",
    metadata,
    guild(primary_key=True),
    snowflake("channel_id", primary_key=True),
    snowflake("newest_id"),
    snowflake("oldest_id"),
    snowflake("floor_id"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

withheld = Table(
    "withheld",
    metadata,
    guild(primary_key=True),
    text("fingerprint", primary_key=True),
    instant("at"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

withheld_key = Table(
    "withheld_key",
    metadata,
    number("number", primary_key=True),
    text("key"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
    info={"of": "the process"},
)
"""One row: the key of the fingerprints in ``withheld``."""

quarantine = Table(
    "quarantine",
    metadata,
    identity("quarantine_id"),
    snowflake("guild_id", nullable=True),
    text("event"),
    text("reason"),
    instant("at"),
    sqlite_strict=True,
    sqlite_autoincrement=True,
)
