"""``active``: who took part."""

from community.engagement.metric import Metric
from community.engagement.window_data import DataSource, WindowData


def active(data: WindowData) -> int:
    """Returns the number of eligible members with a message, reaction, thread, vote or recommendation in the window."""
    return len(data.active())


ACTIVE = Metric(
    "active", place=20, unit="people", reads=frozenset({DataSource.SPELLS, DataSource.MEMBER_DAYS}), fold=active
)
