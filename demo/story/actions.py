"""Everything that people do in the demo, as plain values.

*Units*: every `at` is an aware UTC instant. `person`, `topic`, `thread`, `ask`, `recommendation`, `to` and
`replies_to` are keys of something that exists by then.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from community.recommendations.outcome import Result
from community.recommendations.recommendation import Relation, Verdict
from demo.story.ama_actions import AmaAction
from demo.story.topic_actions import CircleAction, ReadOnlyAction, StewardAction, TopicAction


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
class Hesitate:
    """A newcomer chooses interests and gets no further for now."""

    at: datetime
    person: str
    interests: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StartQuietly:
    """A newcomer chooses interests, says nothing about themselves, and has nothing recorded."""

    at: datetime
    person: str
    interests: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChangeInterests:
    """Somebody who got started before chooses anew."""

    at: datetime
    person: str
    interests: tuple[str, ...]


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
class StopGreeting:
    """Somebody greets newcomers no more."""

    at: datetime
    person: str


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
OnboardingAction: TypeAlias = (
    Join | GetStarted | Hesitate | StartQuietly | ChangeInterests | Leave | OfferToGreet | StopGreeting
)
MessageAction: TypeAlias = OpenThread | Say | React
RecommendationAction: TypeAlias = Ask | Recommend | Vote | Choose | Outcome
BrandAction: TypeAlias = AskRepresentative | BecomeRepresentative | CallVote | Welcome
Action: TypeAlias = (
    OnboardingAction
    | MessageAction
    | RecommendationAction
    | TopicAction
    | StewardAction
    | CircleAction
    | ReadOnlyAction
    | BrandAction
    | AmaAction
)
