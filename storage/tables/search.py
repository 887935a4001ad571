"""What recommendations are found by, and which of them wait to be looked at again.

Triggers keep both true whoever writes (see the migration ``0006``): what changes leaves the index at once and waits.
The full-text index itself, SQLite's ``recommendation_index``, follows ``recommendation_document``.
"""

from sqlalchemy import Index, Table

from storage.columns import belongs_to, guild, text
from storage.tables.schema import metadata

recommendation_document = Table(
    "recommendation_document",
    metadata,
    belongs_to("recommendation_id", "recommendation.recommendation_id", primary_key=True),
    guild(),
    text("item_terms"),
    text("why_terms"),
    sqlite_strict=True,
)

recommendation_waiting = Table(
    "recommendation_waiting",
    metadata,
    belongs_to("recommendation_id", "recommendation.recommendation_id", primary_key=True),
    guild(),
    Index(None, "guild_id"),
    sqlite_strict=True,
)
