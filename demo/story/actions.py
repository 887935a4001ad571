"""The actions of people in the demo, as plain values.

`person`, `topic`, `thread`, `ask`, `recommendation`, `to` and `replies_to` are keys of what exists at that time.

Units
-----
Each `at` is an aware UTC instant.
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
    """A newcomer joins the server."""

    at: datetime
    person: str


@dataclass(frozen=True, slots=True)
class GetStarted:
    """A newcomer chooses interests and posts an introduction; `in_digest` says whether the digest may mention it."""

    at: datetime
    person: str
    interests: tuple[str, ...]
    introduction: str
    in_digest: bool


@dataclass(frozen=True, slots=True)
class Hesitate:
    """A newcomer chooses interests and pauses the onboarding."""

    at: datetime
    person: str
    interests: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StartQuietly:
    """A newcomer chooses interests, posts no introduction and opts out of recording."""

    at: datetime
    person: str
    interests: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChangeInterests:
    """A member who has finished the onboarding chooses other interests."""

    at: datetime
    person: str
    interests: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Leave:
    """A member leaves the server."""

    at: datetime
    person: str


@dataclass(frozen=True, slots=True)
class OpenThread:
    """A member opens a thread with a first message."""

    at: datetime
    person: str
    topic: str
    key: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Say:
    """A member posts a message in a thread, or in the topic's channel if `thread` is `None`."""

    at: datetime
    person: str
    topic: str
    thread: str | None
    text: str
    replies_to: str | None
    key: str


@dataclass(frozen=True, slots=True)
class React:
    """A member reacts to a message or to a thread's first message."""

    at: datetime
    person: str
    to: str
    emoji: str


@dataclass(frozen=True, slots=True)
class Ask:
    """A member asks for recommendations."""

    at: datetime
    person: str
    topic: str
    key: str
    wanted: str
    matters: str
    limits: str


@dataclass(frozen=True, slots=True)
class Recommend:
    """A member recommends an item in answer to an ask."""

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
    """A member votes on a recommended item."""

    at: datetime
    person: str
    recommendation: str
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Choose:
    """The asker chooses one of the recommendations."""

    at: datetime
    person: str
    ask: str
    recommendation: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """The asker reports how the choice worked out, two weeks or more after making it."""

    at: datetime
    person: str
    ask: str
    recommendation: str
    result: Result


@dataclass(frozen=True, slots=True)
class OfferToGreet:
    """A member offers to greet newcomers."""

    at: datetime
    person: str


@dataclass(frozen=True, slots=True)
class StopGreeting:
    """A member stops greeting newcomers."""

    at: datetime
    person: str


@dataclass(frozen=True, slots=True)
class AskRepresentative:
    """The moderator asks a member whether they represent a brand."""

    at: datetime
    person: str
    brand: str
    member: str


@dataclass(frozen=True, slots=True)
class BecomeRepresentative:
    """The member who was asked confirms that they represent the brand."""

    at: datetime
    person: str
    brand: str


@dataclass(frozen=True, slots=True)
class CallVote:
    """The moderator starts a vote of a topic's members on whether a brand is welcome."""

    at: datetime
    person: str
    topic: str
    brand: str


@dataclass(frozen=True, slots=True)
class Welcome:
    """A member votes on whether a brand is welcome in a topic."""

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
