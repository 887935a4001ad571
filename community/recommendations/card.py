"""Cards: one item of an ask with everybody who recommended it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from community.ids import MemberId, RecommendationId
from community.recommendations.edit_significance import split_words
from community.recommendations.recommendation import RELATED, Recommendation, item_key

MIN_SIMILARITY = 88
"""Similarity from which on two names may be one item: "Foo Oven 300" and "the foo oven"."""
MIN_SUBSET_WORDS = 2
"""Words from which on a name that is part of a longer one may be the same item: every oven is an oven."""
MAX_RECOMMENDERS = 5
"""Recommendations on one card: more would not fit in one message with their texts."""


@dataclass(frozen=True, slots=True)
class Card:
    """One item of an ask with all who recommended it.

    Votes are on the ``anchor``, the first, even when it is not shown.
    """

    anchor: Recommendation
    all_recommendations: tuple[Recommendation, ...]

    @property
    def recommendation_id(self) -> RecommendationId:
        """The id of the card: its anchor's."""
        return self.anchor.recommendation_id

    @property
    def visible(self) -> Sequence[Recommendation]:
        """The recommendations that people can read, oldest first."""
        return [one for one in self.all_recommendations if one.is_readable]

    @property
    def is_visible(self) -> bool:
        """Whether people can read any recommendation on the card."""
        return bool(self.visible)

    @property
    def is_erased(self) -> bool:
        """Whether the item was erased from all its recommendations."""
        return not any(one.item for one in self.all_recommendations)

    @property
    def item(self) -> str:
        """The name of the item: the first readable one, else the anchor's."""
        return self.visible[0].item if self.is_visible else self.anchor.item

    @property
    def author_ids(self) -> frozenset[MemberId]:
        """The known authors of the readable recommendations."""
        return frozenset(one.author_id for one in self.visible if one.author_id is not None)

    def is_author(self, member_id: MemberId) -> bool:
        """Whether a member is an author of a readable recommendation on the card."""
        return member_id in self.author_ids


def group_by_card(recommendations: Iterable[Recommendation]) -> Sequence[Card]:
    """Groups posted recommendations by their card, oldest card first."""
    posted = sorted((one for one in recommendations if one.message_id), key=lambda one: one.recommendation_id)
    voices: dict[RecommendationId, list[Recommendation]] = {}
    for one in posted:
        voices.setdefault(one.card_of, []).append(one)
    return [Card(one, tuple(voices[one.recommendation_id])) for one in posted if one.card_of == one.recommendation_id]


def barred_members(card: Card, among: Iterable[Recommendation]) -> frozenset[MemberId]:
    """Returns the members whose "worked" and "didn't" don't count on a card.

    These are its authors, and those who disclosed in this ask that they are related to the item, whatever the state of
    that recommendation.
    """
    key = item_key(card.item)
    related = {
        one.author_id
        for one in among
        if one.author_id is not None
        and one.relation in RELATED
        and (one.card_of == card.recommendation_id or item_key(one.item) == key)
    }
    return card.author_ids | related


def find_similar(item: str, among: Iterable[Card]) -> Card | None:
    """Returns the visible card whose item is most similar to a name; none where none is similar enough."""
    found = [
        (similarity(item, one.item), one) for one in among if one.is_visible and len(one.visible) < MAX_RECOMMENDERS
    ]
    best = max(found, key=lambda pair: (pair[0], -pair[1].recommendation_id), default=None)
    return best[1] if best is not None and best[0] >= MIN_SIMILARITY else None


def similarity(one: str, other: str) -> float:
    """Returns how similar two names are, whatever the order of their words; different numbers make different things."""
    if item_key(one) == item_key(other):
        return 100.0
    short, long = sorted((_distinctive_words(one), _distinctive_words(other)), key=len)
    if _numbers(short) and _numbers(long) and _numbers(short) != _numbers(long):
        return 0.0
    likes = [fuzz.token_sort_ratio(" ".join(short), " ".join(long))]
    if len(short) >= MIN_SUBSET_WORDS:
        likes.append(fuzz.token_set_ratio(" ".join(short), " ".join(long)))
    return max(likes)


def _distinctive_words(item: str) -> list[str]:
    """Returns the words of a name without articles."""
    found = split_words(item)
    return [word for word in found if word not in {"a", "an", "the"}] or found


def _numbers(telling: list[str]) -> set[str]:
    return {word for word in telling if any(sign.isdecimal() for sign in word)}
