"""Circles and who has a seat in them; nothing of what is said there."""

from sqlalchemy import Index, Table

from storage.columns import Forget, belongs_to, guild, identity, instant, member, snowflake, text
from storage.tables.schema import metadata

circle = Table(
    "circle",
    metadata,
    identity("circle_id"),
    guild(),
    snowflake("channel_id"),
    snowflake("thread_id", nullable=True),
    text("name"),
    member("created_by", forget=Forget.BLANK, words=("name",)),
    instant("created_at"),
    instant("due_at"),
    Index(None, "guild_id", "thread_id"),
    Index(None, "due_at"),
    sqlite_strict=True,
    sqlite_autoincrement=True,
    info={"keeps": "the open circles that you opened"},
)

circle_seat = Table(
    "circle_seat",
    metadata,
    belongs_to("circle_id", "circle.circle_id", primary_key=True),
    guild(),
    member("member_id", forget=Forget.ROW, primary_key=True),
    text("standing"),
    member("invited_by", forget=Forget.BLANK),
    snowflake("message_id", nullable=True),
    Index(None, "guild_id", "member_id"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
    info={"keeps": "the open circles that you are in, were invited to, or declined, and whom you invited"},
)
