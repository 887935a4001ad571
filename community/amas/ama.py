"""An AMA and its one state machine, from the proposal to the last answer.

::

    PROPOSED ──► COMING ──► LIVE ──► CLOSED
     │     │        │         │
     ▼     ▼        ▼         ▼
    DECLINED, CALLED_OFF ◄────┘
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from community.ids import AmaId, BrandId, ChannelId, GuildId, MemberId, MessageId, TopicId

OPEN_SPAN = timedelta(days=1)
"""How long questions are taken (our choice: a day has an evening for everybody)."""
MAX_START_DELAY = timedelta(hours=12)
"""How long after its time an AMA still begins, where nothing could begin it before (our choice)."""


class AmaState(StrEnum):
    """How far an AMA came."""

    PROPOSED = "proposed"
    """A moderator has to decide on it."""
    DECLINED = "declined"
    """A moderator decided against it."""
    COMING = "coming"
    """It begins at its time."""
    LIVE = "live"
    """It has a thread, and questions are taken."""
    CLOSED = "closed"
    """It ended as it was meant to."""
    CALLED_OFF = "called_off"
    """It ended before, or never began."""


TRANSITIONS: Mapping[AmaState, frozenset[AmaState]] = {
    AmaState.PROPOSED: frozenset({AmaState.DECLINED, AmaState.COMING, AmaState.CALLED_OFF}),
    AmaState.DECLINED: frozenset(),
    AmaState.COMING: frozenset({AmaState.LIVE, AmaState.CALLED_OFF}),
    AmaState.LIVE: frozenset({AmaState.CLOSED, AmaState.CALLED_OFF}),
    AmaState.CLOSED: frozenset(),
    AmaState.CALLED_OFF: frozenset(),
}
"""Which states may follow a state."""
UNFINISHED = frozenset(state for state, after in TRANSITIONS.items() if after)
"""Those that something follows."""


class EndReason(StrEnum):
    """Why an AMA was called off."""

    MODERATOR = "moderator"
    """A moderator took it back."""
    WITHDRAWN = "withdrawn"
    """The guest took it back."""
    UNDECIDED = "undecided"
    """No moderator decided before its time."""
    MISSED = "missed"
    """It could not begin at its time, nor soon after."""
    TOPIC = "topic"
    """The topic is not there any more, or in the archive."""
    THREAD = "thread"
    """Its thread was deleted."""
    GUEST = "guest"
    """The guest is not here any more, wants nothing recorded, or speaks for a brand that is not named."""
    BRAND = "brand"
    """The guest does not speak for the brand any more."""
    CONSENT = "consent"
    """The yes of the topic's members ended."""


@dataclass(frozen=True, slots=True)
class NewAma:
    """An AMA as it is asked for; one without a brand needs no moderator's word."""

    guild_id: GuildId
    topic_id: TopicId
    guest_id: MemberId
    at: datetime
    brand_id: BrandId | None = None
    brand: str = ""

    @property
    def initial_state(self) -> AmaState:
        """Its first state."""
        return AmaState.COMING if self.brand_id is None else AmaState.PROPOSED


@dataclass(frozen=True, slots=True)
class Ama:
    """An AMA; the names of its topic and its brand are those that it was announced with.

    ``guest_id`` is none once the guest was forgotten, ``changed_by`` once the moderator who decided was; ``since`` is
    when its state began. ``shown`` is what its card in the thread shows, ``card_shown`` what the moderators' card does.
    """

    ama_id: AmaId
    guild_id: GuildId
    topic_id: TopicId
    channel_id: ChannelId
    topic: str
    brand_id: BrandId | None
    brand: str
    guest_id: MemberId | None
    state: AmaState
    since: datetime
    proposed_at: datetime
    at: datetime
    closes_at: datetime | None = None
    why: EndReason | None = None
    reason: str = ""
    changed_by: MemberId | None = None
    card_id: MessageId | None = None
    card_channel_id: ChannelId | None = None
    card_shown: str | None = None
    thread_id: ChannelId | None = None
    message_id: MessageId | None = None
    shown: str | None = None

    @property
    def name(self) -> str:
        """Whom or what it is about: the brand, or else the topic."""
        return self.brand or self.topic

    @property
    def shown_version(self) -> str:
        """What tells one look of its card in the thread from another, but for the questions."""
        return f"{self.state}:{'forgotten' if self.guest_id is None else 'known'}"

    @property
    def card_version(self) -> str:
        """What tells one look of the moderators' card from another."""
        return f"{self.shown_version}:{'nobody' if self.changed_by is None else 'somebody'}"

    @property
    def card_due(self) -> bool:
        """Whether the moderators' card is yet to be posted, or shows something else."""
        return self.is_unfinished if self.card_id is None else self.card_shown != self.card_version

    @property
    def is_unfinished(self) -> bool:
        """Whether something is to come of it."""
        return self.state in UNFINISHED

    def takes_questions(self, now: datetime) -> bool:
        """Whether questions are taken now."""
        return self.state is AmaState.LIVE and self.closes_at is not None and now < self.closes_at


def approve(ama: Ama, by: MemberId, now: datetime) -> Ama:
    """The AMA once a moderator said yes to it."""
    return replace(ama, state=AmaState.COMING, since=now, changed_by=by)


def decline(ama: Ama, by: MemberId, reason: str, now: datetime) -> Ama:
    """The AMA once a moderator said no to it."""
    return replace(ama, state=AmaState.DECLINED, since=now, changed_by=by, reason=reason)


def begin(ama: Ama, now: datetime) -> Ama:
    """The AMA once it is live."""
    return replace(ama, state=AmaState.LIVE, since=now, closes_at=now + OPEN_SPAN)


def close(ama: Ama, now: datetime) -> Ama:
    """The AMA once it is over."""
    return replace(ama, state=AmaState.CLOSED, since=now)


def call_off(ama: Ama, why: EndReason, now: datetime, by: MemberId | None = None) -> Ama:
    """The AMA once it is called off."""
    return replace(ama, state=AmaState.CALLED_OFF, since=now, why=why, changed_by=by)


def advance(ama: Ama, end_reason: EndReason | None, now: datetime) -> Ama:
    """What is due by now; the same where nothing is."""
    if ama.is_unfinished and end_reason is not None:
        return call_off(ama, end_reason, now)
    match ama.state:
        case AmaState.PROPOSED if now >= ama.at:
            return call_off(ama, EndReason.UNDECIDED, now)
        case AmaState.COMING if now >= ama.at + MAX_START_DELAY:
            return call_off(ama, EndReason.MISSED, now)
        case AmaState.COMING if now >= ama.at:
            return begin(ama, now)
        case AmaState.LIVE if not ama.takes_questions(now):
            return close(ama, now)
    return ama
