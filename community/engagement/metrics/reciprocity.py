"""``reciprocity``: whether people turn to each other."""

from community.engagement.conversations import Tie
from community.engagement.estimates import Proportion, wilson
from community.engagement.metric import Metric
from community.engagement.metrics.ties import among_eligible
from community.engagement.window_data import DataSource, WindowData


def reciprocity(data: WindowData) -> Proportion:
    """Returns the ties whose reverse also exists, out of all.

    The interval is too narrow: it takes the ties for independent, which the two of a pair are not.

    Source
    ------
    NetworkX, ``overall_reciprocity``.
    """
    found = among_eligible(data)
    return wilson(sum(Tie(tie.towards_id, tie.member_id) in found for tie in found), len(found))


RECIPROCITY = Metric(
    "reciprocity", place=190, unit="ties", reads=frozenset({DataSource.SPELLS, DataSource.TIES}), fold=reciprocity
)
