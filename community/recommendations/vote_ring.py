"""A vote that may be part of a ring, and a ring that may be one."""

from dataclasses import dataclass

from community.ids import ChannelId, MemberId, RecommendationId


@dataclass(frozen=True, slots=True)
class Approval:
    """One vote "worked": whose, on what, by whom, in which channel."""

    voter_id: MemberId
    author_id: MemberId
    recommendation_id: RecommendationId
    channel_id: ChannelId


@dataclass(frozen=True, slots=True)
class Ring:
    """A group that may be a ring, with the evidence.

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
