"""``dau_mean``: how many took part on a usual day."""

from community.calendar import DAY, Window
from community.engagement.metric import Metric
from community.engagement.window_data import DataSource, WindowData


def dau_mean(reading: WindowData) -> float:
    """Mean, over the window's days, of the distinct members active on that day; silent days count as 0."""
    window = reading.window
    days = [day for day in reading.active_by_day if reading.contains(day)]
    return sum(len(reading.active(Window(day, day + DAY, window.tz))) for day in days) / window.n_days


DAU_MEAN = Metric(
    "dau_mean",
    place=90,
    unit="people a day",
    reads=frozenset({DataSource.SPELLS, DataSource.MEMBER_DAYS}),
    fold=dau_mean,
)
