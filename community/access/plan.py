"""Plans the steps that switch a topic from one access mode to the other."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from community.ids import GuildId, MemberId, RoleId, TopicId
from community.topics.topic import Topic

Members = frozenset[MemberId]


class AccessMode(Enum):
    """The access modes: a role for the topic, or a permission in its channel for each member."""

    ROLE = "role"
    PERMISSION = "permission"

    @classmethod
    def of(cls, topic: Topic) -> "AccessMode":
        """Returns a topic's present access mode."""
        return cls.PERMISSION if topic.role_id is None else cls.ROLE


@dataclass(frozen=True, slots=True)
class AccessSwitch:
    """A topic's pending switch to an access mode, with the role that it gets, or had."""

    topic_id: TopicId
    guild_id: GuildId
    mode: AccessMode
    role_id: RoleId | None
    begun_at: datetime
    due_at: datetime
    made: bool = False
    """Whether Hamlet created the role for this switch."""


@dataclass(frozen=True, slots=True)
class AccessState:
    """Which members of the guild have access to a topic at one moment, and by what."""

    joined: Members = frozenset()
    holders: Members = frozenset()
    """The members who have the role."""
    allowed: Members = frozenset()
    """The members whose own overwrite in the channel allows them to see it."""
    denied: Members = frozenset()
    """The members whose own overwrite denies them to see it, whatever roles they have."""
    role_is_there: bool = False
    role_opens: bool = False
    open_to_all: bool = False


class Action(Enum):
    """The kinds of steps."""

    MAKE_ROLE = "make the role"
    OPEN_ROLE = "have the role open the channel"
    GIVE_ROLE = "give the role to a member"
    TAKE_ROLE = "take the role from a member"
    ALLOW_MEMBER = "let a member in by a permission of their own"
    CLEAR_MEMBER = "take a member's own permission away"
    CLOSE_ROLE = "have the role open the channel no longer"
    RECORD = "keep the new way"


@dataclass(frozen=True, slots=True)
class AccessStep:
    """One step, for one member if it is about one."""

    action: Action
    member_id: MemberId | None = None


def members_to_move(mode: AccessMode, topic: Topic, state: AccessState) -> Members:
    """Returns the members who have to be given access by the new mode."""
    if mode is AccessMode.ROLE:
        return (state.joined | state.allowed) - state.holders - state.denied
    if state.open_to_all:
        return frozenset()
    by_role = state.holders if state.role_opens and topic.role_id is not None else frozenset()
    return (state.joined | by_role) - state.allowed - state.denied


def next_steps(switch: AccessSwitch, topic: Topic, state: AccessState) -> Sequence[AccessStep]:
    """Returns the steps that can be taken before the next snapshot; empty when the switch is done.

    No step takes access in the same round as another gives it: what is taken is decided from a snapshot after all was
    given, so that members who join or leave in between keep what they chose.
    """
    return _to_role(switch, topic, state) if switch.mode is AccessMode.ROLE else _to_permission(topic, state)


def _to_role(switch: AccessSwitch, topic: Topic, state: AccessState) -> Sequence[AccessStep]:
    """Returns the next steps to the role mode: the role opens nothing until just the members have it."""
    if switch.role_id is None or not state.role_is_there:
        return [AccessStep(Action.MAKE_ROLE)]
    given = _each(Action.GIVE_ROLE, members_to_move(AccessMode.ROLE, topic, state))
    if given:
        return given
    opening = [] if state.role_opens else [AccessStep(Action.OPEN_ROLE)]
    if topic.role_id == switch.role_id:
        return opening or _each(Action.CLEAR_MEMBER, state.allowed & state.holders)
    left_meanwhile = state.holders - state.joined - state.allowed if switch.made else frozenset()
    return _each(Action.TAKE_ROLE, left_meanwhile) or [*opening, AccessStep(Action.RECORD)]


def _to_permission(topic: Topic, state: AccessState) -> Sequence[AccessStep]:
    given = _each(Action.ALLOW_MEMBER, members_to_move(AccessMode.PERMISSION, topic, state))
    if given:
        return given
    if topic.role_id is not None:
        return [AccessStep(Action.RECORD)]
    return [AccessStep(Action.CLOSE_ROLE)] if state.role_opens and not state.open_to_all else []


def _each(action: Action, members: Iterable[MemberId]) -> list[AccessStep]:
    return [AccessStep(action, member_id) for member_id in sorted(members)]
