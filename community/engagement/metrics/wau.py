"""``wau``: who took part in the last 7 days."""

from community.engagement.metric import Metric
from community.engagement.window_data import DataSource, WindowData


def wau(data: WindowData) -> int:
    """Returns the distinct active members of the last 7 days before the window's end, even of a shorter window."""
    return len(data.active(data.last_days(7)))


WAU = Metric("wau", place=70, unit="people", reads=frozenset({DataSource.SPELLS, DataSource.MEMBER_DAYS}), fold=wau)
