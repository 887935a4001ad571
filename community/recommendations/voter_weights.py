"""The weight of each voter: by who trusts them, starting from the pre-trusted members.

It is computed in memory when a score is needed, never stored, and shown to nobody but the voter.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain
from math import fsum
from typing import Final, NamedTuple

from community.ids import MemberId

RESTART_SHARE: Final = 0.15
"""The share of trust that comes from the pre-trusted members at every step (Source: the design's metrics)."""
MAX_STEPS: Final = 220
"""Steps at most: what is left of the start after so many is 0.85²²⁰, below 10⁻¹⁵, less than a float can tell."""
CONVERGED_BELOW: Final = 1e-14
"""Computation stops when a step moves less than this of all trust: all later steps would move at most six times
that."""
LIGHT_WEIGHT: Final = 0.1
"""The weight of a newcomer, or of an account that does nothing but vote (Source: the design's metrics)."""
NEWCOMER_PERIOD: Final = timedelta(days=7)
"""How long a member of the guild is a newcomer (Source: the design's metrics)."""


@dataclass(frozen=True, slots=True)
class VoterAccount:
    """A voter: since when and until when they are known in the guild, and whether all they do is vote.

    ``known_since`` is none where it can't be known; such an account counts as new.
    """

    member_id: MemberId
    known_since: datetime | None
    left_at: datetime | None
    only_votes: bool

    def is_light(self, now: datetime) -> bool:
        """Whether the account is light; days after leaving make nobody older."""
        until = now if self.left_at is None else min(self.left_at, now)
        return self.only_votes or self.known_since is None or until - self.known_since < NEWCOMER_PERIOD


class Endorsement(NamedTuple):
    """How many recommendations of an author worked for a voter; a tuple, because a large guild has very many."""

    voter_id: MemberId
    author_id: MemberId
    n: int


@dataclass(frozen=True, slots=True)
class Weights:
    """The weights of voters; who is not in ``full`` is light.

    Units
    -----
    In ``full`` from ½, whom nobody trusts, towards 1.
    """

    full: Mapping[MemberId, float]

    def is_light(self, member_id: MemberId) -> bool:
        """Whether a voter is light."""
        return member_id not in self.full

    def of(self, member_id: MemberId) -> float:
        """Returns the weight of a voter."""
        return self.full.get(member_id, LIGHT_WEIGHT)


def voter_weights(
    accounts: Iterable[VoterAccount],
    endorsements: Iterable[Endorsement],
    pre_trusted: Collection[MemberId],
    now: datetime,
) -> Weights:
    """Returns the weights of voters; trust starts from the ``pre_trusted`` members.

    The votes of light accounts give no trust, so no number of them changes anybody's weight. Without pre-trusted
    members trust starts from all full voters alike. Trust that reaches no voter leaves all weights at ½.

    Source
    ------
    Kamvar, Schlosser and Garcia-Molina 2003, The EigenTrust Algorithm for Reputation Management in P2P Networks,
    algorithm 2.
    """
    voters = sorted({one.member_id for one in accounts if not one.is_light(now)})
    if not voters:
        return Weights({})
    full = set(voters)
    given = [one for one in endorsements if one.voter_id in full]
    trust = eigentrust(given, pre_trusted or voters)
    reached = [trust.get(voter, 0.0) for voter in voters]
    mean = fsum(reached) / len(voters)
    return Weights(
        {voter: 0.5 + 0.5 * (has / (has + mean)) if has else 0.5 for voter, has in zip(voters, reached, strict=True)}
    )


def eigentrust(endorsements: Collection[Endorsement], pre_trusted: Collection[MemberId]) -> Mapping[MemberId, float]:
    """Returns the trust of everybody who is pre-trusted, gives trust or gets some; it adds up to 1.

    Nobody gives trust to themselves; those who give none pass all they have to the pre-trusted members.
    """
    import numpy as np  # noqa: PLC0415 - NumPy takes 13 MB: not before it counts

    given = np.fromiter(chain.from_iterable(endorsements), dtype=np.int64).reshape(-1, 3)
    given = given[(given[:, 0] != given[:, 1]) & (given[:, 2] > 0)]
    sources = np.unique(np.fromiter(pre_trusted, dtype=np.int64))
    nodes, at = np.unique(np.concatenate([given[:, 0], given[:, 1], sources]), return_inverse=True)
    giver, taker, source = np.split(at, [len(given), 2 * len(given)])
    pairs, which = np.unique(giver * len(nodes) + taker, return_inverse=True)
    giver, taker = np.divmod(pairs, len(nodes))
    n = np.bincount(which, given[:, 2], len(pairs))
    whole = np.bincount(giver, n, len(nodes))
    share = n / whole[giver]
    gives_nothing = whole == 0
    start = np.zeros(len(nodes))
    start[source] = 1 / len(source)
    trust = start
    for _ in range(MAX_STEPS):
        before = trust
        passed_on = np.bincount(taker, share * trust[giver], len(nodes)) + trust[gives_nothing].sum() * start
        trust = (1 - RESTART_SHARE) * passed_on + RESTART_SHARE * start
        if np.abs(trust - before).sum() < CONVERGED_BELOW:
            break
    return dict(zip(map(MemberId, nodes.tolist()), trust.tolist(), strict=True))
