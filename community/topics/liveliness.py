"""How lively a topic is: how many people talk in it and answer each other, in steps that do not flicker."""

from dataclasses import dataclass
from datetime import timedelta
from enum import IntEnum
from typing import Final

LIVELY_SPAN = timedelta(days=14)
"""How far back people are counted when a topic's liveliness is told (Source: the design's surface)."""


class Level(IntEnum):
    """How lively a topic is."""

    QUIET = 0
    STIRRING = 1
    LIVELY = 2
    BUZZING = 3


@dataclass(frozen=True, slots=True)
class Pulse:
    """What liveliness is made of, over ``LIVELY_SPAN``: people, never messages.

    ``n_posters`` are the distinct members who wrote; ``n_answers`` the distinct pairs of whom one answered the
    other, so that two who chat all day are one answer each way.
    """

    n_posters: int
    n_answers: int

    @property
    def score(self) -> int:
        """Posters, and answers as far as there are posters: no few people make a topic lively by themselves."""
        return self.n_posters + min(self.n_answers, self.n_posters)


UP_FROM: Final = {Level.STIRRING: 2, Level.LIVELY: 10, Level.BUZZING: 30}
"""The warmth from which a topic reaches a level: one person who answered, five who all did, fifteen who did (our
choice, by the size of micro-communities: of 30 members, half make a topic buzz)."""
DOWN_BELOW: Final = {Level.STIRRING: 1, Level.LIVELY: 7, Level.BUZZING: 21}
"""The warmth below which it loses the level: three tenths less, so that one person more or less changes nothing."""


def level_of(pulse: Pulse, before: Level = Level.QUIET) -> Level:
    """The level of a topic that had another one before; between its two bounds it keeps what it had."""
    bounds = DOWN_BELOW | {level: bound for level, bound in UP_FROM.items() if level > before}
    return max((level for level, bound in bounds.items() if pulse.score >= bound), default=Level.QUIET)
