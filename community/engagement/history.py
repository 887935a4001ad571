"""What is still to be read of the past: of each channel and thread, newest first, and on from where it stopped."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Final, Protocol

from community.engagement.events import Activity
from community.ids import DISCORD_EPOCH_MS, ChannelId, GuildId, MemberId

PAGE_SIZE: Final = 100
"""Messages a request (Source: Discord, Get Channel Messages)."""
REREAD_SPAN: Final = timedelta(days=1)
"""How far into what is known already reading goes on: for reactions that changed, and for clocks that differ."""
TIMESTAMP_SHIFT: Final = 22
"""An identifier's lower bits tell no time (Source: Discord, Snowflakes)."""
WHOLE_GUILD: Final = ChannelId(0)
"""Whose mark says from when on, and up to when, nothing of the guild was missed; no channel has this identifier."""

Reaction = tuple[MemberId, str]
"""Who, and with which emoji."""
Emoji = tuple[str, bool]
"""An emoji on a message as requests name it, and whether it was given as a super reaction."""


def first_id(at: datetime) -> int:
    """The lowest identifier that Discord gives at an instant; 0 before there was any."""
    return max(0, int(at.timestamp() * 1000) - DISCORD_EPOCH_MS) << TIMESTAMP_SHIFT


def instant_of(identifier: int) -> datetime:
    """When Discord gave an identifier."""
    return datetime.fromtimestamp(((identifier >> TIMESTAMP_SHIFT) + DISCORD_EPOCH_MS) / 1000, UTC)


@dataclass(frozen=True, slots=True)
class HistoryMark:
    """What is known of a place: all from ``oldest_id`` to ``newest_id``; below ``floor_id`` nothing more is wanted."""

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
    """A channel or thread that can be read; ``last_id`` is its last message's, 0 where there never was one."""

    channel_id: ChannelId
    thread_id: ChannelId | None
    last_id: int
    opened_by: MemberId | None = None
    opened_at: datetime | None = None

    @property
    def key(self) -> ChannelId:
        """What its messages are asked for by."""
        return self.thread_id or self.channel_id


@dataclass(frozen=True, slots=True)
class Gap:
    """Messages to read: from below ``before_id``, or from the newest, down to ``after_id``, which is known.

    ``below`` is the mark of an older gap that is still open: it stands until this stretch is read whole.
    """

    before_id: int | None
    after_id: int
    below: HistoryMark | None = None

    def mark(self, channel_id: ChannelId, newest_id: int, oldest_id: int, *, ended: bool) -> HistoryMark | None:
        """What to remember when it has been read down to ``oldest_id``; none where that changes nothing yet."""
        if self.below is None:
            return HistoryMark(channel_id, newest_id, self.after_id if ended else oldest_id, self.after_id)
        return HistoryMark(channel_id, newest_id, self.below.oldest_id, self.below.floor_id) if ended else None


def gaps_to_read(place: HistoryPlace, mark: HistoryMark | None, horizon_id: int) -> Sequence[Gap]:
    """What to read of a place, in this order; ``horizon_id`` is how far back where nothing is known of it."""
    if mark is None:
        return [Gap(None, horizon_id)] if place.last_id > horizon_id else []
    known = known_id(mark)
    newest = [Gap(None, known, None if mark.complete else mark)] if place.last_id > known else []
    return newest if mark.complete else [*newest, Gap(mark.oldest_id, mark.floor_id)]


def extend_mark(mark: HistoryMark, guild_mark: HistoryMark | None) -> HistoryMark:
    """The mark of a place, with what went on being recorded since the guild was read whole, from ``oldest_id`` on."""
    if guild_mark is None or not mark.complete or mark.newest_id < guild_mark.oldest_id:
        return mark
    return replace(mark, newest_id=max(mark.newest_id, guild_mark.newest_id))


def known_id(mark: HistoryMark) -> int:
    """Up to where reading again would be of no use."""
    return max(mark.floor_id, first_id(instant_of(mark.newest_id) - REREAD_SPAN))


def horizon(guild_mark: HistoryMark | None, n_days: int, now: datetime) -> int:
    """How far back a place is read of which nothing is known: so many days, but never less than we were away."""
    wanted = first_id(now - timedelta(days=n_days))
    return wanted if guild_mark is None else min(wanted, known_id(guild_mark))


def archived_since(marks: Mapping[ChannelId, HistoryMark], horizon_id: int) -> Callable[[ChannelId], datetime]:
    """From when on archived threads of a channel matter: what was put away earlier was read before."""

    def since(channel_id: ChannelId) -> datetime:
        both = marks.get(WHOLE_GUILD), marks.get(channel_id)
        known = [known_id(mark) for mark in both if mark is not None]
        return instant_of(min(known) if len(known) == len(both) else horizon_id)

    return since


@dataclass(frozen=True, slots=True)
class SeenMessage:
    """A message as it stands: what to record of it, if a person wrote it, and the emojis on it."""

    message_id: int
    activity: Activity | None
    emojis: tuple[Emoji, ...] = ()


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """Up to :data:`PAGE` messages, newest first; ``poison`` says why some could not be understood.

    *Shape*: ``n`` counts those as well; ``oldest_id`` is none where there is nothing to go on from.
    """

    messages: Sequence[SeenMessage]
    n: int
    newest_id: int = 0
    oldest_id: int | None = None
    unreadable: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MemberList:
    """Everybody in a guild; of people who passed membership screening, since when."""

    present: frozenset[MemberId]
    joined: Mapping[MemberId, datetime]
    unreadable: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Survey:
    """The places of a guild that can be read, and how many channels can't."""

    places: Sequence[HistoryPlace]
    channel_ids: frozenset[ChannelId]
    n_closed: int = 0
    unreadable: tuple[str, ...] = ()


class Unreadable(Exception):
    """Discord does not show this: it is gone, or the bot may not look."""


class Unreachable(Exception):
    """Discord did not answer; another time it may."""


class HistorySource(Protocol):
    """The past of a guild, as Discord keeps it. Circles are no part of it. All of it may raise Unreachable."""

    async def roster(self, guild_id: GuildId) -> MemberList:
        """Everybody who is in the guild now."""
        ...

    async def survey(self, guild_id: GuildId, since: Callable[[ChannelId], datetime]) -> Survey:
        """All channels and threads; archived ones from when on ``since`` says, for each channel."""
        ...

    async def page(
        self, guild_id: GuildId, place: HistoryPlace, before_id: int | None, n: int = PAGE_SIZE
    ) -> HistoryPage:
        """The newest messages of a place, those below ``before_id`` if it is given.

        *Raises*: Unreadable.
        """
        ...

    async def reactors(self, place: HistoryPlace, message_id: int, emoji: Emoji) -> frozenset[Reaction]:
        """The people who reacted to a message with an emoji.

        *Raises*: Unreadable.
        """
        ...


class HistoryMarks(Protocol):
    """What was read, and what is recorded of it."""

    async def marks(self, guild_id: GuildId) -> Mapping[ChannelId, HistoryMark]:
        """What is known of each place."""
        ...

    async def save(self, guild_id: GuildId, marks: Sequence[HistoryMark]) -> None:
        """Remembers it."""
        ...

    async def present(self, guild_id: GuildId) -> frozenset[MemberId]:
        """Who is recorded as a member who did not leave."""
        ...

    async def reactions(self, guild_id: GuildId, message_ids: Sequence[int]) -> Mapping[int, frozenset[Reaction]]:
        """The reactions recorded for these messages; a message without one is absent."""
        ...

    async def key(self) -> bytes:
        """What fingerprints are made with: 32 random bytes, made once for this database."""
        ...

    async def withheld(self) -> Mapping[tuple[GuildId, str], datetime]:
        """Up to when the past stays unread, by guild and by a person's fingerprint there."""
        ...

    async def withhold(self, guild_id: GuildId, fingerprint: str, at: datetime) -> None:
        """Keeps it; guild 0 stands for all."""
        ...
