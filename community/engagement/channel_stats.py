"""The figures of one channel, threads included."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from community.calendar import DAY, Window
from community.engagement.comparison import Trend, trend_of_counts, trend_of_shares
from community.engagement.estimates import Proportion, members_for_half
from community.engagement.metrics.first_response import FirstResponse, first_response
from community.engagement.metrics.participation import participation
from community.engagement.metrics.reply_rate_24h import reply_rate_24h
from community.engagement.window_data import WindowData


@dataclass(frozen=True, slots=True)
class ChannelNumbers:
    """The figures of a channel in a window, as ``/stats topic`` shows them.

    Shape
    -----
    ``n_active`` members did anything in it, ``n_writers`` of them wrote. ``days`` are all days of the window, ``weeks``
    its whole 7-day periods counted back from the end, each with the number of active members. The trends are none if
    nothing was recorded yet when the previous period began; ``people`` is the trend of the share of members.
    """

    window: Window
    n_active: int
    n_writers: int
    n_messages: int
    members_for_half: int
    first_response: FirstResponse
    reply_rate: Proportion
    days: Sequence[tuple[date, int]]
    weeks: Sequence[tuple[Window, int]]
    people: Trend | None
    messages: Trend | None


def build_channel_numbers(before: WindowData | None, after: WindowData, weeks: Sequence[Window]) -> ChannelNumbers:
    """Returns the figures from window data that hold the activity of one channel only."""
    n_messages = after.messages()
    return ChannelNumbers(
        after.window,
        n_active=len(after.active()),
        n_writers=sum(n > 0 for n in n_messages.values()),
        n_messages=sum(n_messages.values()),
        members_for_half=members_for_half(n_messages.values()),
        first_response=first_response(after),
        reply_rate=reply_rate_24h(after),
        days=[(day, len(after.active(Window(day, day + DAY, after.window.tz)))) for day in after.window.days()],
        weeks=[(week, len(after.active(week))) for week in weeks],
        people=None if before is None else trend_of_shares(participation(before), participation(after)),
        messages=None if before is None else trend_of_counts(before.messages(), n_messages),
    )
