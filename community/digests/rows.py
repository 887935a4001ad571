"""What digests are made of, where the feature that it comes from has no row for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from community.calendar import Window, midnight
from community.discord_limits import OPTION_LENGTH
from community.engagement.activity_log import ThreadTalk
from community.engagement.health import CarriedTopic, FadingTopic
from community.engagement.response_ports import UnansweredNewcomer, WaitingAsk
from community.ids import ChannelId, MemberId, MessageId
from community.recommendations.digest_rows import OpenAsk, WorkedRecommendation


@dataclass(frozen=True, slots=True)
class Introduction:
    """A newcomer introduced themselves, and agreed that the digest says so."""

    member_id: MemberId
    channel_id: ChannelId
    message_id: MessageId
    at: datetime


class Move(StrEnum):
    """Which way a topic goes."""

    SPROUTING = "sprouting"
    NEW = "new"
    FADING = "fading"
    SILENT = "silent"
    BACK = "back"


@dataclass(frozen=True, slots=True)
class TopicNews:
    """A topic sprouts in a thread, is new, fades, fell silent, or is back since ``at``.

    Of one that fades, ``n_messages`` are those of the last weeks, and ``n_before`` those of the weeks before.
    """

    channel_id: ChannelId
    name: str
    move: Move
    at: datetime
    thread_id: ChannelId | None = None
    n_messages: int = 0
    n_before: int = 0

    @property
    def key(self) -> str:
        """The topic and which way it goes."""
        return f"{self.move}:{self.thread_id or self.channel_id}"


@dataclass(frozen=True, slots=True)
class Thanked:
    """A member who agreed to be shown was thanked up to ``until``, by so many people and so often."""

    member_id: MemberId
    n_people: int
    n_thanks: int
    until: datetime


class EventKind(StrEnum):
    """What members can be there for."""

    AMA = "ama"
    ASKING = "asking"
    """An AMA that is on: ``at`` is when it is over."""
    VOTE = "vote"


@dataclass(frozen=True, slots=True)
class UpcomingEvent:
    """Something that members can be there for at ``at``; ``told_at`` is when its latest change was made."""

    key: str
    kind: EventKind
    name: str
    channel_id: ChannelId
    thread_id: ChannelId | None
    at: datetime
    changed_at: datetime
    message_id: MessageId | None = None


Row = (
    ThreadTalk
    | WorkedRecommendation
    | OpenAsk
    | Introduction
    | TopicNews
    | Thanked
    | UpcomingEvent
    | UnansweredNewcomer
    | WaitingAsk
    | FadingTopic
    | CarriedTopic
)
"""Everything that a digest can tell of, one by one."""
_KNOWN_BY: Mapping[type[Row], tuple[str, str]] = {
    ThreadTalk: ("thread", "thread_id"),
    WorkedRecommendation: ("worked", "recommendation_id"),
    OpenAsk: ("ask", "ask_id"),
    Introduction: ("introduction", "message_id"),
    TopicNews: ("topic", "key"),
    Thanked: ("thanks", "member_id"),
    UpcomingEvent: ("coming", "key"),
    UnansweredNewcomer: ("newcomer", "message_id"),
    WaitingAsk: ("waiting", "thread_id"),
    FadingTopic: ("fading", "channel_id"),
    CarriedTopic: ("carried", "channel_id"),
}


def row_key(row: Row) -> str:
    """What a row is known by from one digest to the next; at most 100 characters."""
    kind, number = _KNOWN_BY[type(row)]
    return f"{kind}:{getattr(row, number)}"[:OPTION_LENGTH]


def row_stirred_at(row: Row, window: Window) -> datetime:
    """When something last happened to it; what goes on for weeks is news once a calendar month."""
    match row:
        case ThreadTalk():
            return row.last_at
        case WorkedRecommendation() | OpenAsk():
            return row.stirred_at
        case Introduction() | TopicNews() | UnansweredNewcomer() | WaitingAsk():
            return row.at
        case Thanked():
            return row.until
        case UpcomingEvent():
            return row.changed_at
        case FadingTopic() | CarriedTopic():
            return midnight(window.end.replace(day=1), window.tz)


def row_location(row: Row) -> tuple[ChannelId, ChannelId | None] | None:
    """The channel and the thread that a row leads to; none where it leads nowhere."""
    match row:
        case Thanked():
            return None
        case Introduction() | FadingTopic() | CarriedTopic():
            return row.channel_id, None
        case _:
            return row.channel_id, row.thread_id
