"""Votes "worked" and possible vote rings."""

from dataclasses import dataclass

from community.ids import ChannelId, MemberId, RecommendationId


@dataclass(frozen=True, slots=True)
class Approval:
    """One vote "worked": its voter, the author, the recommendation and the channel."""

    voter_id: MemberId
    author_id: MemberId
    recommendation_id: RecommendationId
    channel_id: ChannelId


@dataclass(frozen=True, slots=True)
class Ring:
    """A possible vote ring, with the evidence.

    ``n_inside`` of the ``n_given`` votes that its members gave, and of the ``n_received`` that their recommendations
    got, stayed inside; by chance it would be ``n_expected``. ``p`` is how often a guild like this one without
    any ring has a group that stands out as much.
    """

    members: tuple[MemberId, ...]
    n_inside: int
    n_given: int
    n_received: int
    n_expected: float
    p: float
