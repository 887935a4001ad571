"""``participation``: the share of those who could that did."""

from community.engagement.estimates import Proportion, wilson
from community.engagement.metric import Metric
from community.engagement.window_data import DataSource, WindowData


def participation(reading: WindowData) -> Proportion:
    """Active members out of the eligible."""
    return wilson(len(reading.active()), len(reading.eligible()))


PARTICIPATION = Metric(
    "participation",
    place=50,
    unit="people",
    reads=frozenset({DataSource.SPELLS, DataSource.MEMBER_DAYS}),
    fold=participation,
)
