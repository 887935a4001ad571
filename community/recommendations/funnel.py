"""The word-of-mouth figure: asked, chosen, tried, worked."""

from collections.abc import Iterable
from dataclasses import dataclass

from community.engagement.estimates import Proportion, wilson
from community.recommendations.outcome import TRIED_RESULTS, Result


@dataclass(frozen=True, slots=True)
class OutcomeStep:
    """How far one ask came: whether something was recommended, whether it was chosen, and how it worked out."""

    is_answered: bool
    is_chosen: bool = False
    result: Result | None = None


@dataclass(frozen=True, slots=True)
class OutcomeFunnel:
    """How many asks came how far; each share is of the step before, with its Wilson interval."""

    n_asked: int
    n_answered: int
    n_chosen: int
    n_tried: int
    n_worked: int
    n_partly: int

    @property
    def n_failed(self) -> int:
        """What was tried and did not work, not even in part."""
        return self.n_tried - self.n_worked - self.n_partly

    @property
    def answered(self) -> Proportion:
        """Of the asks, those for which something was recommended."""
        return wilson(self.n_answered, self.n_asked)

    @property
    def chosen(self) -> Proportion:
        """Of the answered asks, those whose author went with something."""
        return wilson(self.n_chosen, self.n_answered)

    @property
    def tried(self) -> Proportion:
        """Of what was chosen, what was tried and told of."""
        return wilson(self.n_tried, self.n_chosen)

    @property
    def worked(self) -> Proportion:
        """Of what was tried, what worked; what worked in part did not."""
        return wilson(self.n_worked, self.n_tried)


def count_steps(steps: Iterable[OutcomeStep]) -> OutcomeFunnel:
    """Counts how far asks came."""
    told = list(steps)
    chosen = [one for one in told if one.is_chosen]
    tried = [one.result for one in chosen if one.result in TRIED_RESULTS]
    return OutcomeFunnel(
        n_asked=len(told),
        n_answered=sum(one.is_answered or one.is_chosen for one in told),
        n_chosen=len(chosen),
        n_tried=len(tried),
        n_worked=tried.count(Result.YES),
        n_partly=tried.count(Result.PARTLY),
    )
