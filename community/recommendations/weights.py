"""How much each voter's word weighs: by who trusts them, starting from those the community chose.

It is worked out in memory when a score is needed, never stored, and shown to nobody but the person.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import fsum
from typing import Final

from community.ids import MemberId

RESTART: Final = 0.15
"""The share of trust that comes from moderators and stewards at every step (Source: the design's metrics)."""
STEPS: Final = 220
"""What is left of the start after so many steps is 0.85²²⁰, below 10⁻¹⁵: less than a float can tell."""
LIGHT: Final = 0.1
"""The weight of a newcomer, or of an account that does nothing but vote (Source: the design's metrics)."""
SETTLED: Final = timedelta(days=7)
"""How long somebody has to be in the guild until they are no newcomer (Source: the design's metrics)."""


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who voted: since when they are known in the guild, until when, and whether all they do is vote.

    ``known_since`` is none where nothing tells; such an account counts as new.
    """

    member_id: MemberId
    known_since: datetime | None
    left_at: datetime | None
    only_votes: bool

    def is_light(self, now: datetime) -> bool:
        """Whether it weighs next to nothing; days after leaving make nobody older."""
        until = now if self.left_at is None else min(self.left_at, now)
        return self.only_votes or self.known_since is None or until - self.known_since < SETTLED


@dataclass(frozen=True, slots=True)
class Endorsement:
    """How many of an author's recommendations worked for a voter, as the voter said."""

    voter_id: MemberId
    author_id: MemberId
    n: int


@dataclass(frozen=True, slots=True)
class Weights:
    """The voters' weights; whoever is not in ``full`` is light.

    *Units*: in ``full`` from ½, whom nobody trusts, towards 1.
    """

    full: Mapping[MemberId, float]

    def is_light(self, member_id: MemberId) -> bool:
        """Whether a voter weighs next to nothing."""
        return member_id not in self.full

    def of(self, member_id: MemberId) -> float:
        """One voter's weight."""
        return self.full.get(member_id, LIGHT)


def weigh(
    accounts: Iterable[Account], endorsements: Iterable[Endorsement], elders: Collection[MemberId], now: datetime
) -> Weights:
    """The weights of those who voted; ``elders`` are the moderators and stewards, whom trust starts from.

    The votes of light accounts give no trust, so that no number of them moves anybody's weight. Without elders
    trust starts from all full voters alike. Trust that reaches no voter leaves all of them at ½.

    *Source*: Kamvar, Schlosser and Garcia-Molina 2003, The EigenTrust Algorithm for Reputation Management in P2P
    Networks, algorithm 2.
    """
    voters = sorted({one.member_id for one in accounts if not one.is_light(now)})
    if not voters:
        return Weights({})
    given = _given(endorsements, set(voters))
    trust = eigentrust(given, elders or voters)
    reached = [trust.get(voter, 0.0) for voter in voters]
    mean = fsum(reached) / len(voters)
    return Weights(
        {voter: 0.5 + 0.5 * (has / (has + mean)) if has else 0.5 for voter, has in zip(voters, reached, strict=True)}
    )


def eigentrust(
    given: Mapping[tuple[MemberId, MemberId], int], elders: Collection[MemberId]
) -> Mapping[MemberId, float]:
    """How much trust everybody has who is an elder, gives trust or is given some; it adds up to 1.

    ``given`` has how often one found another's word good; whoever gives nothing hands all they have to the elders.
    """
    import numpy as np  # noqa: PLC0415 - NumPy takes 13 MB: not before it counts

    nodes = sorted({one for pair in given for one in pair}.union(elders))
    at = {node: index for index, node in enumerate(nodes)}
    start = np.zeros(len(nodes))
    start[[at[elder] for elder in set(elders)]] = 1 / len(set(elders))
    pairs = sorted(given)
    giver = np.array([at[voter] for voter, _ in pairs], dtype=np.intp)
    taker = np.array([at[author] for _, author in pairs], dtype=np.intp)
    n = np.array([given[pair] for pair in pairs], dtype=np.float64)
    whole = np.bincount(giver, n, len(nodes))
    share = n / whole[giver]
    gives_nothing = whole == 0
    trust = start
    for _ in range(STEPS):
        passed_on = np.bincount(taker, share * trust[giver], len(nodes)) + trust[gives_nothing].sum() * start
        trust = (1 - RESTART) * passed_on + RESTART * start
    return dict(zip(nodes, trust.tolist(), strict=True))


def _given(
    endorsements: Iterable[Endorsement], voters: Collection[MemberId]
) -> Mapping[tuple[MemberId, MemberId], int]:
    given: dict[tuple[MemberId, MemberId], int] = {}
    for one in endorsements:
        if one.voter_id in voters and one.voter_id != one.author_id and one.n > 0:
            pair = (one.voter_id, one.author_id)
            given[pair] = given.get(pair, 0) + one.n
    return given
