"""``members_for_half``: how few people write half of the messages."""

from community.engagement.estimates import members_for_half as fewest
from community.engagement.metric import Metric
from community.engagement.window_data import DataSource, WindowData


def members_for_half(data: WindowData) -> int:
    """Returns the fewest eligible members who together sent at least half of their messages; 0 without messages."""
    return fewest(data.messages().values())


MEMBERS_FOR_HALF = Metric(
    "members_for_half",
    place=210,
    unit="people",
    reads=frozenset({DataSource.SPELLS, DataSource.MEMBER_DAYS}),
    fold=members_for_half,
)
