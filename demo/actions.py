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
    """A newcomer chooses interests and introduces themselves."""

    at: datetime
    person: str
    interests: tuple[str, ...]
    introduction: str


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


Message: TypeAlias = OpenThread | Say
Arriving: TypeAlias = Join | GetStarted | Leave
Talk: TypeAlias = OpenThread | Say | React
WordOfMouth: TypeAlias = Ask | Recommend | Vote | Choose | Outcome
Action: TypeAlias = Arriving | Talk | WordOfMouth
