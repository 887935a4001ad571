"""``depth_mean``: how long people usually go on answering each other."""

from community.engagement.metric import Metric
from community.engagement.metrics.depth_max import depths
from community.engagement.window_data import DataSource, WindowData


def depth_mean(reading: WindowData) -> float | None:
    """Mean of the conversations' longest chains of explicit replies; none where nobody replied."""
    found = depths(reading)
    return sum(found) / len(found) if found else None


DEPTH_MEAN = Metric(
    "depth_mean", place=160, unit="replies a conversation", reads=frozenset({DataSource.REPLIES}), fold=depth_mean
)
