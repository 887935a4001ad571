"""``threads``: how many conversations began."""

from community.engagement.metric import Metric
from community.engagement.window_data import DataSource, WindowData


def threads(data: WindowData) -> int:
    """Returns the number of threads whose first message falls in the window."""
    return len(data.openings)


THREADS = Metric("threads", place=40, unit="threads", reads=frozenset({DataSource.OPENINGS}), fold=threads)
