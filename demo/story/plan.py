"""Generates the plan of Juniper Street from a seed: its people and their actions, in order of time."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random

from community.recommendations.outcome import Result
from community.recommendations.recommendation import Relation, Verdict
from demo.story.actions import (
    Action,
    Ask,
    Choose,
    GetStarted,
    Join,
    Leave,
    Message,
    OpenThread,
    Outcome,
    React,
    Recommend,
    Say,
    Vote,
    Welcome,
)
from demo.story.amas import AmaStory
from demo.story.brand import BrandStory
from demo.story.daily_life import DailyLife
from demo.story.people import Resident, Role, make_people
from demo.story.presence import Presence
from demo.story.recommendations import recommendation_actions
from demo.story.topic_changes import TopicChanges
from demo.story.topic_lifecycle import TopicStory
from demo.story.topics import TOPICS, StoryTopic

__all__ = [
    "Action",
    "Ask",
    "Choose",
    "GetStarted",
    "Join",
    "Leave",
    "Message",
    "OpenThread",
    "Outcome",
    "Plan",
    "React",
    "Recommend",
    "Relation",
    "Resident",
    "Result",
    "Role",
    "Say",
    "StoryTopic",
    "Verdict",
    "Vote",
    "make_plan",
]

NAME = "Juniper Street"


@dataclass(frozen=True, slots=True)
class Plan:
    """The people, topics and actions of a community between two moments; `actions` are in order of time."""

    name: str
    start: datetime
    end: datetime
    people: tuple[Resident, ...]
    topics: tuple[StoryTopic, ...]
    actions: tuple[Action, ...]


def make_plan(seed: int, start: datetime, weeks: int = 6) -> Plan:
    """Returns the plan for a number of weeks; the same arguments give the same plan.

    Raises
    ------
    ValueError
        If `start` is naive or `weeks` is less than 1.
    """
    if start.tzinfo is None:
        raise ValueError("start must be aware")
    if weeks < 1:
        raise ValueError("weeks must be at least 1")
    start = start.astimezone(UTC)
    end = start + timedelta(weeks=weeks)
    rng = Random(seed)
    people = make_people(rng, start, end)
    presence = Presence(people, start, end, rng)
    street, places = DailyLife(rng, people, presence, start, end), TopicStory(rng, people, presence, start)
    roastery, seasons = BrandStory(rng, people, presence, start), TopicChanges(rng, people, presence, start)
    actions = [
        *street.arrivals(),
        *street.conversations(),
        *street.notices(),
        *street.brand_conversations(),
        *recommendation_actions(rng, presence, people, start, end),
        *places.greeters(),
        *places.proposals(),
        *places.stewards(),
        *places.circles(),
        *(arrival := tuple(roastery.arrival())),
        *seasons.memberships(),
        *seasons.changed_interests(),
        *seasons.moderator_checks(),
        *AmaStory(rng, people, presence, start, [one for one in arrival if isinstance(one, Welcome)]).all(),
        *(Leave(person.leaves_at, person.key) for person in people if person.leaves_at is not None),
    ]
    inside = sorted((action for action in actions if action.at < end), key=lambda action: action.at)
    return Plan(NAME, start, end, people, TOPICS, tuple(inside))
