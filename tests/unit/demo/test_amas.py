"""AMAs in the generated community hold together: the vote, the decision, the thread, then the questions."""

from datetime import UTC, datetime, timedelta
from typing import get_args

import pytest

from community.amas.ama import MAX_START_DELAY, OPEN_SPAN
from community.amas.question import QUESTION_LENGTH, REASON_LENGTH, REPLY_LENGTH
from demo.story.actions import Action, CallVote
from demo.story.ama_actions import (
    AmaAction,
    AnswerQuestion,
    ApproveAma,
    AskGuest,
    PassOn,
    ProposeAma,
    ReadOwnQuestions,
    SkipQuestion,
)
from demo.story.brand import VOTE_SPAN
from demo.story.plan import make_plan
from demo.story.sentences.interview import QUESTIONS

START = datetime(2025, 3, 3, tzinfo=UTC)

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("seed", [0, 1, 7, 2025])
def test_an_ama_is_asked_for_after_the_vote_approved_before_it_begins_and_lived_while_it_is_on(seed: int) -> None:
    plan = make_plan(seed, START)
    done: list[Action] = [one for one in plan.actions if isinstance(one, get_args(AmaAction))]
    (called,) = (one.at for one in plan.actions if isinstance(one, CallVote))
    first, second = (one for one in done if isinstance(one, ProposeAma))
    approved = [one.at for one in done if isinstance(one, ApproveAma)]
    assert called + VOTE_SPAN < first.at < approved[0] < first.begins_at < second.at < approved[1] < plan.end
    assert second.begins_at > plan.end
    due_at = first.begins_at + timedelta(minutes=30)
    assert due_at.hour == 9
    assert due_at < first.begins_at + MAX_START_DELAY
    asked = {one.question: one for one in done if isinstance(one, AskGuest)}
    assert len({one.person for one in asked.values()}) == len(asked) == len(QUESTIONS)
    passed = {one.question: one.at for one in done if isinstance(one, PassOn)}
    for one in done:
        match one:
            case AskGuest() | ReadOwnQuestions():
                assert due_at < one.at < due_at + OPEN_SPAN
            case PassOn() | SkipQuestion():
                assert asked[one.question].at < one.at < due_at + OPEN_SPAN
            case AnswerQuestion():
                assert passed[one.question] < one.at < due_at + OPEN_SPAN


def test_what_is_asked_and_answered_fits_the_forms() -> None:
    for question, answer, reason in QUESTIONS:
        assert len(question) <= QUESTION_LENGTH
        assert len(answer) <= REPLY_LENGTH
        assert len(reason) <= REASON_LENGTH
        assert bool(answer) is not bool(reason)
