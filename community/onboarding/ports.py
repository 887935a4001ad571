"""What onboarding needs from the outside."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from community.digests.rows import Introduction
from community.ids import ChannelId, GuildId, MemberId, PostedMessage, TopicId
from community.onboarding.greeter_rotation import GreeterMention, GreeterNote, NoteState
from community.onboarding.journey import Journey


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A member as Discord knows them just now."""

    joined_at: datetime
    pending: bool
    is_bot: bool


class OnboardingStore(Protocol):
    """How far each member of each guild came."""

    async def journey(self, guild_id: GuildId, member_id: MemberId) -> Journey:
        """Where a member is; whoever is not known has a journey at its very beginning."""
        ...

    async def advance(
        self, guild_id: GuildId, member_id: MemberId, move: Callable[[Journey], Journey]
    ) -> tuple[Journey, Journey]:
        """Keeps what a move makes of a journey, one move of a member after the other; returns before and after."""
        ...

    async def unwelcomed(self, since: datetime) -> Sequence[tuple[GuildId, MemberId, datetime]]:
        """Who is not known to have been welcomed, in all guilds, with when they joined, earliest first.

        They joined since then and were not welcomed, or are known to be members since then without a journey, or
        are still kept as being screened while they are known to be members. Left and opted-out people are none.
        """
        ...

    async def introducing(self) -> Sequence[tuple[GuildId, MemberId]]:
        """Whose introduction may be out or not, in all guilds."""
        ...

    async def introductions(self, guild_id: GuildId, since: datetime, until: datetime) -> Sequence[Introduction]:
        """The introductions of ``[since, until)`` that their authors agreed to have told in the digest.

        Those who left or opted out are none of them.
        """
        ...


class OnboardingPosts(Protocol):
    """What arriving does on Discord. Everything it posts it can find again.

    ``since`` none means that it surely was not posted; else it is looked for from then on, and posted where it is
    not found. Each raises ``OutOfReach`` where Discord would not let Hamlet; it says what a moderator can mend.
    """

    def bot_joined_at(self, guild_id: GuildId) -> datetime | None:
        """When Hamlet joined a guild; none while the guild is not at hand."""
        ...

    async def find_member(self, guild_id: GuildId, member_id: MemberId) -> Newcomer | None:
        """A member of a guild; none where they are not (any more)."""
        ...

    async def post_welcome(self, guild_id: GuildId, member_id: MemberId, since: datetime | None) -> None:
        """Welcomes a newcomer, with **Get started**."""
        ...

    async def post_introduction(
        self, guild_id: GuildId, member_id: MemberId, introduction: str, since: datetime | None
    ) -> PostedMessage:
        """Posts what somebody wrote about themselves; returns where it stands."""
        ...


class GreeterStore(Protocol):
    """Who offered to greet, and what they were told."""

    async def add_greeter(self, guild_id: GuildId, member_id: MemberId, now: datetime) -> None:
        """Keeps that somebody greets; twice is once."""
        ...

    async def remove_greeter(self, guild_id: GuildId, member_id: MemberId) -> bool:
        """Keeps that somebody does not (any more); false where they did not."""
        ...

    async def greeters(self, guild_id: GuildId) -> frozenset[MemberId]:
        """Who offered, is still a member as far as is known, and did not opt out."""
        ...

    async def greeters_of(
        self, guild_id: GuildId, topic_ids: Collection[TopicId]
    ) -> Sequence[tuple[MemberId, TopicId]]:
        """Those of them who joined one of these topics, with each of these that they joined."""
        ...

    async def mentions(self, guild_id: GuildId, since: datetime) -> Sequence[GreeterMention]:
        """Who was told of whom since then, or is about to be."""
        ...

    async def noted_messages(self, guild_id: GuildId, since: datetime) -> frozenset[tuple[MemberId, int]]:
        """The newcomers and first messages said since then that there is a note of already."""
        ...

    async def claim(self, note: GreeterNote) -> bool:
        """Makes the note of a first message; false where there is one."""
        ...

    async def claims(self) -> Sequence[GreeterNote]:
        """The notes of all guilds of which it is not known whether they are out, oldest first."""
        ...

    async def settle(self, note: GreeterNote, state: NoteState) -> None:
        """Keeps what became of a note; what is settled already stays as it is."""
        ...


class GreeterPosts(Protocol):
    """Where greeters are told. ``since`` is as :class:`OnboardingPosts` has it, and so is what is raised."""

    def guilds(self) -> Sequence[GuildId]:
        """The guilds that are at hand."""
        ...

    async def post(self, note: GreeterNote, channel_id: ChannelId, since: datetime | None) -> None:
        """Posts a note in the greeters' channel; it mentions its greeter, if it has one, and pings nobody else."""
        ...
