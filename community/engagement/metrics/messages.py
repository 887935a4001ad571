"""``messages``: how much was said."""

from community.engagement.events import Kind
from community.engagement.metric import Metric
from community.engagement.window_data import Reading, Source


def messages(reading: Reading) -> int:
    """Every message recorded in the window, whoever wrote it."""
    return sum(row.n for row in reading.member_days if row.kind is Kind.MESSAGE and reading.holds(row.day))


MESSAGES = Metric("messages", place=30, unit="messages", reads=frozenset({Source.MEMBER_DAYS}), fold=messages)
