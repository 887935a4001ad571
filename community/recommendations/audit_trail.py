"""What authors and moderators did with recommendations: kept for the moderators."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from community.ids import ChannelId, MemberId, RecommendationId
from community.recommendations.recommendation import RecommendationState


class AuditAction(StrEnum):
    """What was done."""

    EDITED = "edited"
    WITHDRAWN = "withdrawn"
    HIDDEN = "hidden"
    RESTORED = "restored"
    REMOVED = "removed"

    @property
    def state(self) -> RecommendationState:
        """What a recommendation is afterwards."""
        return {
            AuditAction.WITHDRAWN: RecommendationState.WITHDRAWN,
            AuditAction.HIDDEN: RecommendationState.HIDDEN,
            AuditAction.REMOVED: RecommendationState.REMOVED,
        }.get(self, RecommendationState.STANDS)


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One deed; nobody is named where they were forgotten or the card was deleted by hand.

    The item is empty where it was erased.
    """

    recommendation_id: RecommendationId
    member_id: MemberId | None
    action: AuditAction
    reason: str
    at: datetime
    item: str = ""
    thread_id: ChannelId | None = None
