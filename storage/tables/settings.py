"""What moderators set, and every change of it."""

from sqlalchemy import Index, Table

from storage.columns import Forget, guild, identity, instant, member, text
from storage.tables.schema import metadata

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
