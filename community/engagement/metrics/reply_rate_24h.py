"""``reply_rate_24h``: whether people get an answer at all."""

from collections.abc import Iterable
from datetime import timedelta

from community.engagement.activity_log import Opening
from community.engagement.estimates import Proportion, wilson
from community.engagement.metric import Metric
from community.engagement.window_data import DataSource, WindowData

PATIENCE = timedelta(hours=24)
"""Hours, not a local day (Source: the design's metrics)."""


def reply_rate_24h(data: WindowData) -> Proportion:
    """Returns the share answered within 24 h, inclusive, of the openings at least 24 h before the window's end."""
    return reply_rate(data, data.openings)


def reply_rate(data: WindowData, openings: Iterable[Opening]) -> Proportion:
    """Returns :func:`reply_rate_24h` for the given openings."""
    end_at = data.window.end_at
    ripe = [opening for opening in openings if opening.at <= end_at - PATIENCE]
    answered = [
        opening
        for opening in ripe
        if opening.answered_at is not None
        and opening.answered_at < end_at
        and opening.answered_at - opening.at <= PATIENCE
    ]
    return wilson(len(answered), len(ripe))


REPLY_RATE_24H = Metric(
    "reply_rate_24h", place=130, unit="threads", reads=frozenset({DataSource.OPENINGS}), fold=reply_rate_24h
)
