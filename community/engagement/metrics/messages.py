"""``messages``: how much was said."""

from community.engagement.events import ActivityKind
from community.engagement.metric import Metric
from community.engagement.window_data import DataSource, WindowData


def messages(data: WindowData) -> int:
    """Returns the number of messages recorded in the window, whoever wrote them."""
    return sum(row.n for row in data.member_days if row.kind is ActivityKind.MESSAGE and data.contains(row.day))


MESSAGES = Metric("messages", place=30, unit="messages", reads=frozenset({DataSource.MEMBER_DAYS}), fold=messages)
