"""An AMA and its state machine, from the proposal to the end.

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
"""How long after its time an AMA can still begin if nothing could begin it on time (our choice)."""


class AmaState(StrEnum):
    """The state of an AMA."""

    PROPOSED = "proposed"
    """It waits for a moderator's decision."""
    DECLINED = "declined"
    """A moderator declined it."""
    COMING = "coming"
    """It begins at its time."""
    LIVE = "live"
    """It has a thread, and questions are taken."""
    CLOSED = "closed"
    """It ran its full time."""
    CALLED_OFF = "called_off"
    """It ended early, or never began."""


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
"""The states that another state can follow."""


class EndReason(StrEnum):
    """Why an AMA was called off."""

    MODERATOR = "moderator"
    """A moderator called it off."""
    WITHDRAWN = "withdrawn"
    """The guest withdrew it."""
    UNDECIDED = "undecided"
    """No moderator decided before its time."""
    MISSED = "missed"
    """It could not begin at its time or within :data:`MAX_START_DELAY`."""
    TOPIC = "topic"
    """The topic is deleted or archived."""
    THREAD = "thread"
    """Its thread was deleted."""
    GUEST = "guest"
    """The guest left, opted out, or speaks for a brand that the AMA does not name."""
    BRAND = "brand"
    """The guest no longer speaks for the brand."""
    CONSENT = "consent"
    """The consent of the topic's members ended."""


@dataclass(frozen=True, slots=True)
class NewAma:
    """An AMA as it is proposed; one without a brand needs no moderator's approval."""

    guild_id: GuildId
    topic_id: TopicId
    guest_id: MemberId
    at: datetime
    brand_id: BrandId | None = None
    brand: str = ""

    @property
    def initial_state(self) -> AmaState:
        """The state in which it is stored."""
        return AmaState.COMING if self.brand_id is None else AmaState.PROPOSED


@dataclass(frozen=True, slots=True)
class Ama:
    """An AMA, with the names that its topic and its brand had when it was proposed.

    ``guest_id`` is None once the guest was forgotten, ``changed_by`` once the moderator who decided was. ``since`` is
    when its state began. ``shown`` is the version that its card in the thread shows, ``card_shown`` the version that
    the moderators' card shows.
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
        """The name of the brand, or of the topic where there is no brand."""
        return self.brand or self.topic

    @property
    def shown_version(self) -> str:
        """Identifies what its card in the thread shows, apart from the numbers of questions."""
        return f"{self.state}:{'forgotten' if self.guest_id is None else 'known'}"

    @property
    def card_version(self) -> str:
        """Identifies what the moderators' card shows."""
        return f"{self.shown_version}:{'nobody' if self.changed_by is None else 'somebody'}"

    @property
    def card_due(self) -> bool:
        """Whether the moderators' card has to be posted or edited."""
        return self.is_unfinished if self.card_id is None else self.card_shown != self.card_version

    @property
    def is_unfinished(self) -> bool:
        """Whether its state can still change."""
        return self.state in UNFINISHED

    def takes_questions(self, now: datetime) -> bool:
        """Returns whether questions are taken at an instant."""
        return self.state is AmaState.LIVE and self.closes_at is not None and now < self.closes_at


def approve(ama: Ama, by: MemberId, now: datetime) -> Ama:
    """Returns the AMA as approved by a moderator."""
    return replace(ama, state=AmaState.COMING, since=now, changed_by=by)


def decline(ama: Ama, by: MemberId, reason: str, now: datetime) -> Ama:
    """Returns the AMA as declined by a moderator, with the reason."""
    return replace(ama, state=AmaState.DECLINED, since=now, changed_by=by, reason=reason)


def begin(ama: Ama, now: datetime) -> Ama:
    """Returns the AMA as live, open for :data:`OPEN_SPAN`."""
    return replace(ama, state=AmaState.LIVE, since=now, closes_at=now + OPEN_SPAN)


def close(ama: Ama, now: datetime) -> Ama:
    """Returns the AMA as closed."""
    return replace(ama, state=AmaState.CLOSED, since=now)


def call_off(ama: Ama, why: EndReason, now: datetime, by: MemberId | None = None) -> Ama:
    """Returns the AMA as called off for a reason, by a moderator if one is given."""
    return replace(ama, state=AmaState.CALLED_OFF, since=now, why=why, changed_by=by)


def advance(ama: Ama, end_reason: EndReason | None, now: datetime) -> Ama:
    """Returns the AMA after what is due by now, the same AMA if nothing is.

    ``end_reason`` ends an AMA that is unfinished.
    """
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
