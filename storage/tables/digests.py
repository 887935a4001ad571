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
