"""When people are active, by hour of the day and day of the week."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random


@dataclass(frozen=True, slots=True)
class ActivityHours:
    """How likely a person is to be active.

    Shape
    -----
    `hours` has 24 weights from midnight, `weekdays` 7 from Monday; the maximum of each is 1.

    Units
    -----
    Hours are in UTC.
    """

    hours: tuple[float, ...]
    weekdays: tuple[float, ...]

    def at(self, moment: datetime) -> float:
        """Returns the weight at a moment, between 0 and 1."""
        return self.hours[moment.hour] * self.weekdays[moment.weekday()]

    def shifted(self, hours: int) -> "ActivityHours":
        """Returns the same weights, moved later by a number of hours."""
        return replace(self, hours=tuple(self.hours[(hour - hours) % 24] for hour in range(24)))

    def next_moment(self, rng: Random, after: datetime) -> datetime:
        """Returns a random moment at or after `after` at which the person is active, in whole seconds."""
        moment = after
        while rng.random() >= self.at(moment):
            moment += timedelta(minutes=rng.expovariate(1 / 25))
        return moment.replace(microsecond=0)


def _hours(awake: Mapping[int, float]) -> tuple[float, ...]:
    return tuple(awake.get(hour, 0.01) for hour in range(24))


RHYTHMS: Mapping[str, ActivityHours] = {
    "early": ActivityHours(
        _hours({6: 0.6, 7: 1, 8: 1, 9: 0.5, 10: 0.3, 12: 0.4, 13: 0.3, 17: 0.3, 18: 0.4, 19: 0.3, 20: 0.2}),
        (1, 1, 1, 1, 0.9, 0.9, 0.8),
    ),
    "desk": ActivityHours(
        _hours(
            {
                7: 0.4,
                8: 0.6,
                9: 0.4,
                10: 0.5,
                12: 1,
                13: 0.9,
                15: 0.5,
                17: 0.7,
                18: 0.8,
                19: 0.6,
                20: 0.5,
                21: 0.4,
            }
        ),
        (1, 1, 1, 1, 0.8, 0.4, 0.5),
    ),
    "evening": ActivityHours(
        _hours({8: 0.2, 12: 0.3, 17: 0.5, 18: 0.7, 19: 0.9, 20: 1, 21: 1, 22: 0.6, 23: 0.2}),
        (0.9, 0.9, 0.9, 1, 0.7, 0.7, 1),
    ),
    "night": ActivityHours(
        _hours({11: 0.2, 13: 0.3, 16: 0.3, 20: 0.5, 21: 0.8, 22: 1, 23: 1, 0: 0.7, 1: 0.3, 2: 0.05}),
        (0.8, 0.8, 0.8, 0.9, 1, 1, 0.8),
    ),
    "weekend": ActivityHours(
        _hours({8: 0.4, 9: 0.8, 10: 1, 11: 1, 13: 0.7, 14: 0.8, 15: 0.8, 16: 0.7, 18: 0.6, 20: 0.7, 21: 0.5}),
        (0.15, 0.15, 0.15, 0.2, 0.4, 1, 1),
    ),
}

SHARES: Mapping[str, float] = {"early": 0.22, "desk": 0.26, "evening": 0.26, "night": 0.12, "weekend": 0.14}
"""The share of people for each rhythm."""
