"""``new_members``: who came."""

from community.engagement.metric import Metric
from community.engagement.window_data import DataSource, WindowData


def new_members(reading: WindowData) -> int:
    """Members who joined in the window, whether or not they stayed."""
    start_at, end_at = reading.window.start_at, reading.window.end_at
    return len({spell.member_id for spell in reading.spells if start_at <= spell.joined_at < end_at})


NEW_MEMBERS = Metric("new_members", place=110, unit="people", reads=frozenset({DataSource.SPELLS}), fold=new_members)
