"""``dau``: who took part in the last day."""

from community.engagement.metric import Metric
from community.engagement.window_data import DataSource, WindowData


def dau(data: WindowData) -> int:
    """Returns the distinct active members of the last day before the window's end, even of a shorter window."""
    return len(data.active(data.last_days(1)))


DAU = Metric("dau", place=60, unit="people", reads=frozenset({DataSource.SPELLS, DataSource.MEMBER_DAYS}), fold=dau)
