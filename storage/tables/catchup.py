"""When members last caught up."""

from sqlalchemy import Table

from storage.columns import Forget, guild, instant, member
from storage.tables.schema import metadata

catchup_visit = Table(
    "catchup_visit",
    metadata,
    guild(primary_key=True),
    member("member_id", forget=Forget.ROW, primary_key=True),
    instant("at"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
    info={"keeps": "when you last used /catchup", "recorded": True},
)
