"""``mau``: who took part in the last 30 days."""

from community.engagement.metric import Metric
from community.engagement.window_data import MONTH, DataSource, WindowData


def mau(reading: WindowData) -> int:
    """Distinct active members in the last 30 days before the window's end, however short the window is."""
    return len(reading.active(reading.last_days(MONTH)))


MAU = Metric("mau", place=80, unit="people", reads=frozenset({DataSource.SPELLS, DataSource.MEMBER_DAYS}), fold=mau)
