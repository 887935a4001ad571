"""``depth_max``: the longest chain of replies."""

from collections.abc import Collection

from community.engagement.metric import Metric
from community.engagement.window_data import DataSource, WindowData


def depth_max(data: WindowData) -> int | None:
    """Returns the longest chain of explicit replies; none if nobody replied.

    Units
    -----
    Replies.
    """
    return max(depths(data), default=None)


def depths(data: WindowData) -> Collection[int]:
    """Returns the longest chain of each conversation, which is all messages that the window's replies connect.

    A reply to a message of before the window is the first of its chain.

    Units
    -----
    Replies.
    """
    length: dict[int, int] = {}
    root: dict[int, int] = {}
    deepest: dict[int, int] = {}
    for reply in data.replies:
        length[reply.source_id] = length.get(reply.answered_id, 0) + 1
        beginning = root[reply.source_id] = root.get(reply.answered_id, reply.answered_id)
        deepest[beginning] = max(deepest.get(beginning, 0), length[reply.source_id])
    return deepest.values()


DEPTH_MAX = Metric("depth_max", place=150, unit="replies", reads=frozenset({DataSource.REPLIES}), fold=depth_max)
