"""The audit trail: what authors and moderators did with recommendations, kept for the moderators."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from community.ids import ChannelId, MemberId, RecommendationId
from community.recommendations.recommendation import RecommendationState


class AuditAction(StrEnum):
    """An action on a recommendation."""

    EDITED = "edited"
    WITHDRAWN = "withdrawn"
    HIDDEN = "hidden"
    RESTORED = "restored"
    REMOVED = "removed"

    @property
    def state(self) -> RecommendationState:
        """The state of a recommendation after the action."""
        return {
            AuditAction.WITHDRAWN: RecommendationState.WITHDRAWN,
            AuditAction.HIDDEN: RecommendationState.HIDDEN,
            AuditAction.REMOVED: RecommendationState.REMOVED,
        }.get(self, RecommendationState.STANDS)


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One entry of the audit trail; it names nobody who was forgotten, and nobody where a card was deleted by hand.

    The item is empty where it was erased.
    """

    recommendation_id: RecommendationId
    member_id: MemberId | None
    action: AuditAction
    reason: str
    at: datetime
    item: str = ""
    thread_id: ChannelId | None = None
