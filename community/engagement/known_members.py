"""Whom the process met, so that since when somebody is a member is recorded once and not with all they do."""

from typing import Final

from community.ids import GuildId, MemberId

MAX_KNOWN: Final = 20_000
"""Members whose arrival is remembered as told; beyond it, each is told once more."""


class KnownMembers:
    """The members whose arrival was recorded while the process runs."""

    def __init__(self) -> None:
        self._known: set[tuple[GuildId, MemberId]] = set()

    def add(self, guild_id: GuildId, member_id: MemberId) -> bool:
        """Keeps that somebody was met; false where they had been before."""
        if self.is_known(guild_id, member_id):
            return False
        if len(self._known) >= MAX_KNOWN:
            self._known.clear()
        self._known.add((guild_id, member_id))
        return True

    def is_known(self, guild_id: GuildId, member_id: MemberId) -> bool:
        """Whether somebody was met."""
        return (guild_id, member_id) in self._known

    def forget(self, member_id: MemberId, guild_id: GuildId | None) -> None:
        """Meets somebody as a stranger next time, in one guild or in all."""
        if guild_id is not None:
            self._known.discard((guild_id, member_id))
        else:
            self._known = {met for met in self._known if met[1] != member_id}
