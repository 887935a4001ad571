"""A feedback round: a brand's question, answered with one tap, published in aggregate only."""

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
"""Characters of a brand's question."""
COMMENT_LENGTH = 200
"""Characters of a comment."""


class RoundState(StrEnum):
    """The state of a round: open, closed at its time, or ended before."""

    OPEN = "open"
    CLOSED = "closed"
    ENDED = "ended"


class FeedbackAnswer(StrEnum):
    """One of the answers to a round's question."""

    YES = "yes"
    NO = "no"
    DEPENDS = "depends"


@dataclass(frozen=True, slots=True)
class NewRound:
    """A round as a representative opens it; a published number needs ``fewest`` people behind it."""

    guild_id: GuildId
    brand_id: BrandId
    topic_id: TopicId
    asked_by: MemberId
    question: str
    fewest: int


@dataclass(frozen=True, slots=True)
class FeedbackReply:
    """The answer and the comment of one member."""

    member_id: MemberId
    answer: FeedbackAnswer
    comment: str


@dataclass(frozen=True, slots=True)
class Round:
    """A round and its published result; ``question`` is empty if its author was forgotten.

    ``told`` is the published table, None while the round is open or if it ended early. ``shown`` is the
    :attr:`shown_version` that its post shows. ``comments`` are those that its post publishes.
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
        """Identifies what its post shows."""
        return f"{self.state}:{len(self.comments)}:{'asked' if self.question else 'forgotten'}"


def parse_round_question(typed: str) -> str:
    """Returns the typed question on one line.

    Raises
    ------
    Invalid
        If it has no letters or digits, or is too long.
    """
    question = " ".join(typed.split())
    if len(question) > QUESTION_LENGTH or not any(sign.isalnum() for sign in question):
        raise Invalid("A question has 1 to {limit} characters. Please try a shorter one.", limit=QUESTION_LENGTH)
    return question


def count_answers(replies: Sequence[FeedbackReply], excluded: Collection[MemberId], fewest: int) -> Table:
    """Returns the publishable table of the answers, without those of the excluded members."""
    answers = [reply.answer for reply in replies if reply.member_id not in excluded]
    return suppress_cells({answer.value: answers.count(answer) for answer in FeedbackAnswer}, fewest)


def releasable_comments(
    replies: Sequence[FeedbackReply], excluded: Collection[MemberId], fewest: int
) -> tuple[str, ...]:
    """Returns the comments in alphabetical order, none if fewer than ``fewest`` members commented."""
    texts = sorted(reply.comment for reply in replies if reply.comment and reply.member_id not in excluded)
    return tuple(texts) if len(texts) >= fewest else ()
