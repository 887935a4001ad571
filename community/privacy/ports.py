"""The ports of privacy."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from community.ids import GuildId, MemberId


@dataclass(frozen=True, slots=True)
class KeptData:
    """The rows of one kind that name a person: their number, and a description in words."""

    description: str
    n: int


class PersonalRecords(Protocol):
    """Everything stored about people, in whatever table."""

    async def list_kept(self, member_id: MemberId, guild_id: GuildId | None) -> Sequence[KeptData]:
        """Returns what is stored about a person, in one guild or in all; kinds without a row are left out."""
        ...

    async def forget(
        self, member_id: MemberId, guild_id: GuildId | None, *, keep_recommendations: bool = False
    ) -> Sequence[KeptData]:
        """Erases everything about a person, all or nothing, except their opt-out; returns what was erased.

        With ``keep_recommendations``, their recommendations stay, without their name and their words.
        """
        ...

    async def forget_activity(self, member_id: MemberId, guild_id: GuildId) -> Sequence[KeptData]:
        """Erases the recorded activity of a person, not what they handed in; returns what was erased."""
        ...


class HistoryPrivacy(Protocol):
    """Keeps the backfill from reading a person's past."""

    async def withhold(self, member_id: MemberId, guild_id: GuildId | None) -> None:
        """Excludes everything that a member did until now from later reads, in one guild or in all."""
        ...


class OptOutStore(Protocol):
    """The store of opt-outs."""

    async def opted_out(self) -> Mapping[tuple[GuildId, MemberId], datetime]:
        """Returns everybody who opted out, with the instant."""
        ...

    async def opt_out(self, guild_id: GuildId, member_id: MemberId, now: datetime) -> None:
        """Saves an opt-out; a repeated one keeps the first instant."""
        ...

    async def opt_in(self, guild_id: GuildId, member_id: MemberId) -> None:
        """Removes an opt-out."""
        ...
