"""``members_for_half``: how few people carry the talking."""

from community.engagement.estimates import members_for_half as fewest
from community.engagement.metric import Metric
from community.engagement.window_data import DataSource, WindowData


def members_for_half(reading: WindowData) -> int:
    """Fewest eligible members who together sent at least half of their messages; 0 when nothing was said."""
    return fewest(reading.messages().values())


MEMBERS_FOR_HALF = Metric(
    "members_for_half",
    place=210,
    unit="people",
    reads=frozenset({DataSource.SPELLS, DataSource.MEMBER_DAYS}),
    fold=members_for_half,
)
