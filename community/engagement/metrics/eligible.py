"""``eligible``: who could have taken part."""

from community.engagement.metric import Metric
from community.engagement.window_data import DataSource, WindowData


def eligible(data: WindowData) -> int:
    """Returns the number of humans who were members at some time in the window and have not opted out."""
    return len(data.eligible())


ELIGIBLE = Metric("eligible", place=10, unit="people", reads=frozenset({DataSource.SPELLS}), fold=eligible)
