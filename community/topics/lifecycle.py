"""The state machine of topics, from the proposal to the archive and back.

::

    DRAFT ──► PROPOSED ──► SPROUT ──► LIVE ──► DOZING ──► ASLEEP
      │          │           │         ▲ ▲       │          │
      ▼          ▼           ▼         │ └───────┘          │
    FOLDED    FOLDED, DECLINED         └────────────────────┘
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from community.ids import ChannelId, GuildId, LifeId, MemberId, MessageId, RoleId, TopicId

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


class TopicState(StrEnum):
    """The states of a topic."""

    DRAFT = "draft"
    """Only its author sees it, with what it is similar to."""
    PROPOSED = "proposed"
    """A card that collects interested members."""
    SPROUT = "sprout"
    """A thread that needs enough members who write."""
    LIVE = "live"
    """A channel."""
    DOZING = "dozing"
    """A quiet channel, with a note that asks whether anybody wants to keep it."""
    ASLEEP = "asleep"
    """A channel in the archive, read-only."""
    FOLDED = "folded"
    """Closed because too few members were interested, or wrote."""
    DECLINED = "declined"
    """Closed by a moderator."""


FOLLOWS: Mapping[TopicState, frozenset[TopicState]] = {
    TopicState.DRAFT: frozenset({TopicState.PROPOSED, TopicState.FOLDED}),
    TopicState.PROPOSED: frozenset({TopicState.SPROUT, TopicState.FOLDED, TopicState.DECLINED}),
    TopicState.SPROUT: frozenset({TopicState.LIVE, TopicState.FOLDED, TopicState.DECLINED}),
    TopicState.LIVE: frozenset({TopicState.DOZING}),
    TopicState.DOZING: frozenset({TopicState.LIVE, TopicState.ASLEEP}),
    TopicState.ASLEEP: frozenset({TopicState.LIVE}),
    TopicState.FOLDED: frozenset(),
    TopicState.DECLINED: frozenset(),
}
"""The states that may follow each state."""

ENDS_AS: Mapping[TopicState, TopicState] = {
    TopicState.DRAFT: TopicState.FOLDED,
    TopicState.PROPOSED: TopicState.FOLDED,
    TopicState.SPROUT: TopicState.FOLDED,
    TopicState.LIVE: TopicState.DOZING,
    TopicState.DOZING: TopicState.ASLEEP,
}
"""The state that follows when a state's time is over."""

OPEN = frozenset({TopicState.PROPOSED, TopicState.SPROUT})
"""The states that moderators may decide early."""
OVER = frozenset({TopicState.FOLDED, TopicState.DECLINED})
"""The final states."""


@dataclass(frozen=True, slots=True)
class Rules:
    """How many members a state needs, and how long it lasts."""

    quorum: int = 5
    quorum_span: timedelta = timedelta(days=14)
    n_posters: int = 5
    sprout_span: timedelta = timedelta(days=14)
    quiet_span: timedelta = timedelta(days=30)
    doze_span: timedelta = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class RoleOverwrite:
    """The write permissions that a role's overwrite allowed and denied before the channel was archived.

    *Units*: bits of Discord's permissions.
    """

    role_id: RoleId
    allowed: int
    denied: int


@dataclass(frozen=True, slots=True)
class ChannelState:
    """A channel's category and write permissions before it was archived."""

    category_id: ChannelId | None
    overwrites: tuple[RoleOverwrite, ...]


@dataclass(frozen=True, slots=True)
class Lifecycle:
    """The lifecycle of a topic, from its proposal on.

    *Shape*: ``settled`` is false until Discord shows ``state``; until then nothing is evaluated. ``since`` is when
    members could first see the state, ``due_at`` when it is checked next. ``channel_id`` and ``card_id`` are the
    card's; a sprout's thread begins at the card and has its id.
    """

    life_id: LifeId
    guild_id: GuildId
    state: TopicState
    since: datetime
    due_at: datetime | None
    settled: bool
    name: str
    pitch: str
    author_id: MemberId | None
    topic_id: TopicId | None = None
    channel_id: ChannelId | None = None
    card_id: MessageId | None = None
    note_id: MessageId | None = None
    channel_state: ChannelState | None = None
    reason: str = ""

    @property
    def is_withdrawn(self) -> bool:
        """Returns whether its author's data was deleted before it became a topic."""
        return self.author_id is None and self.state in {TopicState.DRAFT, *OPEN}

    def ends_at(self, rules: Rules) -> datetime | None:
        """Returns when the state ends by itself, if it does; a live topic's end moves on with every message."""
        match self.state:
            case TopicState.DRAFT:
                return self.since + DAY
            case TopicState.PROPOSED:
                return self.since + rules.quorum_span
            case TopicState.SPROUT:
                return self.since + rules.sprout_span
            case TopicState.LIVE:
                return self.since + rules.quiet_span
            case TopicState.DOZING:
                return self.since + rules.doze_span
            case TopicState.ASLEEP | TopicState.FOLDED | TopicState.DECLINED:
                return None


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known about a lifecycle at one moment.

    *Shape*: ``n_interested`` counts members who pressed in time, ``n_posters`` members who wrote in the sprout in time;
    ``last_message_at`` is a channel's; ``thread_exists`` is false if the sprout's thread was deleted.
    """

    n_interested: int = 0
    n_posters: int = 0
    last_message_at: datetime | None = None
    thread_exists: bool = True


def transition(life: Lifecycle, to: TopicState, now: datetime) -> Lifecycle:
    """Returns the lifecycle in another state, unsettled.

    Raises
    ------
    ValueError
        If that state does not follow.
    """
    if to not in FOLLOWS[life.state]:
        message = f"{to} does not follow {life.state}"
        raise ValueError(message)
    return replace(life, state=to, since=now, due_at=now, settled=False)


def mark_shown(life: Lifecycle, rules: Rules, now: datetime) -> Lifecycle:
    """Returns the lifecycle settled, because Discord shows it now; the time of a new state begins now."""
    is_new_to_members = life.state in {TopicState.PROPOSED, TopicState.SPROUT, TopicState.DOZING} and not life.settled
    visible = replace(life, settled=True, since=now if is_new_to_members else life.since)
    return replace(visible, due_at=next_check_at(visible, rules, now))


def evaluate(life: Lifecycle, facts: Facts, rules: Rules, now: datetime) -> Lifecycle:
    """Returns the lifecycle in its next state, or in the same one with its next check, by what is known."""
    if not life.settled:
        return life
    active_at = max(life.since, facts.last_message_at or life.since)
    lasting = replace(life, since=active_at) if life.state is TopicState.LIVE else life
    to = _next_state(lasting, facts, rules, now)
    if to is None:
        return replace(life, due_at=next_check_at(lasting, rules, now))
    is_awake_again = life.state is TopicState.DOZING and to is TopicState.LIVE
    return replace(transition(life, to, now), since=active_at if is_awake_again else now)


def next_check_at(life: Lifecycle, rules: Rules, now: datetime) -> datetime | None:
    """Returns when to check next: at the state's end, but at least daily, and hourly for a sprout."""
    ends_at = life.ends_at(rules)
    if ends_at is None:
        return None
    return max(now, min(ends_at, now + (HOUR if life.state is TopicState.SPROUT else DAY)))


def _next_state(life: Lifecycle, facts: Facts, rules: Rules, now: datetime) -> TopicState | None:
    ends_at = life.ends_at(rules)
    if life.is_withdrawn or (life.state is TopicState.SPROUT and not facts.thread_exists):
        return TopicState.FOLDED
    if _is_wanted(life, facts, rules):
        return TopicState.SPROUT if life.state is TopicState.PROPOSED else TopicState.LIVE
    return None if ends_at is None or now < ends_at else ENDS_AS[life.state]


def _is_wanted(life: Lifecycle, facts: Facts, rules: Rules) -> bool:
    match life.state:
        case TopicState.PROPOSED:
            return facts.n_interested >= rules.quorum
        case TopicState.SPROUT:
            return facts.n_posters >= rules.n_posters
        case TopicState.DOZING:
            return facts.last_message_at is not None and facts.last_message_at > life.since
        case _:
            return False
