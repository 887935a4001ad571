"""A member's question to the guest of an AMA, and its one state machine.

::

    WAITING ──► QUEUED ──► ANSWERED
     │    │      │    │
     ▼    ▼      ▼    ▼
    SKIPPED  LEFT    PASSED

A question that is neither answered nor turned down can be taken back: then it is not there any more.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from community.errors import Invalid
from community.ids import AmaId, GuildId, MemberId, MessageId, QuestionId

QUESTION_LENGTH = 300
REPLY_LENGTH = 1_500
REASON_LENGTH = 200
QUESTIONS_PER_MEMBER = 5
"""Questions of one person in one AMA, without those that they took back (our choice: room for the others)."""


class QuestionState(StrEnum):
    """Where a question is."""

    WAITING = "waiting"
    """Whoever looks after the topic looks at it first."""
    QUEUED = "queued"
    """The guest has it before them."""
    ANSWERED = "answered"
    """It stands in the thread with its answer."""
    SKIPPED = "skipped"
    """It did not come before the guest; its author is told why."""
    PASSED = "passed"
    """The guest would not answer it; its author is told why."""
    LEFT = "left"
    """The AMA was over before its turn came; its author is told so."""


OPEN = frozenset({QuestionState.WAITING, QuestionState.QUEUED})
"""Those that something can follow, and that can be taken back."""
TURNED_DOWN = frozenset({QuestionState.SKIPPED, QuestionState.PASSED, QuestionState.LEFT})
"""Those whose authors are told why."""


class QuestionAction(StrEnum):
    """What is done with a question."""

    APPROVE = "approve"
    SKIP = "skip"
    ANSWER = "answer"
    PASS = "pass"  # noqa: S105  # the guest passes
    LEAVE = "leave"


ACTION_TRANSITIONS: Mapping[QuestionAction, tuple[frozenset[QuestionState], QuestionState]] = {
    QuestionAction.APPROVE: (frozenset({QuestionState.WAITING}), QuestionState.QUEUED),
    QuestionAction.SKIP: (frozenset({QuestionState.WAITING}), QuestionState.SKIPPED),
    QuestionAction.ANSWER: (frozenset({QuestionState.QUEUED}), QuestionState.ANSWERED),
    QuestionAction.PASS: (frozenset({QuestionState.QUEUED}), QuestionState.PASSED),
    QuestionAction.LEAVE: (OPEN, QuestionState.LEFT),
}
"""From which states a deed leads where."""


@dataclass(frozen=True, slots=True)
class AmaQuestion:
    """A question; ``reply`` is its answer, or why it has none.

    ``text`` is empty once its author was forgotten, ``reply`` once whoever replied was. ``shown``
    is the :meth:`shown_version` that its post in the thread shows.
    """

    question_id: QuestionId
    guild_id: GuildId
    ama_id: AmaId
    author_id: MemberId | None
    text: str
    state: QuestionState
    asked_at: datetime
    changed_at: datetime
    changed_by: MemberId | None = None
    reply: str = ""
    message_id: MessageId | None = None
    shown: str | None = None

    @property
    def shown_version(self) -> str:
        """What tells one look of its post from another."""
        return f"{'asked' if self.text else 'forgotten'}:{'answered' if self.reply else 'forgotten'}"

    @property
    def mark(self) -> str:
        """By what its post is known."""
        return f"#{self.question_id}"


@dataclass(frozen=True, slots=True)
class QuestionTally:
    """How many questions of an AMA wait for a moderator, for the guest, and are answered."""

    n_waiting: int = 0
    n_queued: int = 0
    n_answered: int = 0

    @property
    def shown_version(self) -> str:
        """What tells one look of these numbers from another."""
        return f"{self.n_waiting}:{self.n_queued}:{self.n_answered}"


def apply_action(
    question: AmaQuestion, action: QuestionAction, now: datetime, by: MemberId | None = None, reply: str = ""
) -> AmaQuestion | None:
    """The question once that is done; none where it can't be done any more."""
    before, to = ACTION_TRANSITIONS[action]
    if question.state not in before:
        return None
    return replace(question, state=to, changed_at=now, changed_by=by, reply=reply)


def parse_question(typed: str) -> str:
    """The question that was typed, on one line.

    Raises
    ------
    Invalid
        When it is empty or too long.
    """
    return _parse(typed, QUESTION_LENGTH, "A question has 1 to {limit} characters. Please try a shorter one.")


def parse_answer(typed: str) -> str:
    """The answer that was typed. Raises as :func:`question_text`."""
    return _parse(typed, REPLY_LENGTH, "An answer has 1 to {limit} characters. Please try a shorter one.")


def parse_reason(typed: str) -> str:
    """The reason that was typed. Raises as :func:`question_text`."""
    return _parse(
        typed, REASON_LENGTH, "Please say why, in 1 to {limit} characters: whoever is turned down is told so."
    )


def _parse(typed: str, limit: int, sentence: str) -> str:
    words = " ".join(typed.split())
    if len(words) > limit or not any(sign.isalnum() for sign in words):
        raise Invalid(sentence, limit=limit)
    return words
