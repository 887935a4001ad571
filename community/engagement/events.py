"""The events that Hamlet records: who did what, where and when, never the text."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from community.ids import ChannelId, GuildId, MemberId

ID_LIMIT = 2**63
"""Exclusive upper limit of identifiers: no store keeps larger integers."""


class ActivityKind(StrEnum):
    """The kind of an activity."""

    MESSAGE = "message"
    REACTION = "reaction"
    THREAD = "thread"
    VOTE = "vote"
    RECOMMENDATION = "recommendation"


@dataclass(frozen=True, slots=True)
class Activity:
    """One thing that one member did.

    ``(guild_id, kind, source_id, member_id, emoji)`` is its natural key: the gateway may repeat it.

    Shape
    -----
    ``source_id`` is the message, thread or recommendation; ``channel_id`` a channel, never a thread. ``answered_id`` is
    the message that a reply answers, ``replied_to`` the author of that message.

    Raises
    ------
    ValueError
        If no store could keep it; there it would block everything that waits behind it.
    """

    guild_id: GuildId
    kind: ActivityKind
    source_id: int
    member_id: MemberId
    at: datetime
    channel_id: ChannelId
    thread_id: ChannelId | None = None
    emoji: str = ""
    replied_to: MemberId | None = None
    mentioned: tuple[MemberId, ...] = ()
    answered_id: int | None = None

    def __post_init__(self) -> None:
        ids = self.guild_id | self.source_id | self.member_id | self.channel_id
        ids |= (self.thread_id or 0) | (self.replied_to or 0) | (self.answered_id or 0)
        for one in self.mentioned:
            ids |= one
        _require_storable(ids, self.at)


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """The removal of an activity: a reaction taken back, a message deleted.

    Shape
    -----
    ``member_id`` none stands for every member, ``emoji`` none for every emoji.

    Raises
    ------
    ValueError
        As :class:`Activity`.
    """

    guild_id: GuildId
    kind: ActivityKind
    source_id: int
    member_id: MemberId | None = None
    emoji: str | None = None

    def __post_init__(self) -> None:
        _require_storable(self.guild_id | self.source_id | (self.member_id or 0))


@dataclass(frozen=True, slots=True)
class Arrival:
    """A member joined, or was found to be one since ``at``.

    Raises
    ------
    ValueError
        As :class:`Activity`.
    """

    guild_id: GuildId
    member_id: MemberId
    at: datetime

    def __post_init__(self) -> None:
        _require_storable(self.guild_id | self.member_id, self.at)


@dataclass(frozen=True, slots=True)
class Departure:
    """A member left.

    Raises
    ------
    ValueError
        As :class:`Activity`.
    """

    guild_id: GuildId
    member_id: MemberId
    at: datetime

    def __post_init__(self) -> None:
        _require_storable(self.guild_id | self.member_id, self.at)


Event = Activity | Withdrawal | Arrival | Departure


def _require_storable(ids: int, at: datetime | None = None) -> None:
    """Checks all identifiers at once, joined by ``|``: the result shows if one is negative or too large."""
    if not 0 <= ids < ID_LIMIT:
        message = "identifiers are from 0 to 2**63 - 1"
        raise ValueError(message)
    if at is not None and at.tzinfo is None:
        message = f"{at!r} has no time zone"
        raise ValueError(message)
