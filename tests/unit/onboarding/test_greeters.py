"""Whose turn it is to greet: fair, capped, and never the same two people twice in a month."""

from collections import Counter
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from community.ids import MemberId
from community.onboarding.greeter_rotation import CAP_SPAN, PAIR_SPAN, GreeterMention, next_greeter

NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)
DAY = timedelta(days=1)
AMY, BEA, CID, DAN = (MemberId(number) for number in (10, 11, 12, 13))
MANY = 100
"""A cap that nobody reaches."""


def turn(newcomer: MemberId, *mentions: GreeterMention, cap: int = MANY) -> MemberId | None:
    return next_greeter({BEA, CID}, newcomer, mentions, cap, NOW)


def test_whose_last_turn_is_longest_ago_is_next_and_before_them_who_never_had_one() -> None:
    bea, cid = GreeterMention(BEA, DAN, NOW - 2 * DAY), GreeterMention(CID, DAN, NOW - DAY)
    assert turn(AMY, bea, cid) == BEA
    assert turn(AMY, cid, bea) == BEA
    assert turn(AMY, GreeterMention(BEA, DAN, NOW - 20 * DAY)) == CID


def test_at_the_cap_the_next_one_is_asked_and_a_week_later_they_are_again() -> None:
    full = [GreeterMention(BEA, DAN, NOW - DAY), GreeterMention(CID, DAN, NOW - timedelta(hours=1))]
    assert turn(AMY, full[1], cap=1) == BEA
    assert turn(AMY, *full, cap=1) is None
    assert turn(AMY, GreeterMention(BEA, DAN, NOW - CAP_SPAN), full[1], cap=1) == BEA
    assert turn(AMY, GreeterMention(BEA, DAN, NOW - CAP_SPAN + DAY), full[1], cap=1) is None


def test_the_same_two_people_are_brought_together_again_after_a_month_only() -> None:
    cid = GreeterMention(CID, DAN, NOW - timedelta(hours=1))
    assert turn(AMY, GreeterMention(BEA, AMY, NOW - PAIR_SPAN + DAY), cid) == CID
    assert turn(AMY, GreeterMention(BEA, AMY, NOW - PAIR_SPAN), cid) == BEA
    assert turn(AMY, GreeterMention(BEA, AMY, NOW - DAY), GreeterMention(CID, AMY, NOW - DAY)) is None


def test_nobody_greets_themselves() -> None:
    assert next_greeter({AMY}, AMY, [], MANY, NOW) is None
    assert next_greeter(set(), AMY, [], MANY, NOW) is None


@settings(deadline=None, max_examples=40)
@given(
    st.lists(st.tuples(st.integers(1, 6), st.integers(0, 60)), max_size=40),
    st.sets(st.integers(20, 26), max_size=5),
    st.integers(1, 3),
)
def test_whatever_newcomers_come_no_cap_is_passed_and_no_pair_meets_twice_in_a_month(
    arrivals: list[tuple[int, int]], numbers: set[int], cap: int
) -> None:
    greeters = {MemberId(number) for number in numbers}
    told: list[GreeterMention] = []
    now = NOW
    for newcomer, hours in arrivals:
        now += timedelta(hours=hours)
        one = next_greeter(greeters, MemberId(newcomer), told, cap, now)
        if one is None:
            continue
        told.append(GreeterMention(one, MemberId(newcomer), now))
        week = Counter(mention.greeter_id for mention in told if mention.at > now - CAP_SPAN)
        assert week[one] <= cap
        pair = [m for m in told if (m.greeter_id, m.newcomer_id) == (one, newcomer) and m.at > now - PAIR_SPAN]
        assert len(pair) == 1


def test_among_many_newcomers_everybody_has_as_many_turns() -> None:
    greeters, told = {BEA, CID, DAN}, list[GreeterMention]()
    for number in range(30):
        now = NOW + number * timedelta(hours=1)
        one = next_greeter(greeters, MemberId(1_000 + number), told, MANY, now)
        assert one is not None
        told.append(GreeterMention(one, MemberId(1_000 + number), now))
    assert set(Counter(mention.greeter_id for mention in told).values()) == {10}
