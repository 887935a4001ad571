from collections.abc import Sequence
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from community.engagement.recognition import MIN_PEOPLE, RecognizedMember, recognize
from community.engagement.response_ports import InteractionCount
from community.ids import MemberId

AMY, BEA = MemberId(1), MemberId(2)

members = st.integers(1, 9).map(MemberId)
regards = st.lists(st.builds(InteractionCount, members, members, st.integers(1, 5)), max_size=30)
some_shown = st.sets(members, max_size=6)


def given_to(receiver: MemberId, *givers: int, n: int = 1) -> list[InteractionCount]:
    return [InteractionCount(MemberId(giver), receiver, n) for giver in givers]


def test_the_reasons_are_people_and_times() -> None:
    replies = given_to(AMY, 11, 12, n=4) + given_to(AMY, 13)
    thanks = given_to(AMY, 13, 14, n=2)
    assert recognize({AMY, BEA}, replies, thanks) == [
        RecognizedMember(AMY, n_people=4, n_answering=3, n_replies=9, n_thanking=2, n_thanks=4)
    ]


def test_a_pair_of_friends_makes_nobody_a_steward_however_much_they_write() -> None:
    friends = range(11, 11 + MIN_PEOPLE - 1)
    assert recognize({AMY}, given_to(AMY, *friends, n=1_000), given_to(AMY, *friends, n=1_000)) == []
    assert recognize({AMY}, given_to(AMY, *friends), given_to(AMY, 99))


def test_most_people_come_first_then_most_who_thanked() -> None:
    replies = given_to(AMY, 11, 12, 13, n=50) + given_to(BEA, 11, 12)
    thanks = given_to(BEA, 13)
    assert [one.member_id for one in recognize({AMY, BEA}, replies, thanks)] == [BEA, AMY]
    assert [one.member_id for one in recognize({AMY, BEA}, [*replies, *given_to(AMY, 14)], thanks)] == [AMY, BEA]


def test_nobody_answers_or_thanks_themselves() -> None:
    assert recognize({AMY}, given_to(AMY, 1, 11, 12), given_to(AMY, 1)) == []


@given(some_shown, regards, regards)
def test_only_those_shown_with_enough_people_are_told(
    shown: set[MemberId], replies: list[InteractionCount], thanks: list[InteractionCount]
) -> None:
    for one in recognize(shown, replies, thanks):
        assert one.member_id in shown
        givers = {r.giver_id for r in [*replies, *thanks] if r.receiver_id == one.member_id} - {one.member_id}
        assert one.n_people == len(givers) >= MIN_PEOPLE


@given(some_shown, regards, regards, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(
    shown: set[MemberId], replies: list[InteractionCount], thanks: list[InteractionCount], random: Random
) -> None:
    def shuffled(rows: Sequence[InteractionCount]) -> list[InteractionCount]:
        return random.sample(rows, len(rows))

    assert recognize(shown, shuffled(replies), shuffled(thanks)) == recognize(shown, replies, thanks)


@given(some_shown, regards, regards)
def test_saying_it_again_moves_nobody(
    shown: set[MemberId], replies: list[InteractionCount], thanks: list[InteractionCount]
) -> None:
    once = [one.member_id for one in recognize(shown, replies, thanks)]
    again = [one.member_id for one in recognize(shown, replies * 3, thanks * 2)]
    assert once == again


@given(some_shown, regards, regards, members)
def test_one_more_person_who_turns_to_somebody_never_lowers_them(
    shown: set[MemberId], replies: list[InteractionCount], thanks: list[InteractionCount], who: MemberId
) -> None:
    def place(rows: list[InteractionCount]) -> float:
        return next((at for at, one in enumerate(recognize(shown, rows, thanks)) if one.member_id == who), float("inf"))

    assert place([*replies, InteractionCount(MemberId(99), who, 1)]) <= place(replies)
