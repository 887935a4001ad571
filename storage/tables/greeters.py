"""Who offered to greet, and which newcomers they were told of."""

from sqlalchemy import Index, Table

from storage.columns import Forget, guild, instant, member, snowflake, text
from storage.tables.schema import metadata

greeter = Table(
    "greeter",
    metadata,
    guild(primary_key=True),
    member("member_id", forget=Forget.ROW, primary_key=True),
    instant("since"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
    info={"keeps": "that you offered to greet newcomers"},
)

greeting_note = Table(
    "greeting_note",
    metadata,
    guild(primary_key=True),
    member("member_id", forget=Forget.ROW, primary_key=True),
    snowflake("message_id", primary_key=True),
    snowflake("channel_id"),
    snowflake("thread_id", nullable=True),
    instant("said_at"),
    member("greeter_id", forget=Forget.BLANK),
    text("state"),
    instant("claimed_at"),
    Index(None, "guild_id", "claimed_at"),
    Index(None, "guild_id", "greeter_id"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
    info={
        "keeps": "that your first message waited for an answer, or that you were asked to answer one",
        "recorded": True,
    },
)
