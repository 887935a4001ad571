"""The table of opt-outs."""

from sqlalchemy import Table

from storage.columns import Forget, guild, instant, member
from storage.tables.schema import metadata

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
