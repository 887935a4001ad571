"""Every table. A member column says what forgetting does; a table says in words what it keeps of a person."""

from sqlalchemy import Index, MetaData, Table, UniqueConstraint
from sqlalchemy import text as sql

from storage.columns import (
    Forget,
    belongs_to,
    flag,
    guild,
    identity,
    instant,
    member,
    number,
    snowflake,
    text,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

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
    Index(None, "guild_id", "thread_id", "at"),
    Index(None, "guild_id", "member_id", "at"),
    Index(
        None,
        "guild_id",
        "replied_to",
        "at",
        sqlite_where=sql("replied_to IS NOT NULL"),
        postgresql_where=sql("replied_to IS NOT NULL"),
    ),
    sqlite_strict=True,
    sqlite_with_rowid=False,
    info={"keeps": "what you did and when: messages, reactions, threads, votes, never their text", "recorded": True},
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

optout = Table(
    "optout",
    metadata,
    guild(primary_key=True),
    member("member_id", forget=Forget.KEEP, primary_key=True),
    instant("since"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
    info={"keeps": "that you opted out, so that it stays that way until you opt in"},
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

topic = Table(
    "topic",
    metadata,
    identity("topic_id"),
    guild(),
    snowflake("channel_id"),
    snowflake("role_id", nullable=True),
    text("name"),
    text("description"),
    instant("created_at"),
    UniqueConstraint("guild_id", "channel_id"),
    sqlite_strict=True,
    sqlite_autoincrement=True,
)

topic_member = Table(
    "topic_member",
    metadata,
    belongs_to("topic_id", "topic.topic_id", primary_key=True),
    guild(),
    member("member_id", forget=Forget.ROW, primary_key=True),
    instant("joined_at"),
    Index(None, "guild_id", "member_id"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
    info={"keeps": "the topics you joined"},
)

onboarding = Table(
    "onboarding",
    metadata,
    guild(primary_key=True),
    member("member_id", forget=Forget.ROW, primary_key=True),
    text("step"),
    number("page"),
    text("joining"),
    text("leaving"),
    instant("joined_at", nullable=True),
    instant("started_at", nullable=True),
    instant("finished_at", nullable=True),
    sqlite_strict=True,
    sqlite_with_rowid=False,
    info={
        "keeps": "how far you came in Get started, and what you picked there and did not confirm yet",
        "recorded": True,
    },
)

ask = Table(
    "ask",
    metadata,
    identity("ask_id"),
    guild(),
    member("author_id", forget=Forget.BLANK, words=("wanted", "matters", "limits")),
    snowflake("channel_id"),
    snowflake("thread_id", nullable=True),
    snowflake("standings_id", nullable=True),
    snowflake("form_id"),
    text("wanted"),
    text("matters"),
    text("limits"),
    instant("asked_at"),
    UniqueConstraint("guild_id", "author_id", "form_id"),
    Index(None, "guild_id", "asked_at"),
    Index(None, "guild_id", "thread_id"),
    sqlite_strict=True,
    sqlite_autoincrement=True,
    info={"keeps": "what you asked recommendations for"},
)

recommendation = Table(
    "recommendation",
    metadata,
    identity("recommendation_id"),
    guild(),
    belongs_to("ask_id", "ask.ask_id"),
    member("author_id", forget=Forget.ROW),
    snowflake("message_id", nullable=True),
    text("item"),
    text("item_key"),
    text("why"),
    text("link"),
    text("relation"),
    instant("recommended_at"),
    UniqueConstraint("ask_id", "author_id", "item_key"),
    Index(None, "guild_id", "ask_id"),
    Index(None, "guild_id", "author_id"),
    sqlite_strict=True,
    sqlite_autoincrement=True,
    info={"keeps": "what you recommended, why, and how you said you are related to it"},
)

recommendation_vote = Table(
    "recommendation_vote",
    metadata,
    belongs_to("recommendation_id", "recommendation.recommendation_id", primary_key=True),
    guild(),
    member("member_id", forget=Forget.ROW, primary_key=True),
    text("verdict"),
    instant("voted_at"),
    Index(None, "guild_id", "member_id"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
    info={"keeps": "your votes on recommendations"},
)

digest_schedule = Table(
    "digest_schedule",
    metadata,
    identity("schedule_id"),
    guild(),
    text("kind"),
    snowflake("channel_id"),
    text("cadence"),
    number("on_day"),
    number("at_minute"),
    flag("paused"),
    member("created_by", forget=Forget.BLANK),
    instant("since"),
    UniqueConstraint(
        "guild_id", "kind", "channel_id", "cadence", "on_day", "at_minute", name="uq_digest_schedule_rhythm"
    ),
    sqlite_strict=True,
    sqlite_autoincrement=True,
    info={"keeps": "which digests you scheduled"},
)

digest_issue = Table(
    "digest_issue",
    metadata,
    belongs_to("schedule_id", "digest_schedule.schedule_id", primary_key=True),
    guild(),
    text("local_date", primary_key=True),
    text("state"),
    instant("claimed_at"),
    instant("settled_at", nullable=True),
    snowflake("message_id", nullable=True),
    text("note"),
    Index(None, "guild_id"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

identify = Table(
    "identify",
    metadata,
    number("shard_id", primary_key=True),
    instant("at"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
    info={"of": "the process, not a guild"},
)

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

setting = Table(
    "setting",
    metadata,
    guild(primary_key=True),
    text("key", primary_key=True),
    text("value"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

setting_change = Table(
    "setting_change",
    metadata,
    identity("change_id"),
    guild(),
    text("key"),
    text("before"),
    text("after"),
    member("changed_by", forget=Forget.BLANK),
    instant("changed_at"),
    Index(None, "guild_id", "changed_at"),
    sqlite_strict=True,
    sqlite_autoincrement=True,
    info={"keeps": "which settings you changed, and when"},
)
