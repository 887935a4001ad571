"""``gini``: how unevenly the talking is spread."""

from community.engagement.estimates import gini as gini_of
from community.engagement.metric import Metric
from community.engagement.window_data import DataSource, WindowData


def gini(reading: WindowData) -> float:
    """Of the window's messages per eligible member, the silent included; 0 when nothing was said."""
    return gini_of(reading.messages().values())


GINI = Metric("gini", place=200, unit="0 to 1", reads=frozenset({DataSource.SPELLS, DataSource.MEMBER_DAYS}), fold=gini)
