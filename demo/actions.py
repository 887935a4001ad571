"""Everything that people do in the demo, as plain values.

*Units*: every `at` is an aware UTC instant. `person`, `topic`, `thread`, `ask`, `recommendation`, `to` and
`replies_to` are keys of something that exists by then.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias


class Relation(StrEnum):
    """How somebody is related to what they recommend."""

    OWN = "own"
    GIFT = "gift"
    PAID = "paid"
    EMPLOYEE = "employee"
    NONE = "none"


class Verdict(StrEnum):
    """What somebody says about a recommendation."""

    WORKED = "worked"
    DIDNT = "didnt"
    THANKS = "thanks"


class Result(StrEnum):
    """How it turned out for the one who asked."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"
    UNTRIED = "untried"


@dataclass(frozen=True, slots=True)
class Join:
    """A newcomer comes in."""

    at: datetime
    person: str


@dataclass(frozen=True, slots=True)
class GetStarted:
    """A newcomer chooses interests and introduces themselves; the digest may say hello where they like that."""

    at: datetime
    person: str
    interests: tuple[str, ...]
    introduction: str
    in_digest: bool


@dataclass(frozen=True, slots=True)
class Leave:
    """Somebody leaves for good."""

    at: datetime
    person: str


@dataclass(frozen=True, slots=True)
class OpenThread:
    """A conversation begun in a thread of its own."""

    at: datetime
    person: str
    topic: str
    key: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Say:
    """A message in a thread, or in the topic's channel where `thread` is `None`."""

    at: datetime
    person: str
    topic: str
    thread: str | None
    text: str
    replies_to: str | None
    key: str


@dataclass(frozen=True, slots=True)
class React:
    """An emoji on a message or on a thread's first message."""

    at: datetime
    person: str
    to: str
    emoji: str


@dataclass(frozen=True, slots=True)
class Ask:
    """A call for recommendations."""

    at: datetime
    person: str
    topic: str
    key: str
    wanted: str
    matters: str
    limits: str


@dataclass(frozen=True, slots=True)
class Recommend:
    """One item recommended in answer to an ask."""

    at: datetime
    person: str
    ask: str
    key: str
    item: str
    why: str
    link: str | None
    relation: Relation


@dataclass(frozen=True, slots=True)
class Vote:
    """One person's verdict on an item."""

    at: datetime
    person: str
    recommendation: str
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Choose:
    """The asker goes with one of the recommendations."""

    at: datetime
    person: str
    ask: str
    recommendation: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """The asker says how their choice worked out, two weeks or more after making it."""

    at: datetime
    person: str
    ask: str
    recommendation: str
    result: Result


@dataclass(frozen=True, slots=True)
class OfferToGreet:
    """Somebody offers to greet newcomers."""

    at: datetime
    person: str


@dataclass(frozen=True, slots=True)
class Propose:
    """A topic proposed."""

    at: datetime
    person: str
    key: str
    name: str
    pitch: str


@dataclass(frozen=True, slots=True)
class Wish:
    """Somebody would join what is proposed."""

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
class Whisper:
    """Something said in a circle; the bot keeps none of it."""

    at: datetime
    person: str
    circle: str
    text: str


@dataclass(frozen=True, slots=True)
class AskRepresentative:
    """The moderator asks a member whether they speak for a brand."""

    at: datetime
    person: str
    brand: str
    member: str


@dataclass(frozen=True, slots=True)
class BecomeRepresentative:
    """Whoever was asked says that they do."""

    at: datetime
    person: str
    brand: str


@dataclass(frozen=True, slots=True)
class CallVote:
    """A topic's members are asked whether a brand is welcome."""

    at: datetime
    person: str
    topic: str
    brand: str


@dataclass(frozen=True, slots=True)
class Welcome:
    """A member's word on whether a brand is welcome in a topic."""

    at: datetime
    person: str
    topic: str
    yes: bool


Message: TypeAlias = OpenThread | Say
Arriving: TypeAlias = Join | GetStarted | Leave | OfferToGreet
Talk: TypeAlias = OpenThread | Say | React
WordOfMouth: TypeAlias = Ask | Recommend | Vote | Choose | Outcome
Place: TypeAlias = Propose | Wish | Visit | AskSteward | BecomeSteward | Prompt
Circle: TypeAlias = OpenCircle | Invite | Accept | Whisper
Brand: TypeAlias = AskRepresentative | BecomeRepresentative | CallVote | Welcome
Action: TypeAlias = Arriving | Talk | WordOfMouth | Place | Circle | Brand
