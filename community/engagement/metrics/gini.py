"""``gini``: how unevenly the messages are spread."""

from community.engagement.estimates import gini as gini_of
from community.engagement.metric import Metric
from community.engagement.window_data import DataSource, WindowData


def gini(data: WindowData) -> float:
    """Returns the Gini coefficient of messages per eligible member, silent ones included; 0 without messages."""
    return gini_of(data.messages().values())


GINI = Metric("gini", place=200, unit="0 to 1", reads=frozenset({DataSource.SPELLS, DataSource.MEMBER_DAYS}), fold=gini)
