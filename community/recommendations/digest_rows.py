"""Rows about recommendations that digests show."""

from dataclasses import dataclass
from datetime import datetime

from community.ids import AskId, ChannelId, MemberId, MessageId, RecommendationId
from community.recommendations.recommendation import Relation


@dataclass(frozen=True, slots=True)
class OpenAsk:
    """An open ask without an answer. Author and words are gone once the author was forgotten.

    ``stirred_at`` is when it last changed.
    """

    ask_id: AskId
    author_id: MemberId | None
    channel_id: ChannelId
    thread_id: ChannelId
    wanted: str
    asked_at: datetime
    stirred_at: datetime


@dataclass(frozen=True, slots=True)
class WorkedRecommendation:
    """A recommendation that worked for somebody in a period.

    ``n_new`` counts those of the period; ``n_worked`` and ``n_didnt`` count all at its end, the asker among them.
    ``stirred_at`` is when the last of these votes was given. ``by_asker``: it worked for the asker, who had chosen it.
    """

    recommendation_id: RecommendationId
    ask_id: AskId
    author_id: MemberId | None
    channel_id: ChannelId
    thread_id: ChannelId
    message_id: MessageId
    wanted: str
    item: str
    relation: Relation
    n_new: int
    n_worked: int
    n_didnt: int
    stirred_at: datetime
    by_asker: bool = False
