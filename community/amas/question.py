"""A member's question to the guest of an AMA, and its state machine.

::

    WAITING ──► QUEUED ──► ANSWERED
     │    │      │    │
     ▼    ▼      ▼    ▼
    SKIPPED  LEFT    PASSED

Its author can take back an open question, which deletes it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from community.errors import Invalid
from community.ids import AmaId, GuildId, MemberId, MessageId, QuestionId

QUESTION_LENGTH = 300
"""Characters of a question."""
REPLY_LENGTH = 1_500
"""Characters of an answer."""
REASON_LENGTH = 200
"""Characters of a reason why a question or an AMA is turned down."""
QUESTIONS_PER_MEMBER = 5
"""Questions of one member in one AMA, without those taken back (our choice: it leaves room for others)."""


class QuestionState(StrEnum):
    """The state of a question."""

    WAITING = "waiting"
    """It waits for a moderator or steward to pass it on."""
    QUEUED = "queued"
    """It waits for the guest's answer."""
    ANSWERED = "answered"
    """Its answer is posted in the thread, or will be."""
    SKIPPED = "skipped"
    """A moderator or steward turned it down; its author is told why."""
    PASSED = "passed"
    """The guest leaves it unanswered; its author is told why."""
    LEFT = "left"
    """The AMA ended before it was answered; its author is told so."""


OPEN = frozenset({QuestionState.WAITING, QuestionState.QUEUED})
"""The states that can change, and in which a question can be taken back."""


class QuestionAction(StrEnum):
    """An action on a question."""

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
"""For each action, the states in which it is possible and the state that follows."""


@dataclass(frozen=True, slots=True)
class AmaQuestion:
    """A question; ``reply`` is its answer, or the reason why it has none.

    ``text`` is empty once its author was forgotten, ``reply`` once the person who replied was. ``shown`` is the
    :attr:`shown_version` that its post in the thread shows.
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
        """Identifies what its post shows."""
        return f"{'asked' if self.text else 'forgotten'}:{'answered' if self.reply else 'forgotten'}"

    @property
    def mark(self) -> str:
        """The text by which its post is found."""
        return f"#{self.question_id}"


@dataclass(frozen=True, slots=True)
class QuestionTally:
    """The numbers of an AMA's questions: waiting for a moderator, queued for the guest, answered."""

    n_waiting: int = 0
    n_queued: int = 0
    n_answered: int = 0

    @property
    def shown_version(self) -> str:
        """Identifies these numbers on a card."""
        return f"{self.n_waiting}:{self.n_queued}:{self.n_answered}"


def apply_action(
    question: AmaQuestion, action: QuestionAction, now: datetime, by: MemberId | None = None, reply: str = ""
) -> AmaQuestion | None:
    """Returns the question after an action, None if its state does not allow it."""
    before, to = ACTION_TRANSITIONS[action]
    if question.state not in before:
        return None
    return replace(question, state=to, changed_at=now, changed_by=by, reply=reply)


def parse_question(typed: str) -> str:
    """Returns the typed question on one line.

    Raises
    ------
    Invalid
        If it has no letters or digits, or is too long.
    """
    return _parse(typed, QUESTION_LENGTH, "A question has 1 to {limit} characters. Please try a shorter one.")


def parse_answer(typed: str) -> str:
    """Returns the typed answer on one line.

    Raises
    ------
    Invalid
        As :func:`parse_question`.
    """
    return _parse(typed, REPLY_LENGTH, "An answer has 1 to {limit} characters. Please try a shorter one.")


def parse_reason(typed: str) -> str:
    """Returns the typed reason on one line.

    Raises
    ------
    Invalid
        As :func:`parse_question`.
    """
    return _parse(
        typed, REASON_LENGTH, "Please say why, in 1 to {limit} characters: whoever is turned down is told so."
    )


def _parse(typed: str, limit: int, sentence: str) -> str:
    text = " ".join(typed.split())
    if len(text) > limit or not any(sign.isalnum() for sign in text):
        raise Invalid(sentence, limit=limit)
    return text
