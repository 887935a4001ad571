"""``active``: who took part."""

from community.engagement.metric import Metric
from community.engagement.window_data import DataSource, WindowData


def active(reading: WindowData) -> int:
    """Eligible members with a message, reaction, thread, vote or recommendation in the window."""
    return len(reading.active())


ACTIVE = Metric(
    "active", place=20, unit="people", reads=frozenset({DataSource.SPELLS, DataSource.MEMBER_DAYS}), fold=active
)
