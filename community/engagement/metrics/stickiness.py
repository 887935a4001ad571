"""``stickiness``: of those who come in a month, who came this week."""

from community.engagement.estimates import Proportion, wilson
from community.engagement.metric import Metric
from community.engagement.window_data import MONTH, DataSource, WindowData


def stickiness(data: WindowData) -> Proportion:
    """Returns ``wau / mau`` as a share of people with its interval."""
    return wilson(len(data.active(data.last_days(7))), len(data.active(data.last_days(MONTH))))


STICKINESS = Metric(
    "stickiness",
    place=100,
    unit="people",
    reads=frozenset({DataSource.SPELLS, DataSource.MEMBER_DAYS}),
    fold=stickiness,
)
