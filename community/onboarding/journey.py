"""One newcomer's way: arrived → started → choosing → confirming → finished, and again any time."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from community.ids import TopicId


class Step(StrEnum):
    """Where somebody is."""

    ARRIVED = "arrived"
    STARTED = "started"
    CHOOSING = "choosing"
    CONFIRMING = "confirming"
    FINISHED = "finished"


@dataclass(frozen=True, slots=True)
class Journey:
    """Every move makes a new one.

    What is picked is kept as a difference to what the member has: a topic joined or left elsewhere in the
    meantime is not undone.
    """

    step: Step = Step.ARRIVED
    page: int = 0
    joining: frozenset[TopicId] = frozenset()
    leaving: frozenset[TopicId] = frozenset()
    joined_at: datetime | None = None
    started_at: datetime | None = None
    finished_at: datetime | None = None

    @property
    def under_way(self) -> bool:
        """Whether something was begun and not finished."""
        return self.step in {Step.STARTED, Step.CHOOSING, Step.CONFIRMING}

    def wanted(self, had: AbstractSet[TopicId]) -> frozenset[TopicId]:
        """What the member will have who has these."""
        return frozenset(had | self.joining) - self.leaving

    def arrive(self, joined_at: datetime) -> "Journey":
        """Joins the guild; another join begins anew, the same one told twice changes nothing."""
        return self if self.joined_at == joined_at else Journey(joined_at=joined_at)

    def start(self, now: datetime) -> "Journey":
        """Begins, or goes on where it was left."""
        if self.under_way:
            return self
        return replace(self, step=Step.STARTED, page=0, started_at=self.started_at or now)

    def look(self, page: int, now: datetime) -> "Journey":
        """Turns to a page."""
        return replace(self.start(now), step=Step.CHOOSING, page=page)

    def choose(
        self,
        page: int,
        offered: AbstractSet[TopicId],
        picked: AbstractSet[TopicId],
        had: AbstractSet[TopicId],
        now: datetime,
    ) -> "Journey":
        """Picks some of what a page offers and unpicks the others; what it does not offer stays as it was."""
        picked = picked & offered
        return replace(
            self.look(page, now),
            joining=(self.joining - offered) | (picked - had),
            leaving=(self.leaving - offered) | ((offered & had) - picked),
        )

    def review(self, now: datetime) -> "Journey":
        """Asks to confirm."""
        return replace(self.start(now), step=Step.CONFIRMING)

    def finish(self, refused: AbstractSet[TopicId], now: datetime) -> "Journey":
        """Ends it, where it was to be confirmed; what was refused stays picked for another time."""
        if self.step not in {Step.CONFIRMING, Step.FINISHED}:
            return self
        return replace(
            self,
            step=Step.FINISHED,
            joining=self.joining & refused,
            leaving=self.leaving & refused,
            finished_at=self.finished_at or now,
        )
