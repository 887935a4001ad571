"""``mau``: who took part in the last 30 days."""

from community.engagement.metric import Metric
from community.engagement.window_data import MONTH, DataSource, WindowData


def mau(data: WindowData) -> int:
    """Returns the distinct active members of the last 30 days before the window's end, even of a shorter window."""
    return len(data.active(data.last_days(MONTH)))


MAU = Metric("mau", place=80, unit="people", reads=frozenset({DataSource.SPELLS, DataSource.MEMBER_DAYS}), fold=mau)
