"""The AMAs of the brand: one that ends during the demo, and one that begins after it."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from random import Random

from demo.story.actions import Action, Welcome
from demo.story.ama_actions import (
    AnswerQuestion,
    ApproveAma,
    AskGuest,
    PassOn,
    ProposeAma,
    ReadOwnQuestions,
    SkipQuestion,
)
from demo.story.brand import TOPIC
from demo.story.people import Resident, Role
from demo.story.presence import Presence
from demo.story.sentences.interview import QUESTIONS
from demo.story.sentences.roaster import BRAND

_DAY, _HOUR, _MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)

FIRST_PROPOSED_AFTER = 10 * _DAY
"""When the first AMA is proposed: after the vote of the topic's members."""
FIRST_AFTER = 16 * _DAY
SECOND_PROPOSED_AFTER = 31 * _DAY
SECOND_AFTER = 51 * _DAY
BEGINS = 8 * _HOUR + 30 * _MINUTE
"""The time of day at which an AMA begins; due work opens it at nine."""
FEWEST_VOTES = 8
"""The number of votes that is at least a fifth of the topic's members."""


class AmaStory:
    """Generates what the representative, the moderator and the members do about AMAs, if the brand is welcome."""

    def __init__(
        self, rng: Random, people: Sequence[Resident], presence: Presence, start: datetime, votes: Sequence[Welcome]
    ) -> None:
        self._rng = rng
        self._presence = presence
        self._start = start
        self._is_welcome = len(votes) >= FEWEST_VOTES and 2 * sum(one.yes for one in votes) > len(votes)
        self._moderator = next(person for person in people if person.role is Role.MODERATOR)
        self._guest = next(person for person in people if person.role is Role.REPRESENTATIVE)
        self._members = [
            one
            for one in people
            if one.role is Role.MEMBER and one.joins_at is None and one.leaves_at is None and TOPIC in one.interests
        ]

    def all(self) -> Iterator[Action]:
        """Yields the actions of both AMAs, unordered."""
        if self._is_welcome:
            yield from self._arranged(FIRST_PROPOSED_AFTER, FIRST_AFTER)
            yield from self._lived(self._start + FIRST_AFTER + BEGINS + _HOUR)
            yield from self._arranged(SECOND_PROPOSED_AFTER, SECOND_AFTER)

    def _arranged(self, proposed_after: timedelta, after: timedelta) -> Iterator[Action]:
        at = self._presence.soon(self._guest, self._start + proposed_after, 6)
        yield ProposeAma(at, self._guest.key, TOPIC, BRAND, self._start + after + BEGINS)
        yield ApproveAma(self._presence.soon(self._moderator, at, 6), self._moderator.key)

    def _lived(self, at: datetime) -> Iterator[Action]:
        askers = self._rng.sample(self._members, len(QUESTIONS))
        for place, (person, (question, answer, reason)) in enumerate(zip(askers, QUESTIONS, strict=True)):
            asked_at = at + place * _HOUR
            yield AskGuest(asked_at, person.key, TOPIC, question)
            looked_at = asked_at + 3 * _HOUR
            if reason:
                yield SkipQuestion(looked_at, self._moderator.key, TOPIC, question, reason)
                yield ReadOwnQuestions(looked_at + 2 * _HOUR, person.key, TOPIC)
            else:
                yield PassOn(looked_at, self._moderator.key, TOPIC, question)
                yield AnswerQuestion(looked_at + 2 * _HOUR, self._guest.key, TOPIC, question, answer)
