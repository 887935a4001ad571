"""A feedback round: one question of a brand, answered with one tap, told in aggregate only."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from community.brands.cell_suppression import Table, suppress_cells
from community.errors import Invalid
from community.ids import BrandId, ChannelId, GuildId, MemberId, MessageId, RoundId, TopicId

ROUND_SPAN = timedelta(days=7)
"""How long a round is open (our choice: as long as a vote)."""
QUESTION_LENGTH = 300
COMMENT_LENGTH = 200


class RoundState(StrEnum):
    """How far a round came: open, over after its time, or ended before."""

    OPEN = "open"
    CLOSED = "closed"
    ENDED = "ended"


class FeedbackAnswer(StrEnum):
    """What one tap says."""

    YES = "yes"
    NO = "no"
    DEPENDS = "depends"


@dataclass(frozen=True, slots=True)
class NewRound:
    """A question as a representative asked it; ``fewest`` people must be behind whatever is told of the answers."""

    guild_id: GuildId
    brand_id: BrandId
    topic_id: TopicId
    asked_by: MemberId
    question: str
    fewest: int


@dataclass(frozen=True, slots=True)
class FeedbackReply:
    """What one member answered."""

    member_id: MemberId
    answer: FeedbackAnswer
    comment: str


@dataclass(frozen=True, slots=True)
class Round:
    """A round and what is told of it; an empty question is one whose author was forgotten.

    ``shown`` is the :meth:`shown_version` that its post shows.
    """

    round_id: RoundId
    guild_id: GuildId
    brand_id: BrandId
    topic_id: TopicId
    channel_id: ChannelId
    brand: str
    topic: str
    question: str
    fewest: int
    state: RoundState
    opened_at: datetime
    closes_at: datetime
    told: Table | None = None
    message_id: MessageId | None = None
    shown: str | None = None
    comments: tuple[str, ...] = ()

    @property
    def shown_version(self) -> str:
        """What tells one look of its post from another."""
        return f"{self.state}:{len(self.comments)}:{'asked' if self.question else 'forgotten'}"


def parse_round_question(typed: str) -> str:
    """The question that was typed, on one line.

    Raises
    ------
    Invalid
        When it is empty or too long.
    """
    question = " ".join(typed.split())
    if len(question) > QUESTION_LENGTH or not any(sign.isalnum() for sign in question):
        raise Invalid("A question has 1 to {limit} characters. Please try a shorter one.", limit=QUESTION_LENGTH)
    return question


def count_answers(replies: Sequence[FeedbackReply], excluded: Collection[MemberId], fewest: int) -> Table:
    """What may be told of the taps."""
    heard = [reply.answer for reply in replies if reply.member_id not in excluded]
    return suppress_cells({answer.value: heard.count(answer) for answer in FeedbackAnswer}, fewest)


def releasable_comments(
    replies: Sequence[FeedbackReply], excluded: Collection[MemberId], fewest: int
) -> tuple[str, ...]:
    """What may be told of the comments: all, in the order of the alphabet, or none where too few commented."""
    said = sorted(reply.comment for reply in replies if reply.comment and reply.member_id not in excluded)
    return tuple(said) if len(said) >= fewest else ()
