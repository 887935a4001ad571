"""Detection of undisclosed promotion.

Members who only ever recommend one host, without being related to it by their word.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from community.ids import AskId, MemberId
from community.recommendations.recommendation import RELATED, Relation

MIN_ASKS: Final = 4
"""Asks in which a member named the host: two may be taste, and three happen (our choice)."""
MAX_P: Final = 0.01
"""The greatest probability that anybody in the guild does so by chance (our choice)."""


@dataclass(frozen=True, slots=True)
class RecommendedLink:
    """The host of a recommendation's link, empty without a link, and the relation that its author disclosed."""

    author_id: MemberId
    ask_id: AskId
    host: str
    relation: Relation


@dataclass(frozen=True, slots=True)
class Promotion:
    """A member who may promote a host, with the evidence.

    In ``n_asks`` asks they made ``n`` recommendations, all of which lead to ``host``, ``n_own`` of them as their own
    experience. Of the ``n_others`` by everybody else, ``n_others_to_host`` lead there. ``p`` is the chance that
    anybody here would do so if all drew from the same hosts.
    """

    member_id: MemberId
    host: str
    n: int
    n_asks: int
    n_own: int
    n_others: int
    n_others_to_host: int
    p: float


def find_promotions(links: Iterable[RecommendedLink]) -> Sequence[Promotion]:
    """Returns the members who may promote a host without disclosing it, the least likely by chance first.

    Members who ever disclosed a relation, or recommended anything else, are left out. Where others name the host as
    well, as they do a large shop, it takes more asks until a member stands out.
    """
    by_author: dict[MemberId, list[RecommendedLink]] = {}
    for one in links:
        by_author.setdefault(one.author_id, []).append(one)
    to_host = Counter(_site(one.host) for own in by_author.values() for one in own)
    total = to_host.total()
    found = [
        promotion
        for member, own in by_author.items()
        if (promotion := _promotion(member, own, to_host, total, len(by_author))) is not None
    ]
    return sorted(found, key=lambda one: (one.p, one.member_id))


def _promotion(
    member_id: MemberId, own: Sequence[RecommendedLink], to_host: Counter[str], total: int, n_authors: int
) -> Promotion | None:
    sites, asks = {_site(one.host) for one in own}, {one.ask_id for one in own}
    if len(sites) > 1 or "" in sites or len(asks) < MIN_ASKS or any(one.relation in RELATED for one in own):
        return None
    (host,) = sites
    n_others, n_to_host = total - len(own), to_host[host] - len(own)
    share = (n_to_host + 1) / (n_others + 2)
    p = min(1.0, n_authors * share ** len(asks))
    if p > MAX_P:
        return None
    n_own = sum(one.relation is Relation.OWN for one in own)
    return Promotion(member_id, host, len(own), len(asks), n_own, n_others, n_to_host, p)


def _site(host: str) -> str:
    return host.removeprefix("www.")
