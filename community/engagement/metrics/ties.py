"""``ties``: how many turned to how many."""

from community.engagement.conversations import Tie
from community.engagement.metric import Metric
from community.engagement.window_data import DataSource, WindowData


def ties(data: WindowData) -> int:
    """Returns the number of directed ties among eligible members: replies, mentions, messages in another's thread."""
    return len(among_eligible(data))


def among_eligible(data: WindowData) -> frozenset[Tie]:
    """Returns the ties among eligible members; they are counted and never shown."""
    eligible = data.eligible()
    return frozenset(tie for tie in data.ties if tie.member_id in eligible and tie.towards_id in eligible)


TIES = Metric("ties", place=180, unit="ties", reads=frozenset({DataSource.SPELLS, DataSource.TIES}), fold=ties)
