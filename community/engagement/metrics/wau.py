"""``wau``: who took part in the last 7 days."""

from community.engagement.metric import Metric
from community.engagement.window_data import DataSource, WindowData


def wau(reading: WindowData) -> int:
    """Distinct active members in the last 7 days before the window's end, however short the window is."""
    return len(reading.active(reading.last_days(7)))


WAU = Metric("wau", place=70, unit="people", reads=frozenset({DataSource.SPELLS, DataSource.MEMBER_DAYS}), fold=wau)
