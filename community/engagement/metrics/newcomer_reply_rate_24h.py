"""``newcomer_reply_rate_24h``: whether newcomers get an answer at all."""

from collections import defaultdict
from datetime import datetime, timedelta

from community.engagement.estimates import Proportion
from community.engagement.metric import Metric
from community.engagement.metrics.reply_rate_24h import reply_rate
from community.engagement.window_data import DataSource, WindowData
from community.ids import MemberId

NEWCOMER_SPAN = timedelta(days=7)
"""How long somebody is new (Source: the design's metrics)."""


def newcomer_reply_rate_24h(data: WindowData) -> Proportion:
    """Returns ``reply_rate_24h`` for the openings by members who had joined less than 7 days (of 24 h) before."""
    joins: defaultdict[MemberId, list[datetime]] = defaultdict(list)
    for spell in data.spells:
        joins[spell.member_id].append(spell.joined_at)
    return reply_rate(
        data,
        [
            opening
            for opening in data.openings
            if any(joined_at <= opening.at < joined_at + NEWCOMER_SPAN for joined_at in joins[opening.member_id])
        ],
    )


NEWCOMER_REPLY_RATE_24H = Metric(
    "newcomer_reply_rate_24h",
    place=140,
    unit="threads",
    reads=frozenset({DataSource.SPELLS, DataSource.OPENINGS}),
    fold=newcomer_reply_rate_24h,
)
