"""``dau_mean``: how many take part on an average day."""

from community.calendar import DAY, Window
from community.engagement.metric import Metric
from community.engagement.window_data import DataSource, WindowData


def dau_mean(data: WindowData) -> float:
    """Returns the mean, over the window's days, of distinct active members; silent days count as 0."""
    window = data.window
    days = [day for day in data.active_by_day if data.contains(day)]
    return sum(len(data.active(Window(day, day + DAY, window.tz))) for day in days) / window.n_days


DAU_MEAN = Metric(
    "dau_mean",
    place=90,
    unit="people a day",
    reads=frozenset({DataSource.SPELLS, DataSource.MEMBER_DAYS}),
    fold=dau_mean,
)
