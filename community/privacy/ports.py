"""What privacy needs from the outside."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from community.ids import GuildId, MemberId


@dataclass(frozen=True, slots=True)
class KeptData:
    """How many rows of one kind name a person, and what they say, in words."""

    description: str
    n: int


class PersonalRecords(Protocol):
    """Everything kept about people, wherever it is kept."""

    async def list_kept(self, member_id: MemberId, guild_id: GuildId | None) -> Sequence[KeptData]:
        """What is kept about a person, in one guild or in all; kinds without a row are left out."""
        ...

    async def forget(
        self, member_id: MemberId, guild_id: GuildId | None, *, keep_recommendations: bool = False
    ) -> Sequence[KeptData]:
        """Erases it, all or nothing, and returns what was erased; that they opted out stays.

        ``leave_gifts``: what they recommended stays, without their name and their words.
        """
        ...

    async def forget_activity(self, member_id: MemberId, guild_id: GuildId) -> Sequence[KeptData]:
        """Erases what was recorded of what a person did, not what they handed in; returns what was erased."""
        ...


class HistoryPrivacy(Protocol):
    """What is read back of the time when nobody recorded."""

    async def withhold(self, member_id: MemberId, guild_id: GuildId | None) -> None:
        """From now on nothing is read back that somebody did up to now, in one guild or in all."""
        ...


class OptOutStore(Protocol):
    """Who wants nothing recorded."""

    async def opted_out(self) -> Mapping[tuple[GuildId, MemberId], datetime]:
        """Everybody who opted out, with since when."""
        ...

    async def opt_out(self, guild_id: GuildId, member_id: MemberId, now: datetime) -> None:
        """Keeps that somebody opted out; twice is once, since the first time."""
        ...

    async def opt_in(self, guild_id: GuildId, member_id: MemberId) -> None:
        """Keeps that somebody may be recorded again."""
        ...
