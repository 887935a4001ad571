"""Detection of vote rings: groups that vote for one another more than chance explains in this guild.

The comparison keeps how many votes each member gave and each author got in each channel, and rewires who voted for
whom: so neither a favourite, nor somebody who votes a lot, nor a channel of enthusiasts is a ring.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from community.ids import MemberId
from community.recommendations.vote_ring import Approval, Ring

N_REWIRED: Final = 199
"""Rewired guilds that the guild is compared with: the least p-value is 1 in 200."""
MAX_P: Final = 0.01
"""The share of guilds without any ring in which one is shown nevertheless: one in a hundred (our choice)."""
MIN_MEMBERS: Final = 4
"""Members of the smallest group that is shown. Three can't make an item ranked by themselves: one of them
recommends, another votes, and the third, who asked, has two votes, each below 1, where it takes 3
(``MIN_WEIGHT``)."""
MIN_VOTES: Final = 20
"""Votes inside a group from which on it is shown: five who like each other's one pick give as many (our choice)."""
MIN_INSIDE_SHARE: Final = 0.5
"""The least share of each member's votes, given and received, that are inside the group: what others like as much
needs no ring (our choice)."""
MIN_VOTES_EACH: Final = 3
"""The least votes that each member gives and gets inside the group (our choice)."""
MAX_MEMBERS: Final = 12
"""Members of the largest group that is examined; a third of all candidates is none (our choice)."""
SWAPS: Final = 12
"""Swaps tried for each vote of a rewired guild; ten are known to remove all traces of the start (Source: Milo et al.
2003, On the uniform generation of random graphs with prescribed degree sequences)."""
SEEDS: Final = 8
"""Pairs from which groups are grown: those that stand out most."""
SEED: Final = 2003
"""The seed of the random numbers; any fixed one serves, so that the same votes get the same answer."""

Numbers = NDArray[np.intp]
Matrix = NDArray[np.float64]


def find_rings(approvals: Iterable[Approval], seed: int = SEED) -> Sequence[Ring]:
    """Returns the possible vote rings, the least likely by chance first; no member is in two.

    Each group is measured by how unlikely its inside votes are, and compared with the most unlikely group found in the
    same way in each rewired guild. However many groups are examined, a guild without a ring is shown one with a
    probability of at most ``MAX_P``.

    Source
    ------
    Kulldorff 1997, A spatial scan statistic, for the measure and the comparison with the maximum.
    """
    votes = sorted(
        {one for one in approvals if one.voter_id != one.author_id},
        key=lambda one: (one.channel_id, one.voter_id, one.recommendation_id),
    )
    if len(votes) < MIN_VOTES:
        return []
    guild = _VoteMatrix(votes)
    if guild.n_able < MIN_MEMBERS:
        return []
    counts = guild.counts()
    cores = {guild.core(one.members, counts) for one in guild.groups(counts)}
    standing_out = [_Group(core, guild.measure(core, counts)) for core in sorted(cores) if core]
    if not standing_out:
        return []
    random = np.random.default_rng(seed)
    most = np.array([guild.groups(guild.rewired(random))[0].measure for _ in range(N_REWIRED)])
    found = [guild.ring(one, counts, (1 + int((most >= one.measure).sum())) / (N_REWIRED + 1)) for one in standing_out]
    return list(_without_overlap(sorted((one for one in found if one.p <= MAX_P), key=_place)))


@dataclass(frozen=True, slots=True)
class _Group:
    """Members, by their indices, and how much their votes for one another stand out."""

    members: tuple[int, ...]
    measure: float


class _VoteMatrix:
    """The votes of a guild as arrays, which can be rewired again and again."""

    def __init__(self, votes: Sequence[Approval]) -> None:
        given, got = Counter(one.voter_id for one in votes), Counter(one.author_id for one in votes)
        self._people = sorted(
            given.keys() | got.keys(), key=lambda one: (min(given[one], got[one]) < MIN_VOTES_EACH, one)
        )
        self.n_able = sum(min(given[one], got[one]) >= MIN_VOTES_EACH for one in self._people)
        at = {member: place for place, member in enumerate(self._people)}
        items = {item: place for place, item in enumerate(sorted({one.recommendation_id for one in votes}))}
        channels = {channel: place for place, channel in enumerate(sorted({one.channel_id for one in votes}))}
        self._voter = np.array([at[one.voter_id] for one in votes], dtype=np.intp)
        self._author = np.array([at[one.author_id] for one in votes], dtype=np.intp)
        self._item = np.array([items[one.recommendation_id] for one in votes], dtype=np.intp)
        self._channel = np.array([channels[one.channel_id] for one in votes], dtype=np.intp)
        self._n_items = len(items)
        self._total = float(len(votes))
        self.n_given = np.bincount(self._voter, minlength=len(self._people))[: self.n_able]
        self.n_received = np.bincount(self._author, minlength=len(self._people))[: self.n_able]
        self.expected = self._expected(len(channels))
        self._by_chance = self.expected + self.expected.T
        self._pairs = np.triu_indices(self.n_able, 1)

    def counts(self) -> Matrix:
        """Returns how often each voted for each, of those who give and get enough to be in a ring."""
        n = self.n_able
        among = (self._voter < n) & (self._author < n)
        pairs = self._voter[among] * n + self._author[among]
        return np.bincount(pairs, minlength=n * n).reshape(n, n).astype(np.float64)

    def rewired(self, random: np.random.Generator) -> Matrix:
        """Returns the counts after voters swapped places at random within each channel.

        Nobody votes twice for an item, or for their own.
        """
        for _ in range(SWAPS):
            order = np.argsort(self._channel + random.random(len(self._voter)))
            pairs = order[: len(order) // 2 * 2].reshape(-1, 2)
            one, other = pairs[self._channel[pairs[:, 0]] == self._channel[pairs[:, 1]]].T
            self._swap(one, other)
        return self.counts()

    def groups(self, counts: Matrix) -> list[_Group]:
        """Returns groups that stand out, each grown from a pair by the members who add most; the best first."""
        between = counts + counts.T
        one, other = self._pairs
        strength = _measure(between[one, other], self._by_chance[one, other], self._total)
        strongest = np.argsort(-strength, kind="stable")[:SEEDS]
        grown = self._grown(np.stack([one[strongest], other[strongest]], axis=1), between)
        return sorted(set(grown), key=lambda group: (-group.measure, group.members))

    def core(self, members: tuple[int, ...], counts: Matrix) -> tuple[int, ...]:
        """Returns the members of a group whose votes stay inside; none where they or their votes are too few."""
        people = list(members)
        while len(people) >= MIN_MEMBERS:
            inside = counts[np.ix_(people, people)]
            given, got = inside.sum(axis=1), inside.sum(axis=0)
            share = (given + got) / (self.n_given[people] + self.n_received[people])
            share[np.minimum(given, got) < MIN_VOTES_EACH] = 0
            least = int(np.argmin(share))
            if share[least] >= MIN_INSIDE_SHARE:
                return tuple(people) if inside.sum() >= MIN_VOTES else ()
            del people[least]
        return ()

    def measure(self, members: tuple[int, ...], counts: Matrix) -> float:
        """Returns how much a group stands out."""
        inside = np.ix_(members, members)
        return float(_measure(counts[inside].sum(), self.expected[inside].sum(), self._total))

    def ring(self, group: _Group, counts: Matrix, p: float) -> Ring:
        """Returns a group with its evidence."""
        inside = np.ix_(group.members, group.members)
        members = list(group.members)
        return Ring(
            tuple(self._people[place] for place in group.members),
            n_inside=int(counts[inside].sum()),
            n_given=int(self.n_given[members].sum()),
            n_received=int(self.n_received[members].sum()),
            n_expected=float(self.expected[inside].sum()),
            p=p,
        )

    def _grown(self, groups: Numbers, between: Matrix) -> Iterator[_Group]:
        """Yields each pair with the members who make it stand out more, added one by one as long as there are any."""
        at, largest = np.arange(len(groups)), max(2, min(MAX_MEMBERS, self.n_able // 3))
        n, expected = between[tuple(groups.T)], self._by_chance[tuple(groups.T)]
        measure = _measure(n, expected, self._total)
        more, more_expected = between[groups].sum(axis=1), self._by_chance[groups].sum(axis=1)
        while len(groups):
            reached = _measure(n[:, None] + more, expected[:, None] + more_expected, self._total)
            reached[at[: len(groups), None], groups] = 0
            best = reached.argmax(axis=1)
            better = reached.max(axis=1) > measure
            grows = better if groups.shape[1] < largest else np.zeros_like(better)
            for members, its in zip(groups[~grows].tolist(), measure[~grows].tolist(), strict=True):
                yield _Group(tuple(sorted(members)), its)
            best, rows = best[grows], np.flatnonzero(grows)
            groups = np.concatenate([groups[grows], best[:, None]], axis=1)
            n, expected = n[rows] + more[rows, best], expected[rows] + more_expected[rows, best]
            measure = reached[rows, best]
            more, more_expected = more[rows] + between[best], more_expected[rows] + self._by_chance[best]

    def _swap(self, one: Numbers, other: Numbers) -> None:
        """Swaps the voters of pairs of votes where both resulting votes are possible and new."""
        taken = self._voter * self._n_items + self._item
        becomes = self._voter[other] * self._n_items + self._item[one]
        other_becomes = self._voter[one] * self._n_items + self._item[other]
        votes = np.concatenate([taken, becomes, other_becomes])
        order = np.argsort(votes)
        twice = np.flatnonzero(votes[order[1:]] == votes[order[:-1]])
        free = np.ones(len(votes), dtype=np.bool_)
        free[order[twice]] = free[order[twice + 1]] = False
        possible = free[len(taken) :].reshape(2, -1).all(axis=0)
        fits = (self._voter[other] != self._author[one]) & (self._voter[one] != self._author[other]) & possible
        one, other = one[fits], other[fits]
        self._voter[one], self._voter[other] = self._voter[other], self._voter[one]

    def _expected(self, n_channels: int) -> Matrix:
        """Returns how often each would vote for each by chance, given what everybody gives and gets in each channel."""
        n, everybody = self.n_able, len(self._people)
        expected = np.zeros((n, n))
        for channel in range(n_channels):
            here = self._channel == channel
            gives = np.bincount(self._voter[here], minlength=everybody)[:n].astype(np.float64)
            gets = np.bincount(self._author[here], minlength=everybody)[:n].astype(np.float64)
            expected += np.outer(gives / np.maximum(here.sum() - gets, 1), gets)
        np.fill_diagonal(expected, 0)
        return expected


def _measure(n: Matrix, expected: Matrix, total: float) -> Matrix:
    """Returns the log-likelihood ratio of so many votes inside a group against chance."""
    expected = np.clip(expected, 1e-9, total - 1e-9)
    inside = n * np.log(np.maximum(n, 1e-9) / expected)
    outside = (total - n) * np.log(np.maximum(total - n, 1e-9) / (total - expected))
    return np.where(n > expected, inside + outside, 0.0)


def _place(ring: Ring) -> tuple[float, int, tuple[MemberId, ...]]:
    return ring.p, -ring.n_inside, ring.members


def _without_overlap(found: Iterable[Ring]) -> Iterator[Ring]:
    shown: set[MemberId] = set()
    for one in found:
        if shown.isdisjoint(one.members):
            shown.update(one.members)
            yield one
