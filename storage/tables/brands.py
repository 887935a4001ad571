"""Tables of brands, their representatives, votes, rounds, figures and mentions."""

from sqlalchemy import Index, Table, UniqueConstraint
from sqlalchemy import text as sql

from storage.columns import Forget, belongs_to, flag, guild, identity, instant, member, number, snowflake, text
from storage.tables.schema import metadata

brand = Table(
    "brand",
    metadata,
    identity("brand_id"),
    guild(),
    text("name"),
    text("name_key", nullable=True),
    text("keywords"),
    member("created_by", forget=Forget.BLANK),
    instant("created_at"),
    UniqueConstraint("guild_id", "name_key"),
    sqlite_strict=True,
    sqlite_autoincrement=True,
    info={"keeps": "which brands you made known"},
)
"""A brand; ``name_key`` is empty if the brand is retired."""

brand_rep = Table(
    "brand_rep",
    metadata,
    belongs_to("brand_id", "brand.brand_id", primary_key=True),
    guild(),
    member("member_id", forget=Forget.ROW, primary_key=True),
    member("asked_by", forget=Forget.BLANK),
    text("state"),
    instant("asked_at"),
    instant("since", nullable=True),
    instant("told_at", nullable=True),
    Index(None, "guild_id", "member_id"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
    info={"keeps": "which brands you speak for or were asked to, and whom you asked"},
)

brand_consent = Table(
    "brand_consent",
    metadata,
    identity("consent_id"),
    guild(),
    belongs_to("brand_id", "brand.brand_id"),
    belongs_to("topic_id", "topic.topic_id"),
    member("called_by", forget=Forget.BLANK),
    text("state"),
    instant("opened_at"),
    instant("closes_at"),
    number("n_yes"),
    number("n_no"),
    number("n_members"),
    instant("granted_at", nullable=True),
    instant("ends_at", nullable=True),
    snowflake("message_id", nullable=True),
    text("shown", nullable=True),
    Index(None, "guild_id"),
    Index(
        "uq_brand_consent_voting",
        "brand_id",
        "topic_id",
        unique=True,
        sqlite_where=sql("state = 'voting'"),
        postgresql_where=sql("state = 'voting'"),
    ),
    sqlite_strict=True,
    sqlite_autoincrement=True,
    info={"keeps": "which votes on brands you called"},
)

brand_consent_vote = Table(
    "brand_consent_vote",
    metadata,
    belongs_to("consent_id", "brand_consent.consent_id", primary_key=True),
    guild(),
    member("member_id", forget=Forget.ROW, primary_key=True),
    flag("yes"),
    instant("voted_at"),
    Index(None, "guild_id", "member_id"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
    info={"keeps": "your votes on whether a brand is welcome in a topic"},
)

brand_release = Table(
    "brand_release",
    metadata,
    belongs_to("brand_id", "brand.brand_id", primary_key=True),
    guild(),
    text("first_day", primary_key=True),
    text("figures"),
    instant("released_at"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
"""The published figures of a brand's period, as JSON; they identify nobody."""

brand_round = Table(
    "brand_round",
    metadata,
    identity("round_id"),
    guild(),
    belongs_to("brand_id", "brand.brand_id"),
    belongs_to("topic_id", "topic.topic_id"),
    member("asked_by", forget=Forget.BLANK, words=("question",)),
    text("question"),
    number("fewest"),
    text("state"),
    instant("opened_at"),
    instant("closes_at"),
    text("told", nullable=True),
    snowflake("message_id", nullable=True),
    text("shown", nullable=True),
    Index(
        "uq_brand_round_open",
        "brand_id",
        "topic_id",
        unique=True,
        sqlite_where=sql("state = 'open'"),
        postgresql_where=sql("state = 'open'"),
    ),
    sqlite_strict=True,
    sqlite_autoincrement=True,
    info={"keeps": "what you asked for a brand"},
)
"""A feedback round; ``told`` is its published table as JSON, which identifies nobody."""

brand_answer = Table(
    "brand_answer",
    metadata,
    belongs_to("round_id", "brand_round.round_id", primary_key=True),
    guild(),
    member("member_id", forget=Forget.ROW, primary_key=True),
    text("answer"),
    text("comment"),
    instant("answered_at"),
    Index(None, "guild_id", "member_id"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
    info={"keeps": "what you answered a brand's question, and your comment"},
)

brand_mention = Table(
    "brand_mention",
    metadata,
    belongs_to("brand_id", "brand.brand_id", primary_key=True),
    snowflake("message_id", primary_key=True),
    guild(),
    member("member_id", forget=Forget.ROW),
    instant("said_at"),
    Index(None, "guild_id", "said_at"),
    Index(None, "guild_id", "message_id"),
    Index(None, "guild_id", "member_id"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
    info={"keeps": "which messages of yours named a brand that is known here, never their words"},
)
