"""How a brand comes to the community, and how its members decide on it."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from random import Random

from demo.story.actions import Action, AskRepresentative, BecomeRepresentative, CallVote, Welcome
from demo.story.people import Resident, Role
from demo.story.presence import Presence
from demo.story.sentences.roaster import BRAND

TOPIC = "home-coffee"
N_VOTERS = 11
UNWELCOMING = 0.2
VOTE_SPAN = timedelta(days=7)


class BrandStory:
    """Generates the actions around the brand."""

    def __init__(self, rng: Random, people: Sequence[Resident], presence: Presence, start: datetime) -> None:
        self._rng = rng
        self._presence = presence
        self._start = start
        self._moderator = next(person for person in people if person.role is Role.MODERATOR)
        self._representative = next(person for person in people if person.role is Role.REPRESENTATIVE)
        self._members = [
            one
            for one in people
            if one.role is Role.MEMBER and one.joins_at is None and one.leaves_at is None and TOPIC in one.interests
        ]

    def arrival(self) -> Iterator[Action]:
        """Yields the actions from the question to the representative to the votes of the topic's members."""
        rosa, ines = self._moderator.key, self._representative.key
        at = self._soon(self._moderator, self._start)
        yield AskRepresentative(at, rosa, BRAND, ines)
        at = self._soon(self._representative, at)
        yield BecomeRepresentative(at, ines, BRAND)
        at = self._soon(self._moderator, at)
        yield CallVote(at, rosa, TOPIC, BRAND)
        voters = self._rng.sample(self._members, min(N_VOTERS, len(self._members)))
        for place, person in enumerate(voters):
            moment = self._soon(person, at, hours=50)
            if moment < at + VOTE_SPAN:
                yield Welcome(moment, person.key, TOPIC, yes=place == 0 or self._rng.random() >= UNWELCOMING)

    def _soon(self, person: Resident, after: datetime, hours: float = 6) -> datetime:
        return self._presence.soon(person, after, hours)
