"""The people of Juniper Street: their interests, active hours and talkativeness."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from random import Random

from demo.story.activity_hours import RHYTHMS, SHARES, ActivityHours
from demo.story.names import MODERATOR, NAMES, REPRESENTATIVE
from demo.story.topics import TOPICS

N_NEWCOMERS = 12
N_NEVER_STARTED = 2
N_ONLY_REACTING = 11

_MODERATOR_INTERESTS = ("home-coffee", "bread-and-baking", "film-club", "trail-running")
_REPRESENTATIVE_INTERESTS = ("home-coffee",)


class Role(StrEnum):
    """The role of a person in the community."""

    MEMBER = "member"
    MODERATOR = "moderator"
    REPRESENTATIVE = "representative"


@dataclass(frozen=True, slots=True)
class Resident:
    """A person of the community.

    `called` is the familiar name. `joins_at` is `None` for founders. A newcomer takes part from `started_at` on, and
    never if that is `None`.

    Units
    -----
    `talkativeness` and `warmth` are weights of writing and reacting; 0 is never.
    """

    key: str
    name: str
    called: str
    role: Role
    interests: tuple[str, ...]
    rhythm: ActivityHours
    talkativeness: float
    warmth: float
    joins_at: datetime | None = None
    started_at: datetime | None = None
    leaves_at: datetime | None = None

    def takes_part(self, at: datetime) -> bool:
        """Returns whether the person can write, react and vote at a moment."""
        if self.leaves_at is not None and at >= self.leaves_at:
            return False
        return self.joins_at is None or (self.started_at is not None and at > self.started_at)


def make_people(rng: Random, start: datetime, end: datetime) -> tuple[Resident, ...]:
    """Returns all people who are members at some time between `start` and `end`, founders first."""
    names = list(NAMES)
    rng.shuffle(names)
    talk = _talkativeness(rng, len(names))
    members = [
        Resident(
            key=key,
            name=name,
            called=called,
            role=Role.MEMBER,
            interests=_interests(rng, most=4),
            rhythm=_rhythm(rng),
            talkativeness=talk[place],
            warmth=0.25 + rng.gammavariate(1.2, 0.6),
        )
        for place, (key, name, called) in enumerate(names)
    ]
    founders = [_moderator(rng), _representative(rng), *members[N_NEWCOMERS:]]
    leaver = min(range(2, len(founders)), key=lambda place: abs(founders[place].talkativeness - 0.08))
    leaves_at = start + rng.uniform(0.55, 0.7) * (end - start)
    founders[leaver] = replace(founders[leaver], leaves_at=leaves_at.replace(microsecond=0))
    return (*founders, *_newcomers(rng, members[:N_NEWCOMERS], start, end))


def _talkativeness(rng: Random, n_people: int) -> list[float]:
    """Returns weights that fall with the rank; the last `N_ONLY_REACTING` are 0."""
    weights = [1.0 / (rank + 2) if rank < n_people - N_ONLY_REACTING else 0.0 for rank in range(n_people)]
    rng.shuffle(weights)
    return weights


def _interests(rng: Random, most: int) -> tuple[str, ...]:
    n_interests = rng.choices(range(1, most + 1), weights=(2, 4, 3, 1)[:most])[0]
    left = {topic.key: 0.5 if topic.sleepy else 1.0 for topic in TOPICS}
    chosen = []
    for _ in range(n_interests):
        key = rng.choices(list(left), weights=list(left.values()))[0]
        chosen.append(key)
        del left[key]
    return tuple(chosen)


def _rhythm(rng: Random) -> ActivityHours:
    kind = rng.choices(list(SHARES), weights=list(SHARES.values()))[0]
    return RHYTHMS[kind].shifted(rng.choice((-1, 0, 0, 1)))


def _moderator(rng: Random) -> Resident:
    key, name, called = MODERATOR
    rhythm = RHYTHMS["desk"].shifted(rng.choice((0, 1)))
    return Resident(key, name, called, Role.MODERATOR, _MODERATOR_INTERESTS, rhythm, 0.14, 1.6)


def _representative(rng: Random) -> Resident:
    key, name, called = REPRESENTATIVE
    rhythm = RHYTHMS["desk"].shifted(rng.choice((-1, 0)))
    return Resident(key, name, called, Role.REPRESENTATIVE, _REPRESENTATIVE_INTERESTS, rhythm, 0.035, 0.5)


def _newcomers(rng: Random, people: list[Resident], start: datetime, end: datetime) -> list[Resident]:
    """Returns the people as newcomers who join one after another.

    Some never start the onboarding, and one of those may leave.
    """
    span = end - start
    never = rng.sample(range(len(people) * 2 // 3), N_NEVER_STARTED)
    arrived = []
    for place, person in enumerate(people):
        share = 0.03 + 0.85 * (place + rng.random()) / len(people)
        joins_at = min(person.rhythm.next_moment(rng, start + share * span), end - timedelta(hours=2))
        if place not in never:
            started_at = joins_at + timedelta(seconds=rng.randint(120, 1500))
            arrived.append(replace(person, interests=person.interests[:3], joins_at=joins_at, started_at=started_at))
            continue
        leaves_at = (joins_at + timedelta(days=rng.uniform(3, 9))).replace(microsecond=0)
        stays = place != min(never) or leaves_at >= end
        arrived.append(replace(person, interests=(), joins_at=joins_at, leaves_at=None if stays else leaves_at))
    return arrived
