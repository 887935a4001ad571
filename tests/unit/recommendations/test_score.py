"""What ``metrics.md`` promises of the score of a recommendation."""

from math import sqrt
from random import Random

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from community.ids import MemberId
from community.recommendations.score import LIGHT_SHARE, MIN_WEIGHT, score_item
from community.recommendations.voter_weights import LIGHT_WEIGHT, Weights

NOISE = 1e-12
FULL = Weights({MemberId(number): weight for number, weight in enumerate((0.5, 0.55, 0.6, 0.75, 0.9, 0.99) * 20)})
"""Voters below 120 are full, all beyond it light."""
full = st.lists(st.integers(0, 119), unique=True, max_size=60)
light = st.integers(0, 500)


def voters(*numbers: int) -> list[MemberId]:
    return [MemberId(number) for number in numbers]


def crowd(n: int, first: int = 1_000) -> list[MemberId]:
    return voters(*range(first, first + n))


def lower(positive: float, total: float) -> float:
    """Returns Wilson's lower bound as textbooks write it."""
    z, share = 1.959963984540054, positive / total
    middle, spread = share + z * z / (2 * total), z * sqrt(share * (1 - share) / total + z * z / (4 * total**2))
    return (middle - spread) / (1 + z * z / total)


def test_a_set_by_hand() -> None:
    """Worked for .9, .75 and the asker (.6, twice); didn't for .5; two newcomers who say it did."""
    weights = Weights(dict(zip(voters(1, 2, 3, 4), (0.9, 0.75, 0.6, 0.5), strict=True)))
    told = score_item([*voters(1, 2, 3, 3), *crowd(2)], voters(4), weights)
    others = 0.9 + 0.75 + 0.6 + 0.6 + 0.5
    positive = 0.9 + 0.75 + 0.6 + 0.6 + min(0.01 * others, 0.2, 0.01 * 2.85)
    assert (told.worked, told.didnt, told.n_light) == pytest.approx((positive, 0.5, 2), abs=1e-12)
    assert told.score == pytest.approx(lower(positive, positive + 0.5), abs=1e-9)


def test_light_votes_weigh_a_tenth_where_there_is_room_for_them() -> None:
    many = Weights(dict.fromkeys(voters(*range(60)), 0.75))
    told = score_item(voters(*range(60)), crowd(2), many)
    assert told.didnt == pytest.approx(2 * LIGHT_WEIGHT)
    told = score_item(voters(*range(60)), crowd(9), many)
    assert told.didnt == pytest.approx(LIGHT_SHARE * 45)


def test_where_there_are_no_others_light_votes_weigh_nothing() -> None:
    told = score_item(crowd(100), crowd(3, 5_000), FULL)
    assert (told.worked, told.didnt, told.score) == (0, 0, None)


def test_light_votes_carry_nothing_over_the_line() -> None:
    almost = Weights(dict.fromkeys(voters(1, 2, 3, 4), 0.7475))
    assert score_item([*voters(1, 2, 3, 4), *crowd(100)], [], almost).score is None
    enough = Weights(dict.fromkeys(voters(1, 2, 3, 4), MIN_WEIGHT / 4))
    assert score_item(voters(1, 2, 3, 4), [], enough).score is not None


@given(full, st.integers(0, 60), light, light)
@example([0, 6, 12, 18, 24, 30, 36], 0, 40, 0)
@example([4, 10, 16, 22], 4, 0, 500)
def test_any_number_of_light_votes_moves_no_score_by_more_than_two_hundredths(
    numbers: list[int], n_worked: int, n_light: int, n_light_against: int
) -> None:
    worked, didnt = voters(*numbers[:n_worked]), voters(*numbers[n_worked:])
    without = score_item(worked, didnt, FULL)
    raided = score_item([*worked, *crowd(n_light)], [*didnt, *crowd(n_light_against, 5_000)], FULL)
    assert (raided.score is None) == (without.score is None)
    if raided.score is not None and without.score is not None:
        assert abs(raided.score - without.score) <= 0.02
    assert raided.worked + raided.didnt <= (without.worked + without.didnt) * (1 + LIGHT_SHARE) + NOISE


@given(full, st.integers(0, 60), light, light, st.integers(0, 5))
def test_one_more_worked_never_lowers_an_item_and_one_more_didnt_never_raises_it(
    numbers: list[int], n_worked: int, n_light: int, n_light_against: int, more: int
) -> None:
    one_more = Weights({**FULL.full, MemberId(900): 0.5 + more / 10})
    worked = [*voters(*numbers[:n_worked]), *crowd(n_light)]
    didnt = [*voters(*numbers[n_worked:]), *crowd(n_light_against, 5_000)]
    before = score_item(worked, didnt, one_more).score
    for extra in (MemberId(900), MemberId(9_999)):
        up, down = (
            score_item([*worked, extra], didnt, one_more).score,
            score_item(worked, [*didnt, extra], one_more).score,
        )
        assert up is not None or before is None
        if before is not None:
            assert up is not None
            assert down is not None
            assert down - NOISE <= before <= up + NOISE


@given(full, st.integers(0, 60), light, st.randoms())
def test_the_order_of_the_votes_never_matters(numbers: list[int], n_worked: int, n_light: int, random: Random) -> None:
    worked, didnt = [*voters(*numbers[:n_worked]), *crowd(n_light)], voters(*numbers[n_worked:])
    first = score_item(worked, didnt, FULL)
    random.shuffle(worked)
    random.shuffle(didnt)
    assert score_item(worked, didnt, FULL) == first


def test_a_newcomers_own_outcome_is_light_as_well() -> None:
    asker = MemberId(1_000)
    told = score_item([*voters(0, 1, 2, 3, 4, 5), asker, asker], [], FULL)
    assert told.n_light == 2
    assert told.worked == pytest.approx(4.29 * 1.01)
