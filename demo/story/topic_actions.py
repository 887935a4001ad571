"""What people do about places, as plain values: topics, circles, and what a moderator looks after.

*Units*: every `at` is an aware UTC instant. `topic`, `proposal` and `circle` are keys of something that exists by then.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Propose:
    """A topic proposed; whoever insists proposes it although there is something like it."""

    at: datetime
    person: str
    key: str
    name: str
    pitch: str
    insists: bool


@dataclass(frozen=True, slots=True)
class ShowInterest:
    """Somebody would join what is proposed."""

    at: datetime
    person: str
    proposal: str


@dataclass(frozen=True, slots=True)
class WithdrawInterest:
    """Somebody who would have joined what is proposed would not any more."""

    at: datetime
    person: str
    proposal: str


@dataclass(frozen=True, slots=True)
class Visit:
    """Something written where a proposal sprouted, or in the channel that it has become."""

    at: datetime
    person: str
    proposal: str
    text: str


@dataclass(frozen=True, slots=True)
class Approve:
    """The moderator has a proposal sprout, or a sprout grow, right now."""

    at: datetime
    person: str
    proposal: str


@dataclass(frozen=True, slots=True)
class Decline:
    """The moderator decides against a proposal."""

    at: datetime
    person: str
    proposal: str
    reason: str


@dataclass(frozen=True, slots=True)
class JoinTopic:
    """Somebody joins a topic."""

    at: datetime
    person: str
    topic: str


@dataclass(frozen=True, slots=True)
class LeaveTopic:
    """Somebody leaves a topic."""

    at: datetime
    person: str
    topic: str


@dataclass(frozen=True, slots=True)
class Keep:
    """Somebody wants to keep a topic that is quiet."""

    at: datetime
    person: str
    topic: str


@dataclass(frozen=True, slots=True)
class Revive:
    """Somebody brings what grew from a proposal back from the archive."""

    at: datetime
    person: str
    proposal: str


@dataclass(frozen=True, slots=True)
class AskSteward:
    """The moderator asks a member to look after a topic."""

    at: datetime
    person: str
    topic: str
    member: str


@dataclass(frozen=True, slots=True)
class BecomeSteward:
    """Whoever was asked says yes."""

    at: datetime
    person: str
    topic: str


@dataclass(frozen=True, slots=True)
class RefuseStewardship:
    """Whoever was asked would rather not."""

    at: datetime
    person: str
    topic: str


@dataclass(frozen=True, slots=True)
class Describe:
    """A steward says what a topic is about."""

    at: datetime
    person: str
    topic: str
    text: str


@dataclass(frozen=True, slots=True)
class Pin:
    """A steward pins the latest message of a topic."""

    at: datetime
    person: str
    topic: str


@dataclass(frozen=True, slots=True)
class Prompt:
    """A steward's question to everybody in a topic."""

    at: datetime
    person: str
    topic: str
    text: str


@dataclass(frozen=True, slots=True)
class OpenCircle:
    """A private thread for a few."""

    at: datetime
    person: str
    key: str
    name: str


@dataclass(frozen=True, slots=True)
class Invite:
    """Somebody of a circle invites somebody else."""

    at: datetime
    person: str
    circle: str
    member: str


@dataclass(frozen=True, slots=True)
class Accept:
    """Whoever was invited joins the circle."""

    at: datetime
    person: str
    circle: str


@dataclass(frozen=True, slots=True)
class Refuse:
    """Whoever was invited would rather not join the circle."""

    at: datetime
    person: str
    circle: str


@dataclass(frozen=True, slots=True)
class Whisper:
    """Something said in a circle; the bot keeps none of it."""

    at: datetime
    person: str
    circle: str
    text: str


@dataclass(frozen=True, slots=True)
class LeaveCircle:
    """Somebody leaves a circle."""

    at: datetime
    person: str
    circle: str


@dataclass(frozen=True, slots=True)
class CloseCircle:
    """Whoever opened a circle closes it."""

    at: datetime
    person: str
    circle: str


@dataclass(frozen=True, slots=True)
class Look:
    """Somebody looks at what a command shows."""

    at: datetime
    person: str
    command: str


@dataclass(frozen=True, slots=True)
class ChangeTopicAccess:
    """The moderator has topics opened another way, after the dry run."""

    at: datetime
    person: str
    mode: str


TopicAction: TypeAlias = (
    Propose | ShowInterest | WithdrawInterest | Visit | Approve | Decline | JoinTopic | LeaveTopic | Keep | Revive
)
StewardAction: TypeAlias = AskSteward | BecomeSteward | RefuseStewardship | Describe | Pin | Prompt
CircleAction: TypeAlias = OpenCircle | Invite | Accept | Refuse | Whisper | LeaveCircle | CloseCircle
ReadOnlyAction: TypeAlias = Look | ChangeTopicAccess
