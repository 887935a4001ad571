"""``eligible``: who could have taken part."""

from community.engagement.metric import Metric
from community.engagement.window_data import DataSource, WindowData


def eligible(reading: WindowData) -> int:
    """Humans who were members at some time in the window and have not opted out."""
    return len(reading.eligible())


ELIGIBLE = Metric("eligible", place=10, unit="people", reads=frozenset({DataSource.SPELLS}), fold=eligible)
