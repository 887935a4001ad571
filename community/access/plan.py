"""What leads from one way of opening a topic to the other, a step at a time."""

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
    """That a topic goes over to another way; with the role that it gets, or that it had."""

    topic_id: TopicId
    guild_id: GuildId
    way: AccessMode
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
    let_in: Members = frozenset()
    """Whom a permission of their own in the channel lets in."""
    kept_out: Members = frozenset()
    """Whom a permission of their own in the channel keeps out, whatever roles they have."""
    role_is_there: bool = False
    role_opens: bool = False
    open_to_all: bool = False


class Action(Enum):
    """Something to do."""

    MAKE_ROLE = "make the role"
    OPEN_ROLE = "have the role open the channel"
    GIVE = "give the role to a member"
    TAKE = "take the role from a member"
    LET_IN = "let a member in by a permission of their own"
    SHUT = "take a member's own permission away"
    CLOSE_ROLE = "have the role open the channel no longer"
    RECORD = "keep the new way"


@dataclass(frozen=True, slots=True)
class AccessStep:
    """One act, on one member where it is about one."""

    act: Action
    member_id: MemberId | None = None


def movers(way: AccessMode, topic: Topic, scene: AccessState) -> Members:
    """Who has to be given the new way in."""
    if way is AccessMode.ROLE:
        return (scene.joined | scene.let_in) - scene.holders - scene.kept_out
    if scene.open_to_all:
        return frozenset()
    by_role = scene.holders if scene.role_opens and topic.role_id is not None else frozenset()
    return (scene.joined | by_role) - scene.let_in - scene.kept_out


def plan(switch: AccessSwitch, topic: Topic, scene: AccessState) -> Sequence[AccessStep]:
    """The next steps: what can be done before the topic has to be looked at anew. None where all is done.

    Nothing is taken away in the same breath as something is given: what is taken is decided from what was found
    after everything was given, so that whoever joins or leaves in between keeps what they chose.
    """
    return _to_role(switch, topic, scene) if switch.way is AccessMode.ROLE else _to_permission(topic, scene)


def _to_role(switch: AccessSwitch, topic: Topic, scene: AccessState) -> Sequence[AccessStep]:
    """The role opens nothing until everybody has it who should, and nobody else."""
    if switch.role_id is None or not scene.role_is_there:
        return [AccessStep(Action.MAKE_ROLE)]
    given = _each(Action.GIVE, movers(AccessMode.ROLE, topic, scene))
    if given:
        return given
    opening = [] if scene.role_opens else [AccessStep(Action.OPEN_ROLE)]
    if topic.role_id == switch.role_id:
        return opening or _each(Action.SHUT, scene.let_in & scene.holders)
    left_meanwhile = scene.holders - scene.joined - scene.let_in if switch.made else frozenset()
    return _each(Action.TAKE, left_meanwhile) or [*opening, AccessStep(Action.RECORD)]


def _to_permission(topic: Topic, scene: AccessState) -> Sequence[AccessStep]:
    given = _each(Action.LET_IN, movers(AccessMode.PERMISSION, topic, scene))
    if given:
        return given
    if topic.role_id is not None:
        return [AccessStep(Action.RECORD)]
    return [AccessStep(Action.CLOSE_ROLE)] if scene.role_opens and not scene.open_to_all else []


def _each(act: Action, members: Iterable[MemberId]) -> list[AccessStep]:
    return [AccessStep(act, member_id) for member_id in sorted(members)]
