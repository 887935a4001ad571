"""One newcomer's way, from joining to having finished **Get started**, and again any time."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from community.ids import PostedMessage, TopicId


class OnboardingStep(StrEnum):
    """Where somebody is."""

    SCREENING = "screening"
    ARRIVED = "arrived"
    STARTED = "started"
    CHOOSING = "choosing"
    INTRODUCING = "introducing"
    RECORDING = "recording"
    CONFIRMING = "confirming"
    FINISHED = "finished"


UNFINISHED_STEPS = frozenset(
    {
        OnboardingStep.STARTED,
        OnboardingStep.CHOOSING,
        OnboardingStep.INTRODUCING,
        OnboardingStep.RECORDING,
        OnboardingStep.CONFIRMING,
    }
)
"""The steps of which something was begun and not finished."""
CARD_STEPS = (OnboardingStep.CHOOSING, OnboardingStep.INTRODUCING, OnboardingStep.RECORDING, OnboardingStep.CONFIRMING)
"""The steps that are cards to look at, in their order."""


@dataclass(frozen=True, slots=True)
class Journey:
    """Every move makes a new one.

    What is picked is kept as a difference to what the member has: a topic joined or left elsewhere in the
    meantime is not undone. ``welcomed_at`` is when a welcome was posted, or given up; ``introducing_at`` when
    posting the introduction was begun, which is not known to be done before ``introduced_at``. ``post`` is where it
    stands, and ``shared`` their yes that the digest tells of it.
    """

    step: OnboardingStep = OnboardingStep.ARRIVED
    page: int = 0
    joining: frozenset[TopicId] = frozenset()
    leaving: frozenset[TopicId] = frozenset()
    joined_at: datetime | None = None
    started_at: datetime | None = None
    finished_at: datetime | None = None
    welcomed_at: datetime | None = None
    introduction: str = ""
    introducing_at: datetime | None = None
    introduced_at: datetime | None = None
    post: PostedMessage | None = None
    shared: bool = False

    @property
    def is_under_way(self) -> bool:
        """Whether something was begun and not finished."""
        return self.step in UNFINISHED_STEPS

    def wanted_topics(self, joined: AbstractSet[TopicId]) -> frozenset[TopicId]:
        """What the member will have who has these."""
        return frozenset(joined | self.joining) - self.leaving

    def record_join(self, joined_at: datetime, *, pending: bool = False) -> "Journey":
        """Joins the guild, or passes its screening; another join begins anew, one told twice changes nothing."""
        if self.joined_at != joined_at:
            return Journey(step=OnboardingStep.SCREENING if pending else OnboardingStep.ARRIVED, joined_at=joined_at)
        if self.step is OnboardingStep.SCREENING and not pending:
            return replace(self, step=OnboardingStep.ARRIVED)
        return self

    def mark_welcomed(self, now: datetime) -> "Journey":
        """Was welcomed, or it was given up."""
        return self if self.welcomed_at else replace(self, welcomed_at=now)

    def start(self, now: datetime) -> "Journey":
        """Begins, or goes on where it was left."""
        if self.is_under_way:
            return self
        return replace(self, step=OnboardingStep.STARTED, page=0, started_at=self.started_at or now)

    def turn_to_page(self, page: int, now: datetime) -> "Journey":
        """Turns to a page."""
        return replace(self.start(now), step=OnboardingStep.CHOOSING, page=page)

    def choose(
        self,
        page: int,
        offered: AbstractSet[TopicId],
        picked: AbstractSet[TopicId],
        joined: AbstractSet[TopicId],
        now: datetime,
    ) -> "Journey":
        """Picks some of what a page offers and unpicks the others; what it does not offer stays as it was."""
        picked = picked & offered
        return replace(
            self.turn_to_page(page, now),
            joining=(self.joining - offered) | (picked - joined),
            leaving=(self.leaving - offered) | ((offered & joined) - picked),
        )

    def write_introduction(self, introduction: str, now: datetime) -> "Journey":
        """Keeps an introduction until it is posted; one that is being posted, or is out, stays as it is."""
        before = self.start(now)
        return before if self.introducing_at else replace(before, introduction=introduction)

    def turn_to_step(self, step: OnboardingStep, now: datetime) -> "Journey":
        """Turns to one of the cards."""
        return replace(self.start(now), step=step)

    def begin_introduction(self, now: datetime) -> "Journey":
        """Begins to post the introduction, where there is one."""
        return replace(self, introducing_at=now) if self.introduction and not self.introducing_at else self

    def mark_introduced(self, now: datetime, post: PostedMessage | None = None) -> "Journey":
        """It is out, so that its words need not be kept any more."""
        return replace(self, introduction="", introduced_at=now, post=post)

    def toggle_shared(self) -> "Journey":
        """Agrees that the digest says hello for them, or takes that back; nothing, where no introduction is out."""
        return self if self.post is None else replace(self, shared=not self.shared)

    def reset_introduction(self) -> "Journey":
        """It is surely not out; its words stay."""
        return self if self.introduced_at else replace(self, introducing_at=None)

    def finish(self, refused: AbstractSet[TopicId], now: datetime) -> "Journey":
        """Ends it, where it was to be confirmed; what was refused stays picked for another time."""
        if self.step not in {OnboardingStep.CONFIRMING, OnboardingStep.FINISHED}:
            return self
        return replace(
            self,
            step=OnboardingStep.FINISHED,
            joining=self.joining & refused,
            leaving=self.leaving & refused,
            finished_at=self.finished_at or now,
        )
