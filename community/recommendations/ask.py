"""Asks for recommendations."""

from dataclasses import dataclass, field
from datetime import datetime

from community.ids import AskId, ChannelId, GuildId, MemberId, MessageId

WANTED_LENGTH = 150
MATTERS_LENGTH = 600
LIMITS_LENGTH = 200


@dataclass(frozen=True, slots=True)
class NewAsk:
    """An ask as its author sent it; ``form_id`` identifies the modal, so that sending it twice opens one ask.

    ``tags`` are the forum tags that its author picked.
    """

    guild_id: GuildId
    channel_id: ChannelId
    author_id: MemberId
    form_id: int
    wanted: str
    matters: str
    limits: str
    tags: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Ask:
    """A stored ask.

    It has no thread until it is opened on Discord, and is shown nowhere before. Author and words are gone once the
    author was forgotten. It is closed once it is idle; ``stirred_at`` is when it last changed.
    """

    ask_id: AskId
    guild_id: GuildId
    channel_id: ChannelId
    author_id: MemberId | None
    wanted: str
    matters: str
    limits: str
    asked_at: datetime
    thread_id: ChannelId | None = None
    standings_id: MessageId | None = None
    card_id: MessageId | None = None
    closed_at: datetime | None = None
    stirred_at: datetime | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class OpenedThread:
    """The thread of an ask on Discord, and the message of its card in that thread."""

    thread_id: ChannelId
    card_id: MessageId
