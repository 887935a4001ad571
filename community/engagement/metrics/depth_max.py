"""``depth_max``: how long people went on answering each other."""

from collections.abc import Collection

from community.engagement.metric import Metric
from community.engagement.window_data import DataSource, WindowData


def depth_max(reading: WindowData) -> int | None:
    """The longest chain of explicit replies, in replies; none where nobody replied."""
    return max(depths(reading), default=None)


def depths(reading: WindowData) -> Collection[int]:
    """The longest chain of each conversation: of the messages that the window's replies hold together.

    *Units*: replies. One to a message of before the window is the first of its chain.
    """
    length: dict[int, int] = {}
    root: dict[int, int] = {}
    deepest: dict[int, int] = {}
    for reply in reading.replies:
        length[reply.source_id] = length.get(reply.answered_id, 0) + 1
        beginning = root[reply.source_id] = root.get(reply.answered_id, reply.answered_id)
        deepest[beginning] = max(deepest.get(beginning, 0), length[reply.source_id])
    return deepest.values()


DEPTH_MAX = Metric("depth_max", place=150, unit="replies", reads=frozenset({DataSource.REPLIES}), fold=depth_max)
