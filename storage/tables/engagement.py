"""The tables of recorded activity, and of the rollups that figures are read from."""

from sqlalchemy import Index, Table
from sqlalchemy import text as sql

from storage.columns import Forget, flag, guild, instant, member, number, snowflake, text
from storage.tables.schema import metadata

activity = Table(
    "activity",
    metadata,
    guild(primary_key=True),
    text("kind", primary_key=True),
    snowflake("source_id", primary_key=True),
    member("member_id", forget=Forget.ROW, primary_key=True),
    text("emoji", primary_key=True),
    instant("at"),
    snowflake("channel_id"),
    snowflake("thread_id", nullable=True),
    member("replied_to", forget=Forget.BLANK),
    snowflake("answered_id", nullable=True),
    Index(None, "guild_id", "at"),
    Index(
        None,
        "guild_id",
        "thread_id",
        "at",
        sqlite_where=sql("thread_id IS NOT NULL"),
        postgresql_where=sql("thread_id IS NOT NULL"),
    ),
    Index(None, "guild_id", "member_id", "at"),
    Index(
        None,
        "guild_id",
        "replied_to",
        "at",
        sqlite_where=sql("replied_to IS NOT NULL"),
        postgresql_where=sql("replied_to IS NOT NULL"),
    ),
    Index(
        None,
        "guild_id",
        "at",
        "answered_id",
        "thread_id",
        sqlite_where=sql("answered_id IS NOT NULL"),
        postgresql_where=sql("answered_id IS NOT NULL"),
    ),
    Index(
        None,
        "guild_id",
        "emoji",
        "at",
        sqlite_where=sql("emoji <> ''"),
        postgresql_where=sql("emoji <> ''"),
    ),
    sqlite_strict=True,
    sqlite_with_rowid=False,
    info={"keeps": "what you did and when: messages, reactions, threads, votes, never their text", "recorded": True},
)

mention = Table(
    "mention",
    metadata,
    guild(primary_key=True),
    snowflake("source_id", primary_key=True),
    member("member_id", forget=Forget.ROW, primary_key=True),
    member("mentioned_id", forget=Forget.ROW, primary_key=True),
    Index(None, "guild_id", "mentioned_id"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
    info={"keeps": "whom a message of yours mentioned, and which messages mentioned you", "recorded": True},
)

membership = Table(
    "membership",
    metadata,
    guild(primary_key=True),
    member("member_id", forget=Forget.ROW, primary_key=True),
    instant("joined_at", nullable=True),
    instant("left_at", nullable=True),
    flag("inferred"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
    info={"keeps": "when you joined, and when you left", "recorded": True},
)

recognition = Table(
    "recognition",
    metadata,
    guild(primary_key=True),
    member("member_id", forget=Forget.ROW, primary_key=True),
    instant("since"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
    info={"keeps": "that you agreed to be shown in /stats stewards"},
)

opening = Table(
    "opening",
    metadata,
    guild(primary_key=True),
    snowflake("thread_id", primary_key=True),
    instant("known_at"),
    snowflake("source_id"),
    snowflake("channel_id"),
    member("member_id", forget=Forget.ROW),
    instant("at"),
    instant("answered_at", nullable=True),
    Index(None, "guild_id", "at"),
    Index(None, "guild_id", "member_id", "at"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
    info={"keeps": "which threads you opened", "recorded": True},
)

rollup_zone = Table(
    "rollup_zone",
    metadata,
    guild(primary_key=True),
    text("tz"),
    number("built_to", nullable=True),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

member_day = Table(
    "member_day",
    metadata,
    guild(primary_key=True),
    number("day", primary_key=True),
    member("member_id", forget=Forget.ROW, primary_key=True),
    text("kind", primary_key=True),
    snowflake("channel_id", primary_key=True),
    number("n"),
    Index(None, "guild_id", "member_id", "day"),
    Index(None, "guild_id", "channel_id", "day"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
    info={"keeps": "how often you did something on each day", "recorded": True},
)

thread_day = Table(
    "thread_day",
    metadata,
    guild(primary_key=True),
    number("day", primary_key=True),
    snowflake("thread_id", primary_key=True),
    member("member_id", forget=Forget.ROW, primary_key=True),
    snowflake("channel_id", primary_key=True),
    number("n"),
    Index(None, "guild_id", "member_id"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
    info={"keeps": "how many messages you wrote in each thread on each day", "recorded": True},
)

day_total = Table(
    "day_total",
    metadata,
    guild(primary_key=True),
    number("day", primary_key=True),
    number("n_members"),
    number("n_messages"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
