"""How places come about: what is proposed, who looks after a topic, and what a few keep among themselves."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from random import Random

from demo.actions import (
    Accept,
    Action,
    AskSteward,
    BecomeSteward,
    Invite,
    OfferToGreet,
    OpenCircle,
    Prompt,
    Propose,
    Visit,
    Whisper,
    Wish,
)
from demo.people import Person, Role
from demo.presence import Presence
from demo.sentences.material import Idea
from demo.sentences.places import CIRCLE, IDEAS, STARTERS, WHISPERS

N_GREETERS = 5
N_INVITED = 3
STARTER_EVERY = timedelta(days=11)
CIRCLE_AFTER = timedelta(days=9)
VISIT_EVERY = timedelta(hours=22)

_DAY = timedelta(days=1)


class Places:
    """The life of places; each method yields one kind of it, in no order of time."""

    def __init__(self, rng: Random, people: Sequence[Person], presence: Presence, start: datetime) -> None:
        self._rng = rng
        self._presence = presence
        self._start = start
        self._moderator = next(person for person in people if person.role is Role.MODERATOR)
        staying = [one for one in people if one.role is Role.MEMBER and one.joins_at is None and one.leaves_at is None]
        self._founders = sorted(staying, key=lambda person: (-person.talkativeness, person.key))

    def greeters(self) -> Iterator[Action]:
        """Those who talk most offer to greet."""
        for person in self._founders[:N_GREETERS]:
            yield OfferToGreet(self._soon(person, self._start, hours=5), person.key)

    def proposals(self) -> Iterator[Action]:
        """Ideas, who would join, and what is said once they have sprouted."""
        for place, idea in enumerate(IDEAS, start=1):
            yield from self._idea(f"idea-{place}", idea)

    def stewards(self) -> Iterator[Action]:
        """One member looks after a topic, and asks everybody something now and then."""
        topic = STARTERS[0][0]
        steward = next(person for person in self._founders if topic in person.interests)
        asked_at = self._soon(self._moderator, self._start + _DAY)
        yield AskSteward(asked_at, self._moderator.key, topic, steward.key)
        at = self._soon(steward, asked_at)
        yield BecomeSteward(at, steward.key, topic)
        for where, text in STARTERS:
            at = self._soon(steward, at + _DAY)
            yield Prompt(at, steward.key, where, text)
            at += STARTER_EVERY

    def circles(self) -> Iterator[Action]:
        """A few plan a birthday among themselves."""
        host, *guests = self._rng.sample(self._founders, 1 + N_INVITED)
        key = "circle-1"
        at = self._soon(host, self._start + CIRCLE_AFTER)
        yield OpenCircle(at, host.key, key, CIRCLE)
        inside = [host]
        for guest in guests:
            at = self._soon(host, at)
            yield Invite(at, host.key, key, guest.key)
            at = self._soon(guest, at)
            yield Accept(at, guest.key, key)
            inside.append(guest)
        for place, text in enumerate(WHISPERS):
            person = inside[place % len(inside)]
            at = self._soon(person, at)
            yield Whisper(at, person.key, key, text)

    def _idea(self, key: str, idea: Idea) -> Iterator[Action]:
        author, *others = self._rng.sample(self._founders, 1 + max(idea.n_wishes, 1))
        proposed_at = self._soon(author, self._start + idea.after_days * _DAY)
        yield Propose(proposed_at, author.key, key, idea.name, idea.pitch)
        wishing = [author, *others][: idea.n_wishes]
        sprouted_at = proposed_at
        for person in wishing:
            at = self._soon(person, proposed_at, hours=30)
            sprouted_at = max(sprouted_at, at)
            yield Wish(at, person.key, key)
        at = sprouted_at
        for place, text in enumerate(idea.said):
            person = wishing[place % len(wishing)]
            at = self._soon(person, at + VISIT_EVERY)
            yield Visit(at, person.key, key, text)

    def _soon(self, person: Person, after: datetime, hours: float = 9) -> datetime:
        return self._presence.soon(person, after, hours)
