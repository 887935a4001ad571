"""The first schema."""

import sqlalchemy as sa
from alembic import op

from storage.migrations.frozen import flag, instant, integer

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "activity",
        sa.Column("guild_id", integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("source_id", integer(), nullable=False),
        sa.Column("member_id", integer(), nullable=False),
        sa.Column("emoji", sa.Text(), nullable=False),
        sa.Column("at", instant(), nullable=False),
        sa.Column("channel_id", integer(), nullable=False),
        sa.Column("thread_id", integer(), nullable=True),
        sa.Column("replied_to", integer(), nullable=True),
        sa.Column("answered_id", integer(), nullable=True),
        sa.PrimaryKeyConstraint("guild_id", "kind", "source_id", "member_id", "emoji", name="pk_activity"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("ix_activity_guild_id_at", "activity", ["guild_id", "at"])
    op.create_index("ix_activity_guild_id_member_id_at", "activity", ["guild_id", "member_id", "at"])
    op.create_index(
        "ix_activity_guild_id_replied_to_at",
        "activity",
        ["guild_id", "replied_to", "at"],
        sqlite_where=sa.text("replied_to IS NOT NULL"),
        postgresql_where=sa.text("replied_to IS NOT NULL"),
    )
    op.create_index("ix_activity_guild_id_thread_id_at", "activity", ["guild_id", "thread_id", "at"])

    op.create_table(
        "ask",
        sa.Column("ask_id", integer(), autoincrement=True, nullable=False),
        sa.Column("guild_id", integer(), nullable=False),
        sa.Column("author_id", integer(), nullable=True),
        sa.Column("channel_id", integer(), nullable=False),
        sa.Column("thread_id", integer(), nullable=True),
        sa.Column("standings_id", integer(), nullable=True),
        sa.Column("form_id", integer(), nullable=False),
        sa.Column("wanted", sa.Text(), nullable=False),
        sa.Column("matters", sa.Text(), nullable=False),
        sa.Column("limits", sa.Text(), nullable=False),
        sa.Column("asked_at", instant(), nullable=False),
        sa.PrimaryKeyConstraint("ask_id", name="pk_ask"),
        sa.UniqueConstraint("guild_id", "author_id", "form_id", name="uq_ask_guild_id_author_id_form_id"),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index("ix_ask_guild_id_asked_at", "ask", ["guild_id", "asked_at"])
    op.create_index("ix_ask_guild_id_thread_id", "ask", ["guild_id", "thread_id"])

    op.create_table(
        "day_total",
        sa.Column("guild_id", integer(), nullable=False),
        sa.Column("day", integer(), nullable=False),
        sa.Column("n_members", integer(), nullable=False),
        sa.Column("n_messages", integer(), nullable=False),
        sa.PrimaryKeyConstraint("guild_id", "day", name="pk_day_total"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "digest_schedule",
        sa.Column("schedule_id", integer(), autoincrement=True, nullable=False),
        sa.Column("guild_id", integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("channel_id", integer(), nullable=False),
        sa.Column("cadence", sa.Text(), nullable=False),
        sa.Column("on_day", integer(), nullable=False),
        sa.Column("at_minute", integer(), nullable=False),
        sa.Column("paused", flag(), nullable=False),
        sa.Column("created_by", integer(), nullable=True),
        sa.Column("since", instant(), nullable=False),
        sa.PrimaryKeyConstraint("schedule_id", name="pk_digest_schedule"),
        sa.UniqueConstraint(
            "guild_id", "kind", "channel_id", "cadence", "on_day", "at_minute", name="uq_digest_schedule_rhythm"
        ),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_table(
        "history_mark",
        sa.Column("guild_id", integer(), nullable=False),
        sa.Column("channel_id", integer(), nullable=False),
        sa.Column("newest_id", integer(), nullable=False),
        sa.Column("oldest_id", integer(), nullable=False),
        sa.Column("floor_id", integer(), nullable=False),
        sa.PrimaryKeyConstraint("guild_id", "channel_id", name="pk_history_mark"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "identify",
        sa.Column("shard_id", integer(), nullable=False),
        sa.Column("at", instant(), nullable=False),
        sa.PrimaryKeyConstraint("shard_id", name="pk_identify"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "member_day",
        sa.Column("guild_id", integer(), nullable=False),
        sa.Column("day", integer(), nullable=False),
        sa.Column("member_id", integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("channel_id", integer(), nullable=False),
        sa.Column("n", integer(), nullable=False),
        sa.PrimaryKeyConstraint("guild_id", "day", "member_id", "kind", "channel_id", name="pk_member_day"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("ix_member_day_guild_id_channel_id_day", "member_day", ["guild_id", "channel_id", "day"])
    op.create_index("ix_member_day_guild_id_member_id_day", "member_day", ["guild_id", "member_id", "day"])

    op.create_table(
        "membership",
        sa.Column("guild_id", integer(), nullable=False),
        sa.Column("member_id", integer(), nullable=False),
        sa.Column("joined_at", instant(), nullable=True),
        sa.Column("left_at", instant(), nullable=True),
        sa.Column("inferred", flag(), nullable=False),
        sa.PrimaryKeyConstraint("guild_id", "member_id", name="pk_membership"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "mention",
        sa.Column("guild_id", integer(), nullable=False),
        sa.Column("source_id", integer(), nullable=False),
        sa.Column("member_id", integer(), nullable=False),
        sa.Column("mentioned_id", integer(), nullable=False),
        sa.PrimaryKeyConstraint("guild_id", "source_id", "member_id", "mentioned_id", name="pk_mention"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("ix_mention_guild_id_mentioned_id", "mention", ["guild_id", "mentioned_id"])

    op.create_table(
        "onboarding",
        sa.Column("guild_id", integer(), nullable=False),
        sa.Column("member_id", integer(), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("page", integer(), nullable=False),
        sa.Column("joining", sa.Text(), nullable=False),
        sa.Column("leaving", sa.Text(), nullable=False),
        sa.Column("joined_at", instant(), nullable=True),
        sa.Column("started_at", instant(), nullable=True),
        sa.Column("finished_at", instant(), nullable=True),
        sa.PrimaryKeyConstraint("guild_id", "member_id", name="pk_onboarding"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "opening",
        sa.Column("guild_id", integer(), nullable=False),
        sa.Column("thread_id", integer(), nullable=False),
        sa.Column("known_at", instant(), nullable=False),
        sa.Column("source_id", integer(), nullable=False),
        sa.Column("channel_id", integer(), nullable=False),
        sa.Column("member_id", integer(), nullable=False),
        sa.Column("at", instant(), nullable=False),
        sa.Column("answered_at", instant(), nullable=True),
        sa.PrimaryKeyConstraint("guild_id", "thread_id", name="pk_opening"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("ix_opening_guild_id_at", "opening", ["guild_id", "at"])
    op.create_index("ix_opening_guild_id_member_id_at", "opening", ["guild_id", "member_id", "at"])

    op.create_table(
        "optout",
        sa.Column("guild_id", integer(), nullable=False),
        sa.Column("member_id", integer(), nullable=False),
        sa.Column("since", instant(), nullable=False),
        sa.PrimaryKeyConstraint("guild_id", "member_id", name="pk_optout"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "quarantine",
        sa.Column("quarantine_id", integer(), autoincrement=True, nullable=False),
        sa.Column("guild_id", integer(), nullable=True),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", instant(), nullable=False),
        sa.PrimaryKeyConstraint("quarantine_id", name="pk_quarantine"),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_table(
        "recognition",
        sa.Column("guild_id", integer(), nullable=False),
        sa.Column("member_id", integer(), nullable=False),
        sa.Column("since", instant(), nullable=False),
        sa.PrimaryKeyConstraint("guild_id", "member_id", name="pk_recognition"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "rollup_zone",
        sa.Column("guild_id", integer(), nullable=False),
        sa.Column("tz", sa.Text(), nullable=False),
        sa.Column("built_to", integer(), nullable=True),
        sa.PrimaryKeyConstraint("guild_id", name="pk_rollup_zone"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "setting",
        sa.Column("guild_id", integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("guild_id", "key", name="pk_setting"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "setting_change",
        sa.Column("change_id", integer(), autoincrement=True, nullable=False),
        sa.Column("guild_id", integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("changed_by", integer(), nullable=True),
        sa.Column("changed_at", instant(), nullable=False),
        sa.PrimaryKeyConstraint("change_id", name="pk_setting_change"),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index("ix_setting_change_guild_id_changed_at", "setting_change", ["guild_id", "changed_at"])

    op.create_table(
        "thread_day",
        sa.Column("guild_id", integer(), nullable=False),
        sa.Column("day", integer(), nullable=False),
        sa.Column("thread_id", integer(), nullable=False),
        sa.Column("member_id", integer(), nullable=False),
        sa.Column("channel_id", integer(), nullable=False),
        sa.Column("n", integer(), nullable=False),
        sa.PrimaryKeyConstraint("guild_id", "day", "thread_id", "member_id", "channel_id", name="pk_thread_day"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("ix_thread_day_guild_id_member_id", "thread_day", ["guild_id", "member_id"])

    op.create_table(
        "topic",
        sa.Column("topic_id", integer(), autoincrement=True, nullable=False),
        sa.Column("guild_id", integer(), nullable=False),
        sa.Column("channel_id", integer(), nullable=False),
        sa.Column("role_id", integer(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("created_at", instant(), nullable=False),
        sa.PrimaryKeyConstraint("topic_id", name="pk_topic"),
        sa.UniqueConstraint("guild_id", "channel_id", name="uq_topic_guild_id_channel_id"),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_table(
        "withheld",
        sa.Column("guild_id", integer(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("at", instant(), nullable=False),
        sa.PrimaryKeyConstraint("guild_id", "fingerprint", name="pk_withheld"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "digest_issue",
        sa.Column("schedule_id", integer(), nullable=False),
        sa.Column("guild_id", integer(), nullable=False),
        sa.Column("local_date", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("claimed_at", instant(), nullable=False),
        sa.Column("settled_at", instant(), nullable=True),
        sa.Column("message_id", integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["schedule_id"], ["digest_schedule.schedule_id"], name="fk_digest_issue_schedule_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("schedule_id", "local_date", name="pk_digest_issue"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("ix_digest_issue_guild_id", "digest_issue", ["guild_id"])

    op.create_table(
        "recommendation",
        sa.Column("recommendation_id", integer(), autoincrement=True, nullable=False),
        sa.Column("guild_id", integer(), nullable=False),
        sa.Column("ask_id", integer(), nullable=False),
        sa.Column("author_id", integer(), nullable=False),
        sa.Column("message_id", integer(), nullable=True),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("item_key", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("relation", sa.Text(), nullable=False),
        sa.Column("recommended_at", instant(), nullable=False),
        sa.ForeignKeyConstraint(["ask_id"], ["ask.ask_id"], name="fk_recommendation_ask_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("recommendation_id", name="pk_recommendation"),
        sa.UniqueConstraint("ask_id", "author_id", "item_key", name="uq_recommendation_ask_id_author_id_item_key"),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index("ix_recommendation_guild_id_ask_id", "recommendation", ["guild_id", "ask_id"])
    op.create_index("ix_recommendation_guild_id_author_id", "recommendation", ["guild_id", "author_id"])

    op.create_table(
        "topic_member",
        sa.Column("topic_id", integer(), nullable=False),
        sa.Column("guild_id", integer(), nullable=False),
        sa.Column("member_id", integer(), nullable=False),
        sa.Column("joined_at", instant(), nullable=False),
        sa.ForeignKeyConstraint(["topic_id"], ["topic.topic_id"], name="fk_topic_member_topic_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("topic_id", "member_id", name="pk_topic_member"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("ix_topic_member_guild_id_member_id", "topic_member", ["guild_id", "member_id"])

    op.create_table(
        "recommendation_vote",
        sa.Column("recommendation_id", integer(), nullable=False),
        sa.Column("guild_id", integer(), nullable=False),
        sa.Column("member_id", integer(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("voted_at", instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["recommendation_id"],
            ["recommendation.recommendation_id"],
            name="fk_recommendation_vote_recommendation_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("recommendation_id", "member_id", name="pk_recommendation_vote"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("ix_recommendation_vote_guild_id_member_id", "recommendation_vote", ["guild_id", "member_id"])
