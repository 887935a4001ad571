"""Generates greeters, proposed topics, stewards and circles."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from random import Random

from demo.story.actions import Action, OfferToGreet, StopGreeting
from demo.story.people import Resident, Role
from demo.story.presence import Presence
from demo.story.sentences.material import Idea
from demo.story.sentences.places import (
    CIRCLE,
    IDEAS,
    LASTING_CIRCLE,
    LASTING_WHISPERS,
    REFUSED_STEWARD_TOPIC,
    STARTERS,
    STEWARD_DESCRIPTION,
    WHISPERS,
)
from demo.story.topic_actions import (
    Accept,
    Approve,
    AskSteward,
    BecomeSteward,
    CloseCircle,
    Decline,
    Describe,
    Invite,
    LeaveCircle,
    OpenCircle,
    Pin,
    Prompt,
    Propose,
    Refuse,
    RefuseStewardship,
    Revive,
    ShowInterest,
    Visit,
    Whisper,
    WithdrawInterest,
)
from demo.story.topics import KEEP_DAYS, QUIET_DAYS

N_GREETERS = 5
N_INVITED = 3
STARTER_EVERY = timedelta(days=11)
CIRCLE_AFTER = timedelta(days=4)
VISIT_EVERY = timedelta(hours=22)
GREETING_LASTS = timedelta(days=12)
ARCHIVED_WITHIN = timedelta(days=QUIET_DAYS + KEEP_DAYS + 3)
"""How long after a topic's last message it is archived at the latest."""

_DAY = timedelta(days=1)


class TopicStory:
    """Generates the lifecycle of topics and circles; each method yields one kind of action, unordered."""

    def __init__(self, rng: Random, people: Sequence[Resident], presence: Presence, start: datetime) -> None:
        self._rng = rng
        self._presence = presence
        self._start = start
        self._moderator = next(person for person in people if person.role is Role.MODERATOR)
        staying = [one for one in people if one.role is Role.MEMBER and one.joins_at is None and one.leaves_at is None]
        self._founders = sorted(staying, key=lambda person: (-person.talkativeness, person.key))

    def greeters(self) -> Iterator[Action]:
        """Yields the offers of the most talkative founders to greet; one of them stops later."""
        for person in self._founders[:N_GREETERS]:
            yield OfferToGreet(self._soon(person, self._start, hours=5), person.key)
        weary = self._founders[N_GREETERS - 1]
        yield StopGreeting(self._soon(weary, self._start + GREETING_LASTS), weary.key)

    def proposals(self) -> Iterator[Action]:
        """Yields proposals, interest in them, the moderator's decisions, and messages in topics that sprouted."""
        for place, idea in enumerate(IDEAS, start=1):
            yield from self._idea(f"idea-{place}", idea)

    def stewards(self) -> Iterator[Action]:
        """Yields a steward's acceptance and work, and another member's refusal to be steward."""
        topic, _ = STARTERS[0]
        steward = self._regular(topic)
        asked_at = self._soon(self._moderator, self._start + _DAY)
        yield AskSteward(asked_at, self._moderator.key, topic, steward.key)
        at = self._soon(steward, asked_at)
        yield BecomeSteward(at, steward.key, topic)
        yield Describe(at + timedelta(minutes=4), steward.key, *STEWARD_DESCRIPTION)
        for place, (where, text) in enumerate(STARTERS):
            at = self._soon(steward, at + _DAY)
            yield Prompt(at, steward.key, where, text)
            if place == 0:
                yield Pin(at + timedelta(minutes=1), steward.key, where)
            at += STARTER_EVERY
        shy = self._regular(REFUSED_STEWARD_TOPIC)
        asked_at = self._soon(self._moderator, asked_at)
        yield AskSteward(asked_at, self._moderator.key, REFUSED_STEWARD_TOPIC, shy.key)
        yield RefuseStewardship(self._soon(shy, asked_at), shy.key, REFUSED_STEWARD_TOPIC)

    def circles(self) -> Iterator[Action]:
        """Yields the actions of two circles: one that closes, and one that stays open."""
        yield from self._circle("circle-1", CIRCLE, WHISPERS, self._start + CIRCLE_AFTER, closes=True)
        yield from self._circle("circle-2", LASTING_CIRCLE, LASTING_WHISPERS, self._start + 5 * CIRCLE_AFTER)

    def _circle(
        self, key: str, name: str, whispers: Sequence[str], after: datetime, *, closes: bool = False
    ) -> Iterator[Action]:
        """Yields the actions of a circle: all invited members but the last join.

        Finally one leaves, or the host closes it.
        """
        host, *guests, busy = self._rng.sample(self._founders, 2 + N_INVITED)
        at = self._soon(host, after)
        yield OpenCircle(at, host.key, key, name)
        inside = [host]
        for guest in (*guests, busy):
            at = self._soon(host, at, hours=4)
            yield Invite(at, host.key, key, guest.key)
            at = self._soon(guest, at, hours=4)
            if guest is busy:
                yield Refuse(at, guest.key, key)
            else:
                yield Accept(at, guest.key, key)
                inside.append(guest)
        for place, text in enumerate(whispers):
            person = inside[place % len(inside)]
            at = self._soon(person, at, hours=5)
            yield Whisper(at, person.key, key, text)
        if closes:
            yield CloseCircle(self._soon(host, at), host.key, key)
        else:
            yield LeaveCircle(self._soon(guests[-1], at), guests[-1].key, key)

    def _idea(self, key: str, idea: Idea) -> Iterator[Action]:
        author, *others = self._rng.sample(self._founders, 1 + max(idea.n_interested, 1))
        proposed_at = self._soon(author, self._start + idea.after_days * _DAY)
        yield Propose(proposed_at, author.key, key, idea.name, idea.pitch, idea.insists)
        wishing = [author, *others][: idea.n_interested]
        wanted_at = proposed_at
        for person in wishing:
            at = self._soon(person, proposed_at, hours=30)
            wanted_at = max(wanted_at, at)
            yield ShowInterest(at, person.key, key)
        for person in wishing[idea.n_interested - idea.n_withdrawn :]:
            yield WithdrawInterest(self._soon(person, wanted_at), person.key, key)
        if idea.declined_because:
            at = self._soon(self._moderator, wanted_at)
            yield Decline(at, self._moderator.key, key, idea.declined_because)
        elif idea.is_approved:
            yield from self._approved(key, idea, wishing, wanted_at)
        else:
            yield from self._visits(key, idea.said, wishing, wanted_at)

    def _approved(self, key: str, idea: Idea, people: Sequence[Resident], after: datetime) -> Iterator[Action]:
        """Yields a proposal's approval, growth, silence and revival."""
        at = self._soon(self._moderator, after)
        yield Approve(at, self._moderator.key, key)
        visits = list(self._visits(key, idea.said, people, at))
        yield from visits
        at = self._soon(self._moderator, visits[-1].at)
        yield Approve(at, self._moderator.key, key)
        at = self._soon(people[-1], at + ARCHIVED_WITHIN, hours=2)
        yield Revive(at, people[-1].key, key)
        yield from self._visits(key, idea.said_once_back, people, at)

    def _visits(self, key: str, said: Sequence[str], people: Sequence[Resident], after: datetime) -> Iterator[Visit]:
        at = after
        for place, text in enumerate(said):
            person = people[place % len(people)]
            at = self._soon(person, at + VISIT_EVERY)
            yield Visit(at, person.key, key, text)

    def _regular(self, topic: str) -> Resident:
        return next(person for person in self._founders if topic in person.interests)

    def _soon(self, person: Resident, after: datetime, hours: float = 9) -> datetime:
        return self._presence.soon(person, after, hours)
