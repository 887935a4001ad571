"""``threads``: how many conversations began."""

from community.engagement.metric import Metric
from community.engagement.window_data import DataSource, WindowData


def threads(reading: WindowData) -> int:
    """Threads whose first message falls in the window."""
    return len(reading.openings)


THREADS = Metric("threads", place=40, unit="threads", reads=frozenset({DataSource.OPENINGS}), fold=threads)
