"""``participation``: the share of eligible members that were active."""

from community.engagement.estimates import Proportion, wilson
from community.engagement.metric import Metric
from community.engagement.window_data import DataSource, WindowData


def participation(data: WindowData) -> Proportion:
    """Returns the active members out of the eligible ones."""
    return wilson(len(data.active()), len(data.eligible()))


PARTICIPATION = Metric(
    "participation",
    place=50,
    unit="people",
    reads=frozenset({DataSource.SPELLS, DataSource.MEMBER_DAYS}),
    fold=participation,
)
