"""Generates changes over the weeks: topics joined, left and kept, and the moderator's checks."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from random import Random

from demo.story.actions import Action, ChangeInterests
from demo.story.people import Resident, Role
from demo.story.presence import SLEEPY_SILENT_AFTER, Presence
from demo.story.topic_actions import ChangeTopicAccess, JoinTopic, Keep, LeaveTopic, Look
from demo.story.topics import QUIET_DAYS, TOPICS

_DAY = timedelta(days=1)

PREVIEWED_AFTER = 0.1 * _DAY
CAPACITY_AFTER = 8 * _DAY
FUNNEL_AFTER = 12 * _DAY
GOES_OVER_AFTER = 19 * _DAY
MINE_AFTER = 3 * _DAY
CHANGES_AFTER = 9 * _DAY
KEPT_AFTER = SLEEPY_SILENT_AFTER + QUIET_DAYS * _DAY + 2 * _DAY
"""When a member keeps the quiet topic: after the bot has asked, and before the topic is archived."""


class TopicChanges:
    """Generates actions in topics that exist from the start; each method yields one kind of them, unordered."""

    def __init__(self, rng: Random, people: Sequence[Resident], presence: Presence, start: datetime) -> None:
        self._rng = rng
        self._presence = presence
        self._start = start
        self._moderator = next(person for person in people if person.role is Role.MODERATOR)
        self._newcomers = [one for one in people if one.started_at is not None and one.leaves_at is None]
        self._founders = [
            one for one in people if one.role is Role.MEMBER and one.joins_at is None and one.leaves_at is None
        ]
        self._sleepy = next(topic.key for topic in TOPICS if topic.sleepy)

    def memberships(self) -> Iterator[Action]:
        """Yields the actions of three members: joining a topic, leaving the silent topic, and keeping it."""
        curious = self._rng.choice([one for one in self._founders if self._missing(one)])
        at = self._soon(curious, self._start + MINE_AFTER)
        yield JoinTopic(at, curious.key, self._missing(curious)[0])
        yield Look(at + timedelta(minutes=1), curious.key, "topic mine")
        keeper, leaver = self._rng.sample([one for one in self._founders if self._sleepy in one.interests], 2)
        yield LeaveTopic(self._soon(leaver, self._start + SLEEPY_SILENT_AFTER + _DAY), leaver.key, self._sleepy)
        yield Keep(self._soon(keeper, self._start + KEPT_AFTER), keeper.key, self._sleepy)

    def changed_interests(self) -> Iterator[Action]:
        """Yields a newcomer's change of interests."""
        person = next(one for one in self._newcomers if self._missing(one))
        at = self._soon(person, (person.started_at or self._start) + CHANGES_AFTER)
        yield ChangeInterests(at, person.key, (*person.interests, self._missing(person)[0]))

    def moderator_checks(self) -> Iterator[Action]:
        """Yields the moderator's commands, and the change of how topics are opened."""
        rosa = self._moderator
        for after, command in (
            (PREVIEWED_AFTER, "onboarding preview"),
            (CAPACITY_AFTER, "topic capacity"),
            (FUNNEL_AFTER, "onboarding funnel"),
        ):
            yield Look(self._soon(rosa, self._start + after), rosa.key, command)
        yield ChangeTopicAccess(self._soon(rosa, self._start + GOES_OVER_AFTER), rosa.key, "role")

    @staticmethod
    def _missing(person: Resident) -> list[str]:
        """Returns the keys of the lively topics that a person has not joined."""
        return [topic.key for topic in TOPICS if topic.key not in person.interests and not topic.sleepy]

    def _soon(self, person: Resident, after: datetime, hours: float = 9) -> datetime:
        return self._presence.soon(person, after, hours)
