"""What a circle is, and when it closes by itself."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from community.ids import ChannelId, CircleId, GuildId, MemberId, MessageId

MAX_CIRCLES = 3
"""Open circles that a person can be in (Source: the design's surface)."""
MAX_INVITATIONS = 10
"""Invitations of one circle that can wait for an answer at a time: inviting pings."""
IDLE_SPAN = timedelta(days=90)
"""So long nobody has to say anything (Source: the design's surface)."""
NOTICE_SPAN = timedelta(days=7)
"""So long before it closes, a circle is told."""
NAME_LENGTH = 80


@dataclass(frozen=True, slots=True)
class NewCircle:
    """What somebody opens."""

    guild_id: GuildId
    channel_id: ChannelId
    name: str
    created_by: MemberId


@dataclass(frozen=True, slots=True)
class Circle:
    """An open circle. Of what is said in it only one instant is kept: when to look next whether it is idle."""

    circle_id: CircleId
    guild_id: GuildId
    channel_id: ChannelId
    name: str
    created_by: MemberId | None
    created_at: datetime
    due_at: datetime
    thread_id: ChannelId | None = None


class MemberStatus(Enum):
    """How somebody stands to a circle."""

    INVITED = "invited"
    DECLINED = "declined"
    JOINED = "joined"


@dataclass(frozen=True, slots=True)
class CircleMember:
    """Somebody's place in a circle; until they answer, with the post that invites them."""

    circle_id: CircleId
    guild_id: GuildId
    member_id: MemberId
    status: MemberStatus
    invited_by: MemberId | None = None
    message_id: MessageId | None = None


@dataclass(frozen=True, slots=True)
class LastActivity:
    """The last message of a circle: when it came, and whether it is Hamlet's notice that the circle will close."""

    at: datetime
    is_notice: bool


class ExpiryStep(Enum):
    """What an idle circle comes to."""

    WAIT = "wait"
    WARN = "warn"
    CLOSE = "close"


def next_step(last: LastActivity, now: datetime) -> tuple[ExpiryStep, datetime]:
    """What to do now, and when to look again: any message after the notice keeps the circle."""
    until = last.at + (NOTICE_SPAN if last.is_notice else IDLE_SPAN)
    if now < until:
        return ExpiryStep.WAIT, until
    return (ExpiryStep.CLOSE, now) if last.is_notice else (ExpiryStep.WARN, now + NOTICE_SPAN)
