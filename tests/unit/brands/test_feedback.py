import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from community.brands.cell_suppression import STEP
from community.brands.feedback import (
    QUESTION_LENGTH,
    FeedbackAnswer,
    FeedbackReply,
    count_answers,
    parse_round_question,
    releasable_comments,
)
from community.errors import Invalid
from community.ids import MemberId

REPLIES = st.lists(
    st.builds(
        FeedbackReply,
        st.integers(1, 40).map(MemberId),
        st.sampled_from(FeedbackAnswer),
        st.sampled_from(("", "b", "a", "c")),
    ),
    unique_by=lambda reply: reply.member_id,
    max_size=40,
)
LEFT_OUT = st.frozensets(st.integers(1, 40).map(MemberId), max_size=8)


@settings(max_examples=80, deadline=None)
@given(REPLIES, LEFT_OUT, st.integers(5, 11))
def test_nothing_is_told_that_too_few_are_behind(
    replies: list[FeedbackReply], left_out: frozenset[MemberId], fewest: int
) -> None:
    heard = [reply for reply in replies if reply.member_id not in left_out]
    told = count_answers(replies, left_out, fewest)
    assert (told.total is None) == (len(heard) < fewest)
    by_answer = {one.value: [reply.answer for reply in heard].count(one) for one in FeedbackAnswer}
    if any(n < fewest for n in by_answer.values()):
        assert set(told.parts.values()) == {None}
    for figure in (told.total, *told.parts.values()):
        assert figure is None or figure % STEP == 0

    said = [reply.comment for reply in heard if reply.comment]
    assert list(releasable_comments(replies, left_out, fewest)) == (sorted(said) if len(said) >= fewest else [])


@settings(max_examples=40, deadline=None)
@given(st.permutations([FeedbackReply(MemberId(n), FeedbackAnswer.YES, f"words {n % 3}") for n in range(7)]))
def test_the_order_of_comments_says_nothing_of_who_or_when(replies: list[FeedbackReply]) -> None:
    assert releasable_comments(replies, (), 5) == releasable_comments(
        sorted(replies, key=lambda one: one.member_id), (), 5
    )


def test_a_question_is_one_line_of_words() -> None:
    assert parse_round_question("  More \n steam? ") == "More steam?"
    for typed in ("", "?!", "x" * (QUESTION_LENGTH + 1)):
        with pytest.raises(Invalid, match="1 to"):
            parse_round_question(typed)
