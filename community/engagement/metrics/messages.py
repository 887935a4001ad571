"""``messages``: how much was said."""

from community.engagement.events import ActivityKind
from community.engagement.metric import Metric
from community.engagement.window_data import DataSource, WindowData


def messages(reading: WindowData) -> int:
    """Every message recorded in the window, whoever wrote it."""
    return sum(row.n for row in reading.member_days if row.kind is ActivityKind.MESSAGE and reading.contains(row.day))


MESSAGES = Metric("messages", place=30, unit="messages", reads=frozenset({DataSource.MEMBER_DAYS}), fold=messages)
