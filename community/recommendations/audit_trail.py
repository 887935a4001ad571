"""What authors and moderators did with recommendations: kept for the moderators."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from community.ids import ChannelId, MemberId, RecommendationId
from community.recommendations.recommendation import State


class Deed(StrEnum):
    """What was done."""

    EDITED = "edited"
    WITHDRAWN = "withdrawn"
    HIDDEN = "hidden"
    RESTORED = "restored"
    REMOVED = "removed"

    @property
    def state(self) -> State:
        """What a recommendation is afterwards."""
        return {
            Deed.WITHDRAWN: State.WITHDRAWN,
            Deed.HIDDEN: State.HIDDEN,
            Deed.REMOVED: State.REMOVED,
        }.get(self, State.STANDS)


@dataclass(frozen=True, slots=True)
class Entry:
    """One deed; nobody is named where they were forgotten or the card was deleted by hand.

    The item is empty where it was erased.
    """

    recommendation_id: RecommendationId
    member_id: MemberId | None
    deed: Deed
    reason: str
    at: datetime
    item: str = ""
    thread_id: ChannelId | None = None
