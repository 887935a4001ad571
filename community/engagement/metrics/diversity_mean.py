"""``diversity_mean``: how many people a thread brings together."""

from community.engagement.metric import Metric
from community.engagement.window_data import DataSource, WindowData


def diversity_mean(reading: WindowData) -> float | None:
    """Mean of the distinct people per thread that had one of the window's messages; none where no thread had."""
    voices = reading.participants
    return sum(one.n_members for one in voices) / len(voices) if voices else None


DIVERSITY_MEAN = Metric(
    "diversity_mean", place=170, unit="people a thread", reads=frozenset({DataSource.PARTICIPANTS}), fold=diversity_mean
)
