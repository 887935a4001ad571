"""What is still to be read of each channel and thread: newest first, resuming where reading stopped."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Final, Protocol

from community.discord_limits import MESSAGES_PER_REQUEST
from community.engagement.events import Activity
from community.ids import DISCORD_EPOCH_MS, ChannelId, GuildId, MemberId

REREAD_SPAN: Final = timedelta(days=1)
"""How far reading overlaps what is known already: reactions may have changed, and clocks differ."""
TIMESTAMP_SHIFT: Final = 22
"""Bits below an identifier's timestamp (Source: Discord, Snowflakes)."""
WHOLE_GUILD: Final = ChannelId(0)
"""Key of the mark from when and up to when nothing of the guild was missed; no channel has this identifier."""

Reaction = tuple[MemberId, str]
"""A member and the emoji of their reaction."""
Emoji = tuple[str, bool]
"""An emoji on a message as requests name it, and whether it was given as a super reaction."""


def first_id(at: datetime) -> int:
    """Returns the lowest identifier that Discord gives at an instant; 0 before Discord's epoch."""
    return max(0, int(at.timestamp() * 1000) - DISCORD_EPOCH_MS) << TIMESTAMP_SHIFT


def instant_of(identifier: int) -> datetime:
    """Returns when Discord gave an identifier."""
    return datetime.fromtimestamp(((identifier >> TIMESTAMP_SHIFT) + DISCORD_EPOCH_MS) / 1000, UTC)


@dataclass(frozen=True, slots=True)
class HistoryMark:
    """The known range of a place, from ``oldest_id`` to ``newest_id``; nothing below ``floor_id`` is wanted."""

    channel_id: ChannelId
    newest_id: int
    oldest_id: int
    floor_id: int

    @property
    def complete(self) -> bool:
        """Whether nothing is missing up to ``newest_id``."""
        return self.oldest_id <= self.floor_id


@dataclass(frozen=True, slots=True)
class HistoryPlace:
    """A readable channel or thread; ``last_id`` is its last message's identifier, 0 if it never had one."""

    channel_id: ChannelId
    thread_id: ChannelId | None
    last_id: int
    opened_by: MemberId | None = None
    opened_at: datetime | None = None

    @property
    def key(self) -> ChannelId:
        """The identifier that its messages are requested by."""
        return self.thread_id or self.channel_id


@dataclass(frozen=True, slots=True)
class Gap:
    """A range of messages to read: from below ``before_id``, or from the newest, down to the known ``after_id``.

    ``below`` is the mark of an older gap that is still open: it is kept until this gap is read completely.
    """

    before_id: int | None
    after_id: int
    below: HistoryMark | None = None

    def mark(self, channel_id: ChannelId, newest_id: int, oldest_id: int, *, ended: bool) -> HistoryMark | None:
        """Returns the mark to save when reading has come down to ``oldest_id``; none if nothing changes yet."""
        if self.below is None:
            return HistoryMark(channel_id, newest_id, self.after_id if ended else oldest_id, self.after_id)
        return HistoryMark(channel_id, newest_id, self.below.oldest_id, self.below.floor_id) if ended else None


def gaps_to_read(place: HistoryPlace, mark: HistoryMark | None, horizon_id: int) -> Sequence[Gap]:
    """Returns the gaps of a place in reading order; an unknown place is read back to ``horizon_id``."""
    if mark is None:
        return [Gap(None, horizon_id)] if place.last_id > horizon_id else []
    known = known_id(mark)
    newest = [Gap(None, known, None if mark.complete else mark)] if place.last_id > known else []
    return newest if mark.complete else [*newest, Gap(mark.oldest_id, mark.floor_id)]


def extend_mark(mark: HistoryMark, guild_mark: HistoryMark | None) -> HistoryMark:
    """Returns a place's mark extended by what was recorded since the whole guild was read."""
    if guild_mark is None or not mark.complete or mark.newest_id < guild_mark.oldest_id:
        return mark
    return replace(mark, newest_id=max(mark.newest_id, guild_mark.newest_id))


def known_id(mark: HistoryMark) -> int:
    """Returns the identifier up to which reading again is pointless."""
    return max(mark.floor_id, first_id(instant_of(mark.newest_id) - REREAD_SPAN))


def horizon(guild_mark: HistoryMark | None, n_days: int, now: datetime) -> int:
    """Returns how far back an unknown place is read: ``n_days``, but never less than the bot was away."""
    wanted = first_id(now - timedelta(days=n_days))
    return wanted if guild_mark is None else min(wanted, known_id(guild_mark))


def archived_since(marks: Mapping[ChannelId, HistoryMark], horizon_id: int) -> Callable[[ChannelId], datetime]:
    """Returns a function that gives, for a channel, from when archived threads have to be read."""

    def since(channel_id: ChannelId) -> datetime:
        both = marks.get(WHOLE_GUILD), marks.get(channel_id)
        known = [known_id(mark) for mark in both if mark is not None]
        return instant_of(min(known) if len(known) == len(both) else horizon_id)

    return since


@dataclass(frozen=True, slots=True)
class SeenMessage:
    """A message in its current state: the activity to record if a person wrote it, and its emojis."""

    message_id: int
    activity: Activity | None
    emojis: tuple[Emoji, ...] = ()


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """Up to :data:`MESSAGES_PER_REQUEST` messages, newest first.

    Shape
    -----
    ``n`` counts the unreadable messages as well; ``unreadable`` has the reason for each; ``oldest_id`` is none if there
    is nothing to continue from.
    """

    messages: Sequence[SeenMessage]
    n: int
    newest_id: int = 0
    oldest_id: int | None = None
    unreadable: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MemberList:
    """All members of a guild; ``joined`` has the people who passed membership screening."""

    present: frozenset[MemberId]
    joined: Mapping[MemberId, datetime]
    unreadable: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Survey:
    """The readable places of a guild, and the number of channels that are not readable."""

    places: Sequence[HistoryPlace]
    channel_ids: frozenset[ChannelId]
    n_closed: int = 0
    unreadable: tuple[str, ...] = ()


class Unreadable(Exception):
    """Discord does not show this: it is gone, or the bot has no permission."""


class Unreachable(Exception):
    """Discord did not answer; a later attempt may succeed."""


class HistorySource(Protocol):
    """The history of a guild as Discord keeps it, without circles; every method may raise Unreachable."""

    async def roster(self, guild_id: GuildId) -> MemberList:
        """Returns the current members of the guild.

        Raises
        ------
        Unreachable
            If Discord does not answer.
        """
        ...

    async def survey(self, guild_id: GuildId, since: Callable[[ChannelId], datetime]) -> Survey:
        """Returns all channels and threads; archived threads from the instant that ``since`` gives for their channel.

        Raises
        ------
        Unreachable
            If Discord does not answer.
        """
        ...

    async def page(
        self, guild_id: GuildId, place: HistoryPlace, before_id: int | None, n: int = MESSAGES_PER_REQUEST
    ) -> HistoryPage:
        """Returns the newest messages of a place, below ``before_id`` if it is given.

        Raises
        ------
        Unreadable
            If Discord does not show the place.
        Unreachable
            If Discord does not answer.
        """
        ...

    async def reactors(self, place: HistoryPlace, message_id: int, emoji: Emoji) -> frozenset[Reaction]:
        """Returns the people who reacted to a message with an emoji.

        Raises
        ------
        Unreadable
            If Discord does not show the message.
        Unreachable
            If Discord does not answer.
        """
        ...


class HistoryMarks(Protocol):
    """The progress of reading history, and what is recorded of it."""

    async def marks(self, guild_id: GuildId) -> Mapping[ChannelId, HistoryMark]:
        """Returns the mark of each place."""
        ...

    async def save(self, guild_id: GuildId, marks: Sequence[HistoryMark]) -> None:
        """Saves marks."""
        ...

    async def present(self, guild_id: GuildId) -> frozenset[MemberId]:
        """Returns the members that are recorded as present."""
        ...

    async def reactions(self, guild_id: GuildId, message_ids: Sequence[int]) -> Mapping[int, frozenset[Reaction]]:
        """Returns the recorded reactions of these messages; a message without any is absent."""
        ...

    async def key(self) -> bytes:
        """Returns the key of the fingerprints: 32 random bytes, generated once for this database."""
        ...

    async def withheld(self) -> Mapping[tuple[GuildId, str], datetime]:
        """Returns up to when the past stays unread, by guild and by the member's fingerprint there."""
        ...

    async def withhold(self, guild_id: GuildId, fingerprint: str, at: datetime) -> None:
        """Saves up to when a member's past stays unread; guild 0 stands for all guilds."""
        ...
