"""A row and a key of ``activity`` with names for the cells, as the driver takes and returns them."""

from typing import NamedTuple


class ActivityKey(NamedTuple):
    """The key of a row of ``activity``, its first cells in the table's order."""

    guild_id: int
    kind: str
    source_id: int
    member_id: int
    emoji: str


class ActivityRow(NamedTuple):
    """A row of ``activity``, its cells in the table's order; rollups need all but the last two.

    Units
    -----
    ``at_us`` is in microseconds since 1970.
    """

    guild_id: int
    kind: str
    source_id: int
    member_id: int
    emoji: str
    at_us: int
    channel_id: int
    thread_id: int | None
    replied_to: int | None = None
    answered_id: int | None = None

    @property
    def key(self) -> ActivityKey:
        """The key of the row."""
        return ActivityKey(self.guild_id, self.kind, self.source_id, self.member_id, self.emoji)
