"""``depth_mean``: how long chains of replies are on average."""

from community.engagement.metric import Metric
from community.engagement.metrics.depth_max import depths
from community.engagement.window_data import DataSource, WindowData


def depth_mean(data: WindowData) -> float | None:
    """Returns the mean of the conversations' longest chains of explicit replies; none if nobody replied.

    Units
    -----
    Replies per conversation.
    """
    found = depths(data)
    return sum(found) / len(found) if found else None


DEPTH_MEAN = Metric(
    "depth_mean", place=160, unit="replies a conversation", reads=frozenset({DataSource.REPLIES}), fold=depth_mean
)
