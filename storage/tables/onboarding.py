"""How far newcomers came."""

from sqlalchemy import Table

from storage.columns import Forget, flag, guild, instant, member, number, snowflake, text
from storage.tables.schema import metadata

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
    instant("welcomed_at", nullable=True),
    text("introduction"),
    instant("introducing_at", nullable=True),
    instant("introduced_at", nullable=True),
    snowflake("introduced_in", nullable=True),
    snowflake("introduction_id", nullable=True),
    flag("shared"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
    info={
        "keeps": "how far you came in Get started, what you picked there and did not confirm yet, "
        "the introduction that you wrote, until it is posted, where it stands, and whether the digest may tell of it",
        "recorded": True,
    },
)
