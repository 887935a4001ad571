"""What is recommended, by whom, how they are related to it, and what others say of it."""

import unicodedata
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from community.ids import AskId, ChannelId, GuildId, MemberId, MessageId, RecommendationId

ITEM_LENGTH = 100
WHY_LENGTH = 1_000
LINK_LENGTH = 300


class Relation(StrEnum):
    """How somebody is related to what they recommend (Source: 16 CFR 255, material connections)."""

    OWN = "own"
    GIFT = "gift"
    PAID = "paid"
    EMPLOYEE = "employee"
    NONE = "none"


RELATED = frozenset({Relation.GIFT, Relation.PAID, Relation.EMPLOYEE})
"""Whoever is related like this to an item can thank for it, but not score it."""


class Verdict(StrEnum):
    """What a member says of a recommendation."""

    WORKED = "worked"
    DIDNT = "didnt"
    THANKS = "thanks"


@dataclass(frozen=True, slots=True)
class NewRecommendation:
    """A recommendation as it was sent."""

    ask_id: AskId
    guild_id: GuildId
    author_id: MemberId
    item: str
    why: str
    link: str
    relation: Relation


@dataclass(frozen=True, slots=True)
class Wording:
    """What an author says of an item."""

    item: str
    why: str
    link: str
    relation: Relation


class RecommendationState(StrEnum):
    """Whether a recommendation stands; what does not is kept for the moderators' trail."""

    STANDS = "stands"
    WITHDRAWN = "withdrawn"
    HIDDEN = "hidden"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Recommendation:
    """A recommendation that is kept; it has no message until its card was posted, and counts nowhere before.

    One that joined another's card is a voice of that one, which then carries the votes of both. Its author is gone
    once they were forgotten; its item too, where they wanted that. ``changed_at`` is the last edit of substance.
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
        """The recommendation whose card it is on."""
        return self.recommendation_id if self.voice_of is None else self.voice_of

    @property
    def is_readable(self) -> bool:
        """Whether it is for others to read: neither taken back, nor hidden, nor erased."""
        return self.state is RecommendationState.STANDS and bool(self.item)

    @property
    def is_shown(self) -> bool:
        """Whether everybody who can read the thread reads it."""
        return self.message_id is not None and self.is_readable


@dataclass(frozen=True, slots=True)
class NewVote:
    """A press on a card: where it was, on what, whose, and what it says."""

    guild_id: GuildId
    thread_id: ChannelId
    message_id: MessageId
    recommendation_id: RecommendationId
    member_id: MemberId
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Vote:
    """What one member says of one recommendation."""

    recommendation_id: RecommendationId
    member_id: MemberId
    verdict: Verdict
    voted_at: datetime


def item_key(item: str) -> str:
    """What two spellings of one item have in common: case, spaces and compatible characters don't matter."""
    return " ".join(unicodedata.normalize("NFKC", item).casefold().split())
