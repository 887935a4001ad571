"""``dau``: who took part in the last day."""

from community.engagement.metric import Metric
from community.engagement.window_data import DataSource, WindowData


def dau(reading: WindowData) -> int:
    """Distinct active members in the last day before the window's end, however short the window is."""
    return len(reading.active(reading.last_days(1)))


DAU = Metric("dau", place=60, unit="people", reads=frozenset({DataSource.SPELLS, DataSource.MEMBER_DAYS}), fold=dau)
