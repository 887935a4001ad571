"""What is scheduled, and every issue of it."""

from sqlalchemy import Index, Table, UniqueConstraint

from storage.columns import Forget, belongs_to, flag, guild, identity, instant, member, number, snowflake, text
from storage.tables.schema import metadata

digest_schedule = Table(
    "digest_schedule",
    metadata,
    identity("schedule_id"),
    guild(),
    text("kind"),
    number("subject"),
    snowflake("channel_id"),
    text("cadence"),
    number("on_day"),
    number("at_minute"),
    flag("paused"),
    member("created_by", forget=Forget.BLANK),
    instant("since"),
    UniqueConstraint(
        "guild_id", "kind", "subject", "channel_id", "cadence", "on_day", "at_minute", name="uq_digest_schedule_rhythm"
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

digest_item = Table(
    "digest_item",
    metadata,
    belongs_to("schedule_id", "digest_schedule.schedule_id", primary_key=True),
    guild(),
    text("local_date", primary_key=True),
    number("position", primary_key=True),
    text("section"),
    text("key"),
    instant("stirred_at"),
    snowflake("channel_id", nullable=True),
    snowflake("thread_id", nullable=True),
    snowflake("message_id", nullable=True),
    member("member_id", forget=Forget.BLANK, words=("key",)),
    text("why"),
    text("facts"),
    Index(None, "guild_id"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
    info={"keeps": "which digests named you", "recorded": True},
)
