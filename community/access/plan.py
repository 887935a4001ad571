"""What leads from one mode of opening a topic to the other, a step at a time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from community.ids import GuildId, MemberId, RoleId, TopicId
from community.topics.topic import Topic

Members = frozenset[MemberId]


class AccessMode(Enum):
    """How a topic is opened."""

    ROLE = "role"
    PERMISSION = "permission"

    @classmethod
    def of(cls, topic: Topic) -> "AccessMode":
        """How a topic is opened at present."""
        return cls.PERMISSION if topic.role_id is None else cls.ROLE


@dataclass(frozen=True, slots=True)
class AccessSwitch:
    """That a topic goes over to another mode; with the role that it gets, or that it had."""

    topic_id: TopicId
    guild_id: GuildId
    mode: AccessMode
    role_id: RoleId | None
    begun_at: datetime
    due_at: datetime
    made: bool = False
    """Whether Hamlet made the role for this."""


@dataclass(frozen=True, slots=True)
class AccessState:
    """Who gets into a topic, and by what, at one moment; only people who are in the server."""

    joined: Members = frozenset()
    holders: Members = frozenset()
    """Who has the role."""
    allowed: Members = frozenset()
    """Whom a permission of their own in the channel lets in."""
    denied: Members = frozenset()
    """Whom a permission of their own in the channel keeps out, whatever roles they have."""
    role_is_there: bool = False
    role_opens: bool = False
    open_to_all: bool = False


class Action(Enum):
    """Something to do."""

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
    """One act, on one member where it is about one."""

    action: Action
    member_id: MemberId | None = None


def members_to_move(mode: AccessMode, topic: Topic, state: AccessState) -> Members:
    """Who has to be given the new mode in."""
    if mode is AccessMode.ROLE:
        return (state.joined | state.allowed) - state.holders - state.denied
    if state.open_to_all:
        return frozenset()
    by_role = state.holders if state.role_opens and topic.role_id is not None else frozenset()
    return (state.joined | by_role) - state.allowed - state.denied


def next_steps(switch: AccessSwitch, topic: Topic, state: AccessState) -> Sequence[AccessStep]:
    """The next steps: what can be done before the topic has to be looked at anew. None where all is done.

    Nothing is taken away in the same breath as something is given: what is taken is decided from what was found
    after everything was given, so that whoever joins or leaves in between keeps what they chose.
    """
    return _to_role(switch, topic, state) if switch.mode is AccessMode.ROLE else _to_permission(topic, state)


def _to_role(switch: AccessSwitch, topic: Topic, state: AccessState) -> Sequence[AccessStep]:
    """The role opens nothing until everybody has it who should, and nobody else."""
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
