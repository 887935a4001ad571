"""``ties``: how many turned to how many."""

from community.engagement.conversations import Tie
from community.engagement.metric import Metric
from community.engagement.window_data import DataSource, WindowData


def ties(reading: WindowData) -> int:
    """Directed ties among eligible members: replied to, mentioned, or wrote in a thread that the other opened."""
    return len(among_eligible(reading))


def among_eligible(reading: WindowData) -> frozenset[Tie]:
    """The ties themselves; they are counted, and never shown."""
    eligible = reading.eligible()
    return frozenset(tie for tie in reading.ties if tie.member_id in eligible and tie.towards_id in eligible)


TIES = Metric("ties", place=180, unit="ties", reads=frozenset({DataSource.SPELLS, DataSource.TIES}), fold=ties)
