"""``participation``: the share of those who could that did."""

from community.engagement.estimates import Proportion, wilson
from community.engagement.metric import Metric
from community.engagement.window_data import Source, WindowData


def participation(reading: WindowData) -> Proportion:
    """Active members out of the eligible."""
    return wilson(len(reading.active()), len(reading.eligible()))


PARTICIPATION = Metric(
    "participation",
    place=50,
    unit="people",
    reads=frozenset({Source.SPELLS, Source.MEMBER_DAYS}),
    fold=participation,
)
