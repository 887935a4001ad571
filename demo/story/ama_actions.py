"""What people do about AMAs, as plain values.

*Units*: every `at` is an aware UTC instant. `topic` is the key of a topic; a `question` is known by its words.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class ProposeAma:
    """Whoever speaks for a brand would answer a topic's members, from an instant on."""

    at: datetime
    person: str
    topic: str
    brand: str
    begins_at: datetime


@dataclass(frozen=True, slots=True)
class ApproveAma:
    """The moderator lets the latest that was proposed take place."""

    at: datetime
    person: str


@dataclass(frozen=True, slots=True)
class AskGuest:
    """A member's question to the guest."""

    at: datetime
    person: str
    topic: str
    question: str


@dataclass(frozen=True, slots=True)
class PassOn:
    """The moderator puts a question before the guest."""

    at: datetime
    person: str
    topic: str
    question: str


@dataclass(frozen=True, slots=True)
class SkipQuestion:
    """The moderator turns a question down, and says why."""

    at: datetime
    person: str
    topic: str
    question: str
    reason: str


@dataclass(frozen=True, slots=True)
class AnswerQuestion:
    """What the guest answers."""

    at: datetime
    person: str
    topic: str
    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class ReadOwnQuestions:
    """Whoever asked looks at what became of it."""

    at: datetime
    person: str
    topic: str


AmaAction: TypeAlias = ProposeAma | ApproveAma | AskGuest | PassOn | SkipQuestion | AnswerQuestion | ReadOwnQuestions
