"""``diversity_mean``: how many people a thread brings together."""

from community.engagement.metric import Metric
from community.engagement.window_data import DataSource, WindowData


def diversity_mean(data: WindowData) -> float | None:
    """Returns the mean number of distinct people per thread with messages in the window; none without such threads."""
    voices = data.participants
    return sum(one.n_members for one in voices) / len(voices) if voices else None


DIVERSITY_MEAN = Metric(
    "diversity_mean", place=170, unit="people a thread", reads=frozenset({DataSource.PARTICIPANTS}), fold=diversity_mean
)
