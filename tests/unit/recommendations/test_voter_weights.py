"""What ``metrics.md`` promises of the weight of a voter."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community.ids import MemberId
from community.recommendations.voter_weights import (
    LIGHT_WEIGHT,
    NEWCOMER_PERIOD,
    Endorsement,
    VoterAccount,
    Weights,
    eigentrust,
    voter_weights,
)

NOW = datetime(2026, 3, 1, tzinfo=UTC)
OLD = NOW - timedelta(days=100)
MOD, AMY, BEA, CID = (MemberId(number) for number in (1, 2, 3, 4))
VILLAGE = 40
"""Newcomers and strangers have numbers beyond it."""

pairs = st.dictionaries(
    st.tuples(st.integers(1, 12), st.integers(1, 12)).filter(lambda pair: pair[0] != pair[1]), st.integers(1, 5)
)


def account(
    number: int, *, since: datetime | None = OLD, left: datetime | None = None, idle: bool = False
) -> VoterAccount:
    return VoterAccount(MemberId(number), since, left, only_votes=idle)


def endorsed(given: Mapping[tuple[MemberId, MemberId], int] | Mapping[tuple[int, int], int]) -> list[Endorsement]:
    return [Endorsement(MemberId(voter), MemberId(author), n) for (voter, author), n in given.items()]


def village(given: dict[tuple[int, int], int]) -> list[VoterAccount]:
    return [account(number) for number in sorted({voter for voter, _ in given} | {1, 2, 3})]


def test_a_village_by_hand() -> None:
    """A moderator trusts Amy twice as much as Bea; Amy trusts Bea; Bea and Cid vote, and trust nobody.

    By hand, of the equations t = 0.85 Cᵀt + 0.15 p with p at the moderator: with m for the moderator's trust,
    a = 0.85·⅔·m, b = 0.85·(⅓·m + a), c = 0, and everything adds up to 1.
    """
    given = {(MOD, AMY): 2, (MOD, BEA): 1, (AMY, BEA): 1}
    in_a, in_b = 0.85 * 2 / 3, 0.85 * (1 / 3 + 0.85 * 2 / 3)
    m = 1 / (1 + in_a + in_b)
    a, b = m * in_a, m * in_b
    assert eigentrust(endorsed(given), [MOD]) == pytest.approx({MOD: m, AMY: a, BEA: b}, abs=1e-12)

    mean = (m + a + b) / 4
    weights = voter_weights([account(n) for n in (MOD, AMY, BEA, CID)], endorsed(given), [MOD], NOW)
    by_hand = {MOD: m, AMY: a, BEA: b, CID: 0}
    assert weights.full == pytest.approx({one: 0.5 + 0.5 * t / (t + mean) for one, t in by_hand.items()}, abs=1e-9)
    assert weights.of(CID) == 0.5


def test_trust_does_what_its_equation_says() -> None:
    random = Random(7)  # noqa: S311 - nothing secret is drawn
    given = {
        (MemberId(random.randint(1, 60)), MemberId(random.randint(61, 90))): random.randint(1, 4) for _ in range(200)
    }
    given |= {(author, voter): 1 for voter, author in list(given)[::3]}
    elders = [MemberId(1), MemberId(2), MemberId(99)]
    trust = eigentrust(endorsed(given), elders)
    assert sum(trust.values()) == pytest.approx(1, abs=1e-12)
    whole: dict[MemberId, int] = {}
    for (voter, _), n in given.items():
        whole[voter] = whole.get(voter, 0) + n
    from_nothing = sum(has for one, has in trust.items() if one not in whole)
    for one, has in trust.items():
        passed_on = sum(trust[voter] * n / whole[voter] for (voter, author), n in given.items() if author == one)
        start = one in elders and 1 / 3
        assert has == pytest.approx(0.85 * (passed_on + from_nothing * start) + 0.15 * start, abs=1e-12)


@given(pairs, st.randoms())
def test_the_order_in_which_the_votes_are_read_never_matters(given: dict[tuple[int, int], int], random: Random) -> None:
    accounts, endorsements, elders = village(given), endorsed(given), [MemberId(1), MemberId(2)]
    first = voter_weights(accounts, endorsements, elders, NOW)
    for shuffled in (accounts, endorsements, elders):
        random.shuffle(shuffled)
    assert voter_weights(accounts, endorsements, elders, NOW) == first


@given(pairs)
def test_a_full_voter_weighs_from_a_half_to_one(given: dict[tuple[int, int], int]) -> None:
    for elders in ([], [MOD], [MemberId(77)]):
        assert all(
            0.5 <= weight < 1 for weight in voter_weights(village(given), endorsed(given), elders, NOW).full.values()
        )


@given(pairs, st.lists(st.tuples(st.integers(VILLAGE, 400), st.integers(1, 400)), max_size=60), st.booleans())
def test_newcomers_and_accounts_that_only_vote_move_nobodys_weight(
    given: dict[tuple[int, int], int], raid: list[tuple[int, int]], idle: bool
) -> None:
    before = voter_weights(village(given), endorsed(given), [MOD], NOW)
    raiders = [account(voter, since=OLD if idle else NOW, idle=idle) for voter, _ in raid]
    brought = [Endorsement(MemberId(voter), MemberId(author), 9) for voter, author in raid]
    after = voter_weights([*village(given), *raiders], [*endorsed(given), *brought], [MOD], NOW)
    assert after == before
    assert all(after.of(one.member_id) == LIGHT_WEIGHT for one in raiders)


@given(pairs, st.integers(2, 6), st.integers(1, 50))
def test_a_ring_that_nobody_trusts_gives_itself_nothing(given: dict[tuple[int, int], int], size: int, n: int) -> None:
    ring = range(VILLAGE, VILLAGE + size)
    brought = [Endorsement(MemberId(one), MemberId(other), n) for one in ring for other in ring]
    weights = voter_weights(
        [*village(given), *(account(one) for one in ring)], [*endorsed(given), *brought], [MOD], NOW
    )
    assert {weights.of(MemberId(one)) for one in ring} == {0.5}


@given(pairs)
def test_a_moderators_mistake_at_most_doubles_a_word(given: dict[tuple[int, int], int]) -> None:
    """Whoever a moderator comes to trust by mistake had half a vote before, and has less than one after."""
    stranger = MemberId(VILLAGE)
    accounts = [*village(given), account(stranger)]
    before = voter_weights(accounts, endorsed(given), [MOD], NOW)
    after = voter_weights(accounts, [*endorsed(given), Endorsement(MOD, stranger, 10)], [MOD], NOW)
    assert before.of(stranger) == 0.5
    assert 0.5 < after.of(stranger) < 1
    assert all(0.5 <= weight < 1 for weight in after.full.values())


def test_without_moderators_trust_starts_from_everybody_alike() -> None:
    accounts = [account(n) for n in (1, 2, 3)]
    alike = voter_weights(accounts, [], [], NOW)
    assert alike.full == pytest.approx(dict.fromkeys([MOD, AMY, BEA], 0.75))
    praised = voter_weights(accounts, endorsed({(1, 2): 1, (3, 2): 1}), [], NOW)
    assert praised.of(AMY) > praised.of(MOD) == pytest.approx(praised.of(BEA))


def test_trust_that_reaches_no_voter_leaves_all_at_a_half() -> None:
    assert voter_weights([account(2), account(3)], endorsed({(2, 3): 1}), [MOD], NOW).full == {AMY: 0.5, BEA: 0.5}


@pytest.mark.parametrize(
    ("one", "light"),
    [
        (account(2, since=NOW - NEWCOMER_PERIOD), False),
        (account(2, since=NOW - NEWCOMER_PERIOD + timedelta(seconds=1)), True),
        (account(2, since=None), True),
        (account(2, idle=True), True),
        (account(2, left=NOW - timedelta(days=1)), False),
        (account(2, since=OLD, left=OLD + timedelta(days=6)), True),
        (account(2, since=OLD, left=OLD + timedelta(days=7)), False),
        (account(2, since=NOW - timedelta(days=1), left=OLD), True),
    ],
)
def test_who_is_new_or_does_nothing_but_vote_is_light(one: VoterAccount, light: bool) -> None:
    weights = voter_weights([one], [], [], NOW)
    assert weights.is_light(AMY) is light


def test_nobody_trusts_themselves() -> None:
    accounts = [account(n) for n in (1, 2)]
    assert voter_weights(accounts, endorsed({(2, 2): 9}), [MOD], NOW) == voter_weights(accounts, [], [MOD], NOW)


def test_where_nobody_voted_there_is_nothing_to_weigh() -> None:
    assert voter_weights([], [], [MOD], NOW) == Weights({})
