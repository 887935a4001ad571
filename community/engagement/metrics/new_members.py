"""``new_members``: who came."""

from community.engagement.metric import Metric
from community.engagement.window_data import DataSource, WindowData


def new_members(data: WindowData) -> int:
    """Returns the number of members who joined in the window, whether or not they stayed."""
    start_at, end_at = data.window.start_at, data.window.end_at
    return len({spell.member_id for spell in data.spells if start_at <= spell.joined_at < end_at})


NEW_MEMBERS = Metric("new_members", place=110, unit="people", reads=frozenset({DataSource.SPELLS}), fold=new_members)
