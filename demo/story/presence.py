"""Who is active in a topic at a moment, and when somebody next is."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from random import Random

from demo.story.people import Resident
from demo.story.topics import TOPICS

SLEEPY_SLOWS_AFTER = timedelta(days=10)
SLEEPY_FADES_AFTER = timedelta(days=14)
SLEEPY_SILENT_AFTER = timedelta(days=18)

_RARELY = 0.15


class Presence:
    """Chooses moments and people, by the people's active hours."""

    def __init__(self, people: Sequence[Resident], start: datetime, end: datetime, rng: Random) -> None:
        self._rng = rng
        self._start = start
        self._end = end
        self._regulars = {
            topic.key: tuple(person for person in people if topic.key in person.interests) for topic in TOPICS
        }
        self._sleepy = {topic.key for topic in TOPICS if topic.sleepy}
        self._pulse = {topic.key: _pulse(self._regulars[topic.key]) for topic in TOPICS}

    def closes_at(self, topic: str) -> datetime:
        """Returns the moment from which nothing happens in a topic."""
        if topic in self._sleepy:
            return min(self._start + SLEEPY_SILENT_AFTER, self._end)
        return self._end

    def pace(self, topic: str, at: datetime) -> float:
        """Returns the share of its usual activity that a topic has at a moment."""
        if topic not in self._sleepy or at < self._start + SLEEPY_SLOWS_AFTER:
            return 1.0
        if at < self._start + SLEEPY_FADES_AFTER:
            return 0.5
        return 0.12 if at < self._start + SLEEPY_SILENT_AFTER else 0.0

    def next_moment(self, topic: str, after: datetime) -> datetime:
        """Returns a random moment at or after `after` at which people of a topic are active, in whole seconds."""
        pulse = self._pulse[topic]
        moment = after
        while self._rng.random() >= pulse[moment.weekday() * 24 + moment.hour]:
            moment += timedelta(minutes=self._rng.expovariate(1 / 15))
        return moment.replace(microsecond=0)

    def next_moment_of(self, person: Resident, after: datetime) -> datetime:
        """Returns a random moment at or after `after` at which a person is active, in whole seconds."""
        return person.rhythm.next_moment(self._rng, after)

    def soon(self, person: Resident, after: datetime, hours: float) -> datetime:
        """Returns a random moment within a number of hours after `after`, or the person's next active moment."""
        later = after + timedelta(minutes=5) + timedelta(hours=self._rng.uniform(0, hours))
        return self.next_moment_of(person, later)

    def writer(
        self, topic: str, at: datetime, *, never: Collection[str], rarely: Collection[str] = ()
    ) -> Resident | None:
        """Returns a random active writer of a topic, or `None`; people in `rarely` are less likely."""
        return self._somebody(
            topic,
            at,
            {
                person.key: person.talkativeness * (_RARELY if person.key in rarely else 1.0)
                for person in self._regulars[topic]
            },
            never,
        )

    def reader(self, topic: str, at: datetime, *, never: Collection[str]) -> Resident | None:
        """Returns a random active person of a topic who would react or vote, or `None`."""
        return self._somebody(topic, at, {person.key: person.warmth for person in self._regulars[topic]}, never)

    def _somebody(
        self, topic: str, at: datetime, weights: Mapping[str, float], never: Collection[str]
    ) -> Resident | None:
        if at >= self.closes_at(topic):
            return None
        there = [person for person in self._regulars[topic] if person.key not in never and person.takes_part(at)]
        chances = [weights[person.key] * person.rhythm.at(at) for person in there]
        return self._rng.choices(there, weights=chances)[0] if sum(chances) > 0 else None


def _pulse(people: Sequence[Resident]) -> tuple[float, ...]:
    """Returns the activity of each hour of the week, from Monday midnight; the maximum is 1."""
    hours = [
        sum(person.talkativeness * person.rhythm.hours[hour] * person.rhythm.weekdays[weekday] for person in people)
        for weekday in range(7)
        for hour in range(24)
    ]
    return tuple(hour / max(hours) for hour in hours)
