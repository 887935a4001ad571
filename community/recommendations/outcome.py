"""Choices of askers, and how they worked out."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from community.ids import AskId, ChannelId, ChoiceId, GuildId, MemberId, MessageId, RecommendationId

QUESTION_DELAY = timedelta(days=14)
"""Time from a choice to the question how it worked out (Source: the design's surface)."""
RETRY_PERIOD = timedelta(days=14)
"""How long a question that Discord refuses is tried again before it is dropped."""
RETRY_DELAY = timedelta(days=1)
"""Time from one try to the next."""


class Result(StrEnum):
    """How a choice worked out, as the asker reports."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"
    UNTRIED = "untried"


TRIED_RESULTS = frozenset({Result.YES, Result.PARTLY, Result.NO})
"""The results of askers who tried their choice."""


class OutcomeStage(StrEnum):
    """The stage of a choice's question: waiting, claimed, posted, answered, or dropped."""

    WAITING = "waiting"
    CLAIMED = "claimed"
    ASKED = "asked"
    TOLD = "told"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Choice:
    """The current choice of an ask; ``due_at`` is when the question how it worked out is due."""

    choice_id: ChoiceId
    ask_id: AskId
    guild_id: GuildId
    recommendation_id: RecommendationId
    chosen_at: datetime
    due_at: datetime
    stage: OutcomeStage = OutcomeStage.WAITING
    claimed_at: datetime | None = None
    question_id: MessageId | None = None
    result: Result | None = None
    told_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class OutcomeAnswer:
    """A press on a button of an outcome question."""

    guild_id: GuildId
    thread_id: ChannelId
    message_id: MessageId
    choice_id: ChoiceId
    member_id: MemberId
    result: Result


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a recommendation worked out for the asker, which the score counts as two votes.

    The two votes replace the asker's vote by button. "Partly" is one vote each way; "untried" is none.
    """

    recommendation_id: RecommendationId
    member_id: MemberId
    result: Result
    told_at: datetime
