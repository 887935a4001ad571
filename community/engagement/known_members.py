"""The members that this process has met, so that each arrival is recorded once."""

from typing import Final

from community.ids import GuildId, MemberId

MAX_KNOWN: Final = 20_000
"""Maximum number of remembered members; beyond it, all are forgotten and recorded once more."""


class KnownMembers:
    """The members whose arrival was recorded since the process started."""

    def __init__(self) -> None:
        self._known: set[tuple[GuildId, MemberId]] = set()

    def add(self, guild_id: GuildId, member_id: MemberId) -> bool:
        """Remembers a member; returns false if they were known already."""
        if self.is_known(guild_id, member_id):
            return False
        if len(self._known) >= MAX_KNOWN:
            self._known.clear()
        self._known.add((guild_id, member_id))
        return True

    def is_known(self, guild_id: GuildId, member_id: MemberId) -> bool:
        """Returns whether a member is remembered."""
        return (guild_id, member_id) in self._known

    def forget(self, member_id: MemberId, guild_id: GuildId | None) -> None:
        """Forgets a member, in one guild or in all."""
        if guild_id is not None:
            self._known.discard((guild_id, member_id))
        else:
            self._known = {met for met in self._known if met[1] != member_id}
