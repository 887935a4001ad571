"""The actions of people about topics, stewards and circles, as plain values.

`topic`, `proposal` and `circle` are keys of what exists at that time.

Units
-----
Each `at` is an aware UTC instant.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Propose:
    """A member proposes a topic; `insists` says whether also if similar topics exist."""

    at: datetime
    person: str
    key: str
    name: str
    pitch: str
    insists: bool


@dataclass(frozen=True, slots=True)
class ShowInterest:
    """A member says that they would join a proposed topic."""

    at: datetime
    person: str
    proposal: str


@dataclass(frozen=True, slots=True)
class WithdrawInterest:
    """A member withdraws their interest in a proposed topic."""

    at: datetime
    person: str
    proposal: str


@dataclass(frozen=True, slots=True)
class Visit:
    """A member writes in a proposal's thread, or in the channel that it has grown into."""

    at: datetime
    person: str
    proposal: str
    text: str


@dataclass(frozen=True, slots=True)
class Approve:
    """The moderator makes a proposal sprout, or a sprout grow."""

    at: datetime
    person: str
    proposal: str


@dataclass(frozen=True, slots=True)
class Decline:
    """The moderator declines a proposal."""

    at: datetime
    person: str
    proposal: str
    reason: str


@dataclass(frozen=True, slots=True)
class JoinTopic:
    """A member joins a topic."""

    at: datetime
    person: str
    topic: str


@dataclass(frozen=True, slots=True)
class LeaveTopic:
    """A member leaves a topic."""

    at: datetime
    person: str
    topic: str


@dataclass(frozen=True, slots=True)
class Keep:
    """A member asks to keep a quiet topic."""

    at: datetime
    person: str
    topic: str


@dataclass(frozen=True, slots=True)
class Revive:
    """A member revives an archived topic that grew from a proposal."""

    at: datetime
    person: str
    proposal: str


@dataclass(frozen=True, slots=True)
class AskSteward:
    """The moderator asks a member to be a topic's steward."""

    at: datetime
    person: str
    topic: str
    member: str


@dataclass(frozen=True, slots=True)
class BecomeSteward:
    """The member who was asked becomes steward."""

    at: datetime
    person: str
    topic: str


@dataclass(frozen=True, slots=True)
class RefuseStewardship:
    """The member who was asked declines to be steward."""

    at: datetime
    person: str
    topic: str


@dataclass(frozen=True, slots=True)
class Describe:
    """A steward changes a topic's description."""

    at: datetime
    person: str
    topic: str
    text: str


@dataclass(frozen=True, slots=True)
class Pin:
    """A steward pins a topic's latest message."""

    at: datetime
    person: str
    topic: str


@dataclass(frozen=True, slots=True)
class Prompt:
    """A steward posts a conversation starter in a topic."""

    at: datetime
    person: str
    topic: str
    text: str


@dataclass(frozen=True, slots=True)
class OpenCircle:
    """A member opens a circle."""

    at: datetime
    person: str
    key: str
    name: str


@dataclass(frozen=True, slots=True)
class Invite:
    """A member of a circle invites somebody."""

    at: datetime
    person: str
    circle: str
    member: str


@dataclass(frozen=True, slots=True)
class Accept:
    """The invited member joins the circle."""

    at: datetime
    person: str
    circle: str


@dataclass(frozen=True, slots=True)
class Refuse:
    """The invited member declines to join the circle."""

    at: datetime
    person: str
    circle: str


@dataclass(frozen=True, slots=True)
class Whisper:
    """A member writes in a circle; the bot does not record it."""

    at: datetime
    person: str
    circle: str
    text: str


@dataclass(frozen=True, slots=True)
class LeaveCircle:
    """A member leaves a circle."""

    at: datetime
    person: str
    circle: str


@dataclass(frozen=True, slots=True)
class CloseCircle:
    """The member who opened a circle closes it."""

    at: datetime
    person: str
    circle: str


@dataclass(frozen=True, slots=True)
class Look:
    """A member types a command that only shows something."""

    at: datetime
    person: str
    command: str


@dataclass(frozen=True, slots=True)
class ChangeTopicAccess:
    """The moderator changes how topics are opened, after the dry run."""

    at: datetime
    person: str
    mode: str


TopicAction: TypeAlias = (
    Propose | ShowInterest | WithdrawInterest | Visit | Approve | Decline | JoinTopic | LeaveTopic | Keep | Revive
)
StewardAction: TypeAlias = AskSteward | BecomeSteward | RefuseStewardship | Describe | Pin | Prompt
CircleAction: TypeAlias = OpenCircle | Invite | Accept | Refuse | Whisper | LeaveCircle | CloseCircle
ReadOnlyAction: TypeAlias = Look | ChangeTopicAccess
