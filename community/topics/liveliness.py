"""How lively a topic is: a level from how many members write and answer, with hysteresis."""

from dataclasses import dataclass
from datetime import timedelta
from enum import IntEnum
from typing import Final

LIVELY_SPAN = timedelta(days=14)
"""How far back members are counted for a topic's liveliness."""


class Level(IntEnum):
    """The levels of liveliness, quietest first."""

    QUIET = 0
    STIRRING = 1
    LIVELY = 2
    BUZZING = 3


@dataclass(frozen=True, slots=True)
class Pulse:
    """The counts that liveliness is made of, over ``LIVELY_SPAN``: members, never messages.

    *Shape*: ``n_posters`` counts the distinct members who wrote; ``n_answers`` the distinct pairs of whom one answered
    the other, so that two who chat all day are one answer each way.
    """

    n_posters: int
    n_answers: int

    @property
    def score(self) -> int:
        """Returns the posters plus the answers, with at most one answer counted for each poster."""
        return self.n_posters + min(self.n_answers, self.n_posters)


UP_FROM: Final = {Level.STIRRING: 2, Level.LIVELY: 10, Level.BUZZING: 30}
"""The score from which a topic reaches a level: one member who answered, five who did, fifteen who did (our choice, by
the size of micro-communities: of 30 members, half are the highest level).
"""
DOWN_BELOW: Final = {Level.STIRRING: 1, Level.LIVELY: 7, Level.BUZZING: 21}
"""The score below which a topic loses a level: three tenths less, so that one member more or less changes nothing."""


def level_of(pulse: Pulse, before: Level = Level.QUIET) -> Level:
    """Returns the level of a topic; between the two bounds of a level, the level before is kept."""
    bounds = DOWN_BELOW | {level: bound for level, bound in UP_FROM.items() if level > before}
    return max((level for level, bound in bounds.items() if pulse.score >= bound), default=Level.QUIET)
