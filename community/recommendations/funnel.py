"""The word-of-mouth funnel: asked, answered, chosen, tried, worked."""

from collections.abc import Iterable
from dataclasses import dataclass

from community.engagement.estimates import Proportion, wilson
from community.recommendations.outcome import TRIED_RESULTS, Result


@dataclass(frozen=True, slots=True)
class OutcomeStep:
    """How far one ask came: whether it was answered, whether its author chose something, and with what result."""

    is_answered: bool
    is_chosen: bool = False
    result: Result | None = None


@dataclass(frozen=True, slots=True)
class OutcomeFunnel:
    """The number of asks that reached each step; each share is of the step before, with its Wilson interval."""

    n_asked: int
    n_answered: int
    n_chosen: int
    n_tried: int
    n_worked: int
    n_partly: int

    @property
    def n_failed(self) -> int:
        """The number of choices that were tried and did not work, not even in part."""
        return self.n_tried - self.n_worked - self.n_partly

    @property
    def answered(self) -> Proportion:
        """The share of asks with a recommendation."""
        return wilson(self.n_answered, self.n_asked)

    @property
    def chosen(self) -> Proportion:
        """The share of answered asks whose author chose a recommendation."""
        return wilson(self.n_chosen, self.n_answered)

    @property
    def tried(self) -> Proportion:
        """The share of choices that were tried, as their askers reported."""
        return wilson(self.n_tried, self.n_chosen)

    @property
    def worked(self) -> Proportion:
        """The share of tried choices that worked; those that worked in part don't count."""
        return wilson(self.n_worked, self.n_tried)


def count_steps(steps: Iterable[OutcomeStep]) -> OutcomeFunnel:
    """Counts how many asks reached each step."""
    counted = list(steps)
    chosen = [one for one in counted if one.is_chosen]
    tried = [one.result for one in chosen if one.result in TRIED_RESULTS]
    return OutcomeFunnel(
        n_asked=len(counted),
        n_answered=sum(one.is_answered or one.is_chosen for one in counted),
        n_chosen=len(chosen),
        n_tried=len(tried),
        n_worked=tried.count(Result.YES),
        n_partly=tried.count(Result.PARTLY),
    )
