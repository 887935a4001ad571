"""Generates conversations: an opener, and the replies to it."""

import math
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from itertools import count
from random import Random

from demo.story.actions import Action, OpenThread, React, Say
from demo.story.people import Resident
from demo.story.phrasebook import Phrasing, Repertoire, TopicPhrases
from demo.story.presence import Presence
from demo.story.sentences.between_neighbours import (
    ANSWERING,
    ASKING,
    CLOSING,
    EXPLAINING,
    OPENING,
    REMARKING,
    WELCOME_EMOJI,
)
from demo.story.sentences.material import Mood
from demo.story.templates import fill_template

_IN_A_THREAD = 0.5
_N_ANSWERS = (3, 5, 6, 5, 4, 2, 1)
_SECOND = 0.3
_EXCHANGE = 0.22
_MOST_EXCHANGES = 2
_REMARK = 0.5
_CLOSING = 0.5
_CLOSING_AFTER_HELLO = 0.7
_REACTIONS: Mapping[Mood, float] = {
    Mood.QUESTION: 0.9,
    Mood.SHOW: 2.6,
    Mood.PLAN: 1.4,
    Mood.VIEW: 1.1,
    Mood.HELLO: 3.0,
    Mood.NOTICE: 2.0,
}
_REACTIONS_TO_A_REPLY = 0.45
_MOST_REACTIONS = 8
_LONG_PAUSE = timedelta(minutes=40)


class ConversationWriter:
    """Generates conversations one after another; avoids sentences that were used in earlier ones."""

    def __init__(self, presence: Presence, rng: Random) -> None:
        self.presence = presence
        self.rng = rng
        self.phrasing = Phrasing(rng)
        self.keys = map("m{:05d}".format, count(1))

    def write(
        self,
        tongue: TopicPhrases,
        repertoire: Repertoire,
        opener: Resident,
        at: datetime,
        *,
        answered: bool = True,
        patience: timedelta = timedelta(),
    ) -> list[Action]:
        """Returns the actions of one conversation; `patience` delays the first answer."""
        repertoire.opened_by.append(opener.key)
        talk = _Conversation(self, tongue, repertoire, opener, at)
        if answered:
            talk.moment += patience
            talk.unfold()
        return talk.actions


class _Conversation:
    """A conversation while it is generated."""

    def __init__(
        self, writer: ConversationWriter, tongue: TopicPhrases, repertoire: Repertoire, opener: Resident, at: datetime
    ) -> None:
        self.actions: list[Action] = []
        self.moment = at
        self._presence = writer.presence
        self._rng = writer.rng
        self._phrasing = writer.phrasing
        self._keys = writer.keys
        self._tongue = tongue
        self._repertoire = repertoire
        self._opener = opener
        self._mood = repertoire.mood
        self._words = tongue.words(opener)
        self._given: list[str] = []
        self._asked: list[tuple[str, str]] = []
        self._answers: list[tuple[str, Resident]] = []
        self._answered_by: list[str] = []
        self._last = opener
        self._last_at = at
        self._thread: str | None = None
        self._first = self._begin(at)

    def unfold(self) -> None:
        """Adds replies until no step is left or the topic has closed."""
        for beat in self._steps():
            if self.moment < self._presence.closes_at(self._tongue.topic):
                beat()

    def _steps(self) -> list[Callable[[], None]]:
        n_answers = self._rng.choices(range(1, 8), weights=_N_ANSWERS)[0]
        steps: list[Callable[[], None]] = []
        for place in range(min(n_answers, self._repertoire.n_answers)):
            steps.append(self._answer)
            if self._happens(_SECOND):
                steps.append(self._second)
            if place < _MOST_EXCHANGES and self._happens(_EXCHANGE):
                steps.append(self._exchange)
        if self._repertoire.n_exchanges > _MOST_EXCHANGES + 1:
            steps.extend([self._exchange] * self._rng.randint(2, 4))
        if self._mood in (Mood.QUESTION, Mood.VIEW) and self._happens(_REMARK):
            steps.append(self._remark)
        if self._happens(_CLOSING_AFTER_HELLO if self._mood is Mood.HELLO else _CLOSING):
            steps.append(self._close)
        return steps

    def _begin(self, at: datetime) -> str:
        title, text = self._repertoire.openers.draw()
        text = self._phrasing.post(self._opener, text, self._words, OPENING[self._mood])
        if self._happens(_IN_A_THREAD):
            key = self._thread = next(self._keys)
            title = fill_template(title, self._words, self._rng)
            self.actions.append(OpenThread(at, self._opener.key, self._tongue.topic, key, title, text))
        else:
            key = next(self._keys)
            self.actions.append(Say(at, self._opener.key, self._tongue.topic, None, text, None, key))
        self._reactions(self._opener, key, at, _REACTIONS[self._mood])
        return key

    def _answer(self) -> None:
        template = self._repertoire.answers.draw_new(self._given)
        person = self._somebody()
        if person is None or template is None:
            return
        self._given.append(template)
        text = self._phrasing.post(person, template, self._words, ANSWERING[self._mood])
        key = self._say(person, text, self._first, 0.35)
        self._answered_by.append(person.key)
        if not text.endswith("?"):
            self._answers.append((key, person))
        if self._mood is Mood.PLAN and "?" in text:
            self._consent(person, key)

    def _consent(self, guest: Resident, to: str) -> None:
        """Adds the opener's consent to a person who asked for a favour."""
        at = self._presence.next_moment_of(self._opener, self.moment + self._pause())
        if self._can_speak(self._opener, at):
            self.moment = at
            self._say(self._opener, self._phrasing.consent(self._opener, guest.called, self._words), to, 1.0)

    def _second(self) -> None:
        person = self._somebody()
        others = [(key, answerer) for key, answerer in self._answers if answerer is not person]
        if person is None or not others:
            return
        key, answerer = self._rng.choice(others)
        text = self._phrasing.second(person, answerer.called, self._words, self._mood)
        self._say(person, text, key, 0.9, warmth=0.8)

    def _exchange(self) -> None:
        exchange = self._repertoire.exchanges.draw_new(self._asked)
        person = self._somebody()
        if person is None or exchange is None:
            return
        answered_at = self._presence.next_moment_of(self._opener, self.moment + self._pause())
        if not self._can_speak(self._opener, answered_at):
            return
        self._asked.append(exchange)
        question, answer = exchange
        key = self._say(person, self._phrasing.post(person, question, self._words, ASKING), self._first, 0.6)
        self.moment = answered_at
        self._say(self._opener, self._phrasing.post(self._opener, answer, self._words, EXPLAINING), key, 0.8)

    def _remark(self) -> None:
        person = self._somebody()
        if person is not None:
            text = self._phrasing.post(person, self._tongue.remarks.draw(), self._words, REMARKING)
            self._say(person, text, self._first, 0.2)

    def _close(self) -> None:
        later = self.moment + timedelta(hours=self._rng.uniform(2, 30))
        self.moment = self._presence.next_moment_of(self._opener, later)
        if len(self._answered_by) > 1 and self._can_speak(self._opener, self.moment):
            text = self._phrasing.post(self._opener, self._repertoire.closings.draw(), self._words, CLOSING)
            self._say(self._opener, text, self._first, 0.2, warmth=1.4)

    def _happens(self, chance: float) -> bool:
        return self._rng.random() < chance

    def _somebody(self) -> Resident | None:
        """Moves to the next moment and returns who writes then."""
        topic = self._tongue.topic
        self.moment = self._presence.next_moment(topic, self.moment + self._pause())
        never = {self._opener.key, self._last.key}
        return self._presence.writer(topic, self.moment, never=never, rarely=self._answered_by)

    def _can_speak(self, person: Resident, at: datetime) -> bool:
        return person.takes_part(at) and at < self._presence.closes_at(self._tongue.topic)

    def _pause(self) -> timedelta:
        minutes = self._rng.lognormvariate(math.log(22 if self._thread else 9), 1.1)
        return timedelta(minutes=min(max(minutes, 0.4), 600))

    def _say(
        self, person: Resident, text: str, to: str, explicitly: float, warmth: float = _REACTIONS_TO_A_REPLY
    ) -> str:
        paused = self._thread is None and self.moment - self._last_at > _LONG_PAUSE
        replies_to = to if self._happens(0.9 if paused else explicitly) else None
        key = next(self._keys)
        self.actions.append(Say(self.moment, person.key, self._tongue.topic, self._thread, text, replies_to, key))
        self._last = person
        self._last_at = self.moment
        self._reactions(person, key, self.moment, warmth)
        return key

    def _reactions(self, author: Resident, key: str, at: datetime, warmth: float) -> None:
        """Adds about `warmth` reactions to a message, each by another person, soon after it."""
        reacted = [author.key]
        while len(reacted) <= _MOST_REACTIONS and self._happens(warmth / (1 + warmth)):
            later = at + timedelta(minutes=0.5 + self._rng.expovariate(1 / 45))
            moment = self._presence.next_moment(self._tongue.topic, later)
            person = self._presence.reader(self._tongue.topic, moment, never=reacted)
            if person is None:
                return
            reacted.append(person.key)
            waved = self._mood is Mood.HELLO and author is self._opener
            emoji = self._rng.choice(WELCOME_EMOJI) if waved else self._tongue.emoji.draw()
            self.actions.append(React(moment, person.key, key, emoji))
