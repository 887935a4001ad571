"""The one state machine of topics: from the first proposal to the archive, and back.

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
    """Where a topic is in its life."""

    DRAFT = "draft"
    """Its author is shown a topic like it; nobody else knows of it."""
    PROPOSED = "proposed"
    """A card that people press."""
    SPROUT = "sprout"
    """A thread that has to be talked in."""
    LIVE = "live"
    """A channel."""
    DOZING = "dozing"
    """A channel with a note in it that asks whether anybody wants to keep it."""
    ASLEEP = "asleep"
    """A channel in the archive, to read only."""
    FOLDED = "folded"
    """Too few people came."""
    DECLINED = "declined"
    """A moderator decided against it."""


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
"""Which states may follow a state."""

ENDS_AS: Mapping[TopicState, TopicState] = {
    TopicState.DRAFT: TopicState.FOLDED,
    TopicState.PROPOSED: TopicState.FOLDED,
    TopicState.SPROUT: TopicState.FOLDED,
    TopicState.LIVE: TopicState.DOZING,
    TopicState.DOZING: TopicState.ASLEEP,
}
"""What becomes of a state whose time is over."""

OPEN = frozenset({TopicState.PROPOSED, TopicState.SPROUT})
"""Those that moderators may decide early."""
OVER = frozenset({TopicState.FOLDED, TopicState.DECLINED})
"""Those that nothing follows."""


@dataclass(frozen=True, slots=True)
class Rules:
    """How many people it takes, and how long things last."""

    quorum: int = 5
    quorum_span: timedelta = timedelta(days=14)
    n_posters: int = 5
    sprout_span: timedelta = timedelta(days=14)
    quiet_span: timedelta = timedelta(days=30)
    doze_span: timedelta = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class RoleOverwrite:
    """What a role was allowed and denied to write in a channel, before it was made read-only.

    *Units*: bits of Discord's permissions.
    """

    role_id: RoleId
    allowed: int
    denied: int


@dataclass(frozen=True, slots=True)
class ChannelState:
    """How a channel was before it went to the archive: its category, and who could write."""

    category_id: ChannelId | None
    overwrites: tuple[RoleOverwrite, ...]


@dataclass(frozen=True, slots=True)
class Lifecycle:
    """One topic's life.

    ``settled`` says that Discord shows what ``state`` says; while it does not, nothing is judged. ``since`` is when
    the state began for people to see, ``due_at`` when the life is to be looked at next. ``channel_id`` and
    ``card_id`` are the card's; a sprout's thread begins at the card and so has its number.
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
        """Whether whoever proposed it asked to be forgotten before it became a topic."""
        return self.author_id is None and self.state in {TopicState.DRAFT, *OPEN}

    def ends_at(self, rules: Rules) -> datetime | None:
        """When the state ends unless something happens; a live topic's end moves on with every message."""
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
    """What is known about a life at a moment.

    *Shape*: ``n_wishes`` are those who pressed in time, ``n_posters`` those who wrote in the sprout in time;
    ``said_at`` is a channel's latest message; ``stands`` is false where its thread was deleted.
    """

    n_interested: int = 0
    n_posters: int = 0
    last_message_at: datetime | None = None
    thread_exists: bool = True


def transition(life: Lifecycle, to: TopicState, now: datetime) -> Lifecycle:
    """The life in another state, which is yet to be shown.

    Raises
    ------
    ValueError
        Where that state does not follow.
    """
    if to not in FOLLOWS[life.state]:
        message = f"{to} does not follow {life.state}"
        raise ValueError(message)
    return replace(life, state=to, since=now, due_at=now, settled=False)


def mark_shown(life: Lifecycle, rules: Rules, now: datetime) -> Lifecycle:
    """The life as Discord shows it from now on: nobody's time runs before they could see it."""
    seen_now = life.state in {TopicState.PROPOSED, TopicState.SPROUT, TopicState.DOZING} and not life.settled
    visible = replace(life, settled=True, since=now if seen_now else life.since)
    return replace(visible, due_at=next_check_at(visible, rules, now))


def evaluate(life: Lifecycle, facts: Facts, rules: Rules, now: datetime) -> Lifecycle:
    """The life as it goes on, by what is known of it: the next state, or a later look at the same."""
    if not life.settled:
        return life
    heard_at = max(life.since, facts.last_message_at or life.since)
    lasting = replace(life, since=heard_at) if life.state is TopicState.LIVE else life
    to = _next_state(lasting, facts, rules, now)
    if to is None:
        return replace(life, due_at=next_check_at(lasting, rules, now))
    woken = life.state is TopicState.DOZING and to is TopicState.LIVE
    return replace(transition(life, to, now), since=heard_at if woken else now)


def next_check_at(life: Lifecycle, rules: Rules, now: datetime) -> datetime | None:
    """When to look at a life next: at its end, and often enough to see what people do and moderators set."""
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
