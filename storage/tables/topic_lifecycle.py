"""The tables of a topic's lifecycle, of interest in proposals, and of daily counts."""

from sqlalchemy import Column, ForeignKey, Index, Table, UniqueConstraint

from storage.columns import (
    Forget,
    belongs_to,
    flag,
    guild,
    identity,
    instant,
    integer,
    member,
    number,
    snowflake,
    text,
)
from storage.tables.schema import metadata

topic_life = Table(
    "topic_life",
    metadata,
    identity("life_id"),
    guild(),
    Column("topic_id", integer(), ForeignKey("topic.topic_id", ondelete="CASCADE"), nullable=True),
    member("author_id", forget=Forget.BLANK, words=("name", "pitch")),
    member("changed_by", forget=Forget.BLANK, words=("reason",)),
    text("state"),
    instant("since"),
    instant("due_at", nullable=True),
    flag("settled"),
    text("name"),
    text("pitch"),
    text("reason"),
    snowflake("channel_id", nullable=True),
    snowflake("card_id", nullable=True),
    snowflake("note_id", nullable=True),
    snowflake("home_id", nullable=True),
    text("seals", nullable=True),
    UniqueConstraint("topic_id"),
    Index(None, "due_at"),
    Index(None, "guild_id", "state"),
    sqlite_strict=True,
    sqlite_autoincrement=True,
    info={"keeps": "topics you proposed, or decided on as a moderator, and your words"},
)

topic_wish = Table(
    "topic_wish",
    metadata,
    belongs_to("life_id", "topic_life.life_id", primary_key=True),
    guild(),
    member("member_id", forget=Forget.ROW, primary_key=True),
    instant("wished_at"),
    Index(None, "guild_id", "member_id"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
    info={"keeps": "proposed topics that you would join"},
)

census = Table(
    "census",
    metadata,
    guild(primary_key=True),
    number("day", primary_key=True),
    text("what", primary_key=True),
    number("n"),
    Index(None, "day"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
