"""``reciprocity``: whether people turn to each other."""

from community.engagement.conversations import Tie
from community.engagement.estimates import Proportion, wilson
from community.engagement.metric import Metric
from community.engagement.metrics.ties import among_eligible
from community.engagement.window_data import DataSource, WindowData


def reciprocity(reading: WindowData) -> Proportion:
    """The ties whose reverse also stands, out of all.

    Its interval is at its narrowest: it takes the ties for independent, which the two of a pair are not.

    *Source*: NetworkX, ``overall_reciprocity``.
    """
    found = among_eligible(reading)
    return wilson(sum(Tie(tie.towards_id, tie.member_id) in found for tie in found), len(found))


RECIPROCITY = Metric(
    "reciprocity", place=190, unit="ties", reads=frozenset({DataSource.SPELLS, DataSource.TIES}), fold=reciprocity
)
