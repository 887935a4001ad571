"""Recommendations, the relation of their authors to the item, and votes."""

import unicodedata
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from community.ids import AskId, ChannelId, GuildId, MemberId, MessageId, RecommendationId

ITEM_LENGTH = 100
WHY_LENGTH = 1_000
LINK_LENGTH = 300


class Relation(StrEnum):
    """The relation of an author to what they recommend (Source: 16 CFR 255, material connections)."""

    OWN = "own"
    GIFT = "gift"
    PAID = "paid"
    EMPLOYEE = "employee"
    NONE = "none"


RELATED = frozenset({Relation.GIFT, Relation.PAID, Relation.EMPLOYEE})
"""Relations whose bearer can thank for an item, but not score it."""


class Verdict(StrEnum):
    """A member's verdict on a recommendation."""

    WORKED = "worked"
    DIDNT = "didnt"
    THANKS = "thanks"


@dataclass(frozen=True, slots=True)
class NewRecommendation:
    """A recommendation as its author sent it."""

    ask_id: AskId
    guild_id: GuildId
    author_id: MemberId
    item: str
    why: str
    link: str
    relation: Relation


@dataclass(frozen=True, slots=True)
class Wording:
    """The words and the relation of a recommendation."""

    item: str
    why: str
    link: str
    relation: Relation


class RecommendationState(StrEnum):
    """The state of a recommendation; what is not shown is kept for the audit trail."""

    STANDS = "stands"
    WITHDRAWN = "withdrawn"
    HIDDEN = "hidden"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Recommendation:
    """A stored recommendation; it has no message until its card is posted, and counts nowhere before.

    One that joined another's card has no votes of its own: they are on that card. The author is gone once they were
    forgotten; the item too, where they wanted that. ``changed_at`` is the last substantial edit.
    """

    recommendation_id: RecommendationId
    ask_id: AskId
    guild_id: GuildId
    author_id: MemberId | None
    item: str
    why: str
    link: str
    relation: Relation
    recommended_at: datetime
    message_id: MessageId | None = None
    voice_of: RecommendationId | None = None
    state: RecommendationState = RecommendationState.STANDS
    reason: str = ""
    changed_at: datetime | None = None

    @property
    def card_of(self) -> RecommendationId:
        """The id of the card that it is on."""
        return self.recommendation_id if self.voice_of is None else self.voice_of

    @property
    def is_readable(self) -> bool:
        """Whether others may read it: it is neither withdrawn, nor hidden, nor erased."""
        return self.state is RecommendationState.STANDS and bool(self.item)

    @property
    def is_shown(self) -> bool:
        """Whether it is posted and others may read it."""
        return self.message_id is not None and self.is_readable


@dataclass(frozen=True, slots=True)
class NewVote:
    """A press on a vote button of a card."""

    guild_id: GuildId
    thread_id: ChannelId
    message_id: MessageId
    recommendation_id: RecommendationId
    member_id: MemberId
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Vote:
    """A member's vote on a recommendation."""

    recommendation_id: RecommendationId
    member_id: MemberId
    verdict: Verdict
    voted_at: datetime


def item_key(item: str) -> str:
    """Returns the key of an item's name, which ignores case, spaces and compatible characters."""
    return " ".join(unicodedata.normalize("NFKC", item).casefold().split())
