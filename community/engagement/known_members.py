"""Whom the process met, so that since when somebody is a member is recorded once and not with all they do."""

from typing import Final

from community.ids import GuildId, MemberId

ACQUAINTED: Final = 20_000
"""Members whose arrival is remembered as told; beyond it, each is told once more."""


class KnownMembers:
    """The members whose arrival was recorded while the process runs."""

    def __init__(self) -> None:
        self._met: set[tuple[GuildId, MemberId]] = set()

    def meet(self, guild_id: GuildId, member_id: MemberId) -> bool:
        """Keeps that somebody was met; false where they had been before."""
        if self.knows(guild_id, member_id):
            return False
        if len(self._met) >= ACQUAINTED:
            self._met.clear()
        self._met.add((guild_id, member_id))
        return True

    def knows(self, guild_id: GuildId, member_id: MemberId) -> bool:
        """Whether somebody was met."""
        return (guild_id, member_id) in self._met

    def forget(self, member_id: MemberId, guild_id: GuildId | None) -> None:
        """Meets somebody as a stranger next time, in one guild or in all."""
        if guild_id is not None:
            self._met.discard((guild_id, member_id))
        else:
            self._met = {met for met in self._met if met[1] != member_id}
