"""The actions of people about AMAs, as plain values.

`topic` is the key of a topic; a `question` is identified by its text.

Units
-----
Each `at` is an aware UTC instant.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class ProposeAma:
    """A brand's representative proposes an AMA in a topic, from an instant on."""

    at: datetime
    person: str
    topic: str
    brand: str
    begins_at: datetime


@dataclass(frozen=True, slots=True)
class ApproveAma:
    """The moderator approves the latest proposed AMA."""

    at: datetime
    person: str


@dataclass(frozen=True, slots=True)
class AskGuest:
    """A member asks the guest a question."""

    at: datetime
    person: str
    topic: str
    question: str


@dataclass(frozen=True, slots=True)
class PassOn:
    """The moderator passes a question on to the guest."""

    at: datetime
    person: str
    topic: str
    question: str


@dataclass(frozen=True, slots=True)
class SkipQuestion:
    """The moderator skips a question and gives a reason."""

    at: datetime
    person: str
    topic: str
    question: str
    reason: str


@dataclass(frozen=True, slots=True)
class AnswerQuestion:
    """The guest answers a question."""

    at: datetime
    person: str
    topic: str
    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class ReadOwnQuestions:
    """A member looks at the state of their own questions."""

    at: datetime
    person: str
    topic: str


AmaAction: TypeAlias = ProposeAma | ApproveAma | AskGuest | PassOn | SkipQuestion | AnswerQuestion | ReadOwnQuestions
