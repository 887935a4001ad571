"""Generates arrivals, conversations, and the notices of the moderator."""

import math
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from random import Random

from demo.story.actions import Action, GetStarted, Hesitate, Join, StartQuietly
from demo.story.conversations import ConversationWriter
from demo.story.people import Resident, Role
from demo.story.phrasebook import Repertoire, TopicPhrases
from demo.story.presence import Presence
from demo.story.sentences.introductions import BEGINNINGS, REASONS
from demo.story.sentences.moderation import NOTICES
from demo.story.sentences.roaster import SUBJECTS
from demo.story.templates import ShuffledDeck, fill_template
from demo.story.topics import CONVERSATIONS_A_DAY, TOPICS, VOICES

_DAY = timedelta(days=1)
_UNANSWERED = 0.08
_IN_DIGEST = 0.75
_ATTEMPTS = 12
_NOTICE_EVERY = timedelta(days=7)
_ROASTER_OPENS_EVERY = timedelta(days=9)
_ROASTERS_TOPIC = "home-coffee"


class DailyLife:
    """Generates everyday actions; each method yields one kind of them, unordered."""

    def __init__(
        self, rng: Random, people: Sequence[Resident], presence: Presence, start: datetime, end: datetime
    ) -> None:
        self._rng = rng
        self._people = people
        self._presence = presence
        self._start = start
        self._end = end
        self._conversations = ConversationWriter(presence, rng)
        self._tongues = {topic.key: TopicPhrases(VOICES[topic.key], rng) for topic in TOPICS}
        self._moderator = next(person for person in people if person.role is Role.MODERATOR)
        self._representative = next(person for person in people if person.role is Role.REPRESENTATIVE)

    def arrivals(self) -> Iterator[Action]:
        """Yields the newcomers' joining, onboarding and first messages.

        The first newcomer needs two attempts at the onboarding; the least talkative one opts out of recording.
        """
        beginnings = ShuffledDeck(BEGINNINGS, self._rng)
        reasons = {topic: ShuffledDeck(choices, self._rng) for topic, choices in REASONS.items()}
        newcomers = [person for person in self._people if person.joins_at is not None]
        unlucky = self._rng.choice([person for person in newcomers[:8] if person.started_at is not None])
        started = [person for person in newcomers if person.started_at is not None]
        quiet = min((one for one in started if one is not unlucky), key=lambda one: one.talkativeness)
        for person in newcomers:
            if person.joins_at is None:
                continue
            yield Join(person.joins_at, person.key)
            if person.started_at is None:
                continue
            template = " ".join((beginnings.draw(), *(reasons[topic].draw() for topic in person.interests[:2])))
            introduction = fill_template(template, {"called": person.called}, self._rng)
            in_digest = self._rng.random() < _IN_DIGEST
            if person is started[0]:
                yield Hesitate(
                    (person.joins_at + (person.started_at - person.joins_at) / 2).replace(microsecond=0),
                    person.key,
                    person.interests[:1],
                )
            if person is quiet:
                yield StartQuietly(person.started_at, person.key, person.interests)
            else:
                yield GetStarted(person.started_at, person.key, person.interests, introduction, in_digest)
            if person.talkativeness > 0 or person is unlucky:
                yield from self._hello(person, timedelta(hours=6) if person is unlucky else timedelta())

    def conversations(self) -> Iterator[Action]:
        """Yields the daily conversations of every topic."""
        for topic in TOPICS:
            at = self._start
            while at < self._end:
                at = at + self._rng.expovariate(CONVERSATIONS_A_DAY[topic.key]) * _DAY
                moment = self._presence.next_moment(topic.key, at)
                if self._rng.random() < self._presence.pace(topic.key, moment):
                    yield from self._talk(self._tongues[topic.key], moment)

    def notices(self) -> Iterator[Action]:
        """Yields the moderator's weekly notices."""
        for place, (topic, subject) in enumerate(NOTICES):
            due = self._start + (place + 0.4 + 0.3 * self._rng.random()) * _NOTICE_EVERY
            at = self._presence.next_moment_of(self._moderator, due)
            if at < self._end:
                repertoire = Repertoire(subject, self._rng)
                yield from self._conversations.write(self._tongues[topic], repertoire, self._moderator, at)

    def brand_conversations(self) -> Iterator[Action]:
        """Yields the conversations that the brand's representative opens."""
        repertoires = ShuffledDeck([Repertoire(subject, self._rng) for subject in SUBJECTS], self._rng)
        due = self._start + self._rng.uniform(0.3, 0.6) * _ROASTER_OPENS_EVERY
        while due < self._end:
            at = self._presence.next_moment_of(self._representative, due)
            if at < self._end:
                tongue = self._tongues[_ROASTERS_TOPIC]
                yield from self._conversations.write(tongue, repertoires.draw(), self._representative, at)
            due += self._rng.uniform(0.8, 1.2) * _ROASTER_OPENS_EVERY

    def _hello(self, newcomer: Resident, patience: timedelta) -> Iterator[Action]:
        """Yields the conversation that a newcomer opens within about a day."""
        if newcomer.started_at is None:
            return
        soon = newcomer.started_at + timedelta(minutes=self._rng.lognormvariate(math.log(50), 1.2))
        at = self._presence.next_moment_of(newcomer, soon)
        open_topics = [topic for topic in newcomer.interests if at + _DAY < self._presence.closes_at(topic)]
        if open_topics and newcomer.takes_part(at):
            tongue = self._tongues[self._rng.choice(open_topics)]
            yield from self._conversations.write(tongue, tongue.arrival, newcomer, at, patience=patience)

    def _talk(self, tongue: TopicPhrases, at: datetime) -> list[Action]:
        """Returns a conversation opened by a person who has not opened the same subject lately.

        Empty if nobody is found.
        """
        for _ in range(_ATTEMPTS):
            repertoire = tongue.repertoires.draw()
            never = {self._representative.key, *repertoire.opened_by}
            opener = self._presence.writer(tongue.topic, at, never=never, rarely=tongue.lately_opened)
            if opener is not None:
                tongue.lately_opened.append(opener.key)
                answered = self._rng.random() >= _UNANSWERED
                return self._conversations.write(tongue, repertoire, opener, at, answered=answered)
        return []
