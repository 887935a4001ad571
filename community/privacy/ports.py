"""What privacy needs from the outside."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from community.ids import GuildId, MemberId


@dataclass(frozen=True, slots=True)
class Kept:
    """How many rows of one kind name a person, and what they say, in words."""

    what: str
    n: int


class PersonalRecords(Protocol):
    """Everything kept about people, wherever it is kept."""

    async def about(self, member_id: MemberId, guild_id: GuildId | None) -> Sequence[Kept]:
        """What is kept about a person, in one guild or in all; kinds without a row are left out."""
        ...

    async def forget(self, member_id: MemberId, guild_id: GuildId | None) -> Sequence[Kept]:
        """Erases it, all or nothing, and returns what was erased."""
        ...
