"""Proportions, medians, inequality and change: hand-computed values, properties, and honest coverage."""

import math
import statistics
from collections.abc import Callable
from math import comb
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom, binomtest

from community.engagement.changes import resampled_change, resampled_word
from community.engagement.estimates import (
    Median,
    Proportion,
    change_word,
    gini,
    median_interval,
    members_for_half,
    newcombe,
    quantile,
    wilson,
    wilson_lower,
)

COUNTS = st.integers(1, 5_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
VALUES = st.lists(st.integers(0, 1_000), min_size=1, max_size=60)
PAIRS = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=1, max_size=30)


def _seeded(seed: int) -> Random:
    return Random(seed)  # noqa: S311 - nothing secret is drawn


# Proportions


def test_a_proportion_prints_as_value_low_high_and_n() -> None:
    assert Proportion(0.5, 0.25, 0.75, 8).as_json() == {"value": 0.5, "low": 0.25, "high": 0.75, "n": 8}
    assert wilson(0, 0).as_json() == {"value": None, "low": None, "high": None, "n": 0}
    assert list(wilson(1, 2).as_json()) == ["value", "low", "high", "n"]


def test_wilson_of_nine_in_ten_and_of_none_in_ten() -> None:
    nine = wilson(9, 10)
    assert nine.value == 0.9
    assert (nine.low, nine.high) == pytest.approx((0.595850, 0.982124), abs=5e-7)
    none = wilson(0, 10)
    assert none.low == 0
    assert none.high == pytest.approx(1.959963984540054**2 / (10 + 1.959963984540054**2))


@pytest.mark.parametrize(("successes", "n"), [(-1, 3), (4, 3), (1, 0), (0, -1)])
def test_what_is_not_a_proportion_is_refused(successes: int, n: int) -> None:
    with pytest.raises(ValueError, match="is not a proportion"):
        wilson(successes, n)


@given(COUNTS)
def test_wilson_agrees_with_scipy(counts: tuple[int, int]) -> None:
    successes, n = counts
    theirs = binomtest(successes, n).proportion_ci(0.95, method="wilson")
    ours = wilson(successes, n)
    assert ours.low == pytest.approx(theirs.low, rel=1e-9, abs=1e-12)
    assert ours.high == pytest.approx(theirs.high, rel=1e-9, abs=1e-12)


@given(COUNTS)
def test_wilson_holds_its_value_within_0_and_1_and_mirrors_failures(counts: tuple[int, int]) -> None:
    successes, n = counts
    ours, mirrored = wilson(successes, n), wilson(n - successes, n)
    assert ours.value is not None
    assert ours.low is not None
    assert ours.high is not None
    assert 0 <= ours.low <= ours.value <= ours.high <= 1
    assert ours.low == pytest.approx(1 - (mirrored.high or 0), abs=1e-12)


@given(COUNTS)
def test_a_success_raises_the_lower_end_and_a_failure_lowers_it(counts: tuple[int, int]) -> None:
    successes, n = counts
    now = wilson_lower(successes, n)
    assert wilson_lower(successes + 1, n + 1) > now
    assert wilson_lower(successes, n + 1) < now or successes == 0


@given(st.floats(0, 1e4), st.floats(0, 1e4), st.floats(1e-3, 1))
def test_weighted_votes_never_move_the_score_the_wrong_way(worked: float, failed: float, w: float) -> None:
    score = wilson_lower(worked, worked + failed)
    assert 0 <= score <= 1
    assert wilson_lower(worked + w, worked + w + failed) >= score - 1e-12
    assert wilson_lower(worked, worked + failed + w) <= score + 1e-12


def test_what_nobody_judged_scores_0() -> None:
    assert wilson_lower(0.0, 0.0) == 0.0


@pytest.mark.parametrize("n", [12, 30, 200, 1_000])
def test_wilson_holds_the_true_proportion_94_percent_of_the_time_on_average(n: int) -> None:
    intervals = [wilson(k, n) for k in range(n + 1)]
    truths = [i / 200 for i in range(1, 200)]
    covered = 0.0
    for p in truths:
        inside = [k for k, found in enumerate(intervals) if (found.low or 0) <= p <= (found.high or 0)]
        covered += float(binom.cdf(inside[-1], n, p) - binom.cdf(inside[0] - 1, n, p))
    assert 0.94 <= covered / len(truths) <= 0.97


# The difference of two proportions


def test_newcombe_reproduces_his_published_examples() -> None:
    assert newcombe(before=wilson(48, 80), after=wilson(56, 70)) == pytest.approx((0.0524, 0.3339), abs=5e-5)
    assert newcombe(before=wilson(3, 10), after=wilson(9, 10)) == pytest.approx((0.1705, 0.8090), abs=5e-5)


def test_newcombe_knows_nothing_where_one_side_is_empty() -> None:
    assert newcombe(wilson(0, 0), wilson(3, 4)) == (-1, 1)
    assert newcombe(wilson(3, 4), wilson(0, 0)) == (-1, 1)


@given(COUNTS, COUNTS)
def test_newcombe_holds_the_difference_and_turns_with_its_sides(a: tuple[int, int], b: tuple[int, int]) -> None:
    before, after = wilson(*a), wilson(*b)
    low, high = newcombe(before, after)
    assert -1 - 1e-12 <= low <= b[0] / b[1] - a[0] / a[1] <= high <= 1 + 1e-12
    assert newcombe(after, before) == pytest.approx((-high, -low), abs=1e-12)


@pytest.mark.parametrize("n", [12, 40])
def test_newcombe_rarely_sees_a_change_where_nothing_has_changed(n: int) -> None:
    shares = [wilson(k, n) for k in range(n + 1)]
    worded = [(a, b) for a in range(n + 1) for b in range(n + 1) if change_word(*newcombe(shares[a], shares[b]))]
    truths = [i / 40 for i in range(1, 40)]
    said = 0.0
    for p in truths:
        chance = [float(x) for x in binom.pmf(range(n + 1), n, p)]
        said += sum(chance[a] * chance[b] for a, b in worded)
    assert said / len(truths) <= 0.05


# Quantiles and medians


def test_quantiles_interpolate_between_neighbours() -> None:
    assert quantile([10, 20, 30, 40], 0.5) == 25
    assert quantile([10, 20, 30, 40], 0.9) == pytest.approx(37)
    assert [quantile([3, 9], q) for q in (0, 0.25, 1)] == [3, 4.5, 9]
    assert quantile([7], 0.9) == 7


@given(st.lists(st.integers(-1_000, 1_000), min_size=2, max_size=60))
def test_quantiles_agree_with_the_standard_library(values: list[int]) -> None:
    deciles = [quantile(sorted(values), i / 10) for i in range(1, 10)]
    assert deciles == pytest.approx(statistics.quantiles(values, n=10, method="inclusive"), abs=1e-9)
    assert deciles == sorted(deciles)


@pytest.mark.parametrize(("values", "q"), [([], 0.5), ([1.0], -0.1), ([1.0], 1.1)])
def test_a_quantile_of_nothing_or_beyond_the_ends_is_refused(values: list[float], q: float) -> None:
    with pytest.raises(ValueError, match="there is no"):
        quantile(values, q)


def test_a_median_prints_as_value_low_and_high() -> None:
    assert Median(2.0, 1.0, 3.0).as_json() == {"value": 2.0, "low": 1.0, "high": 3.0}
    assert median_interval([]).as_json() == {"value": None, "low": None, "high": None}


@pytest.mark.parametrize(
    ("n", "rank"), [(6, 1), (8, 1), (9, 2), (11, 2), (12, 3), (15, 4), (20, 6), (25, 8), (50, 18), (100, 40)]
)
def test_the_median_lies_between_the_ranks_of_the_published_tables(n: int, rank: int) -> None:
    found = median_interval(range(1, n + 1))
    assert found == Median((n + 1) / 2, rank, n + 1 - rank)


@pytest.mark.parametrize("n", range(1, 6))
def test_under_six_values_the_median_has_no_interval(n: int) -> None:
    assert median_interval(range(n)) == Median((n - 1) / 2, None, None)


@pytest.mark.parametrize("n", [*range(6, 80), 500, 3_000])
def test_the_median_is_held_95_percent_of_the_time_and_no_narrower_ranks_would_do(n: int) -> None:
    low = median_interval(range(1, n + 1)).low
    assert low is not None
    rank = round(low)
    missed = 2 * sum(comb(n, i) for i in range(rank))
    assert missed * 100 <= 5 * 2**n
    assert (missed + 2 * comb(n, rank)) * 100 > 5 * 2**n


@given(VALUES, st.randoms(use_true_random=False))
def test_the_median_is_within_its_interval_whatever_the_order(values: list[int], random: Random) -> None:
    found = median_interval(values)
    assert found.value == statistics.median(values)
    assert median_interval(random.sample(values, len(values))) == found
    if found.low is not None and found.high is not None:
        assert min(values) <= found.low <= found.value <= found.high <= max(values)


def test_the_median_of_skewed_waits_is_held_94_percent_of_the_time() -> None:
    random = _seeded(7)
    held = 0
    for _ in range(3_000):
        found = median_interval(random.expovariate(1) for _ in range(17))
        held += (found.low or 0) <= math.log(2) <= (found.high or 0)
    assert held / 3_000 >= 0.94


# Inequality


def test_gini_of_hand_computed_groups() -> None:
    assert gini([1, 2, 3, 4]) == pytest.approx(0.25)
    assert gini([0, 0, 0, 8]) == pytest.approx(0.75)
    assert gini([5, 5, 5]) == 0
    assert gini([0, 0]) == gini([]) == 0


@given(VALUES, st.integers(2, 9), st.randoms(use_true_random=False))
def test_gini_knows_shares_not_sizes_nor_order(values: list[int], scale: int, random: Random) -> None:
    found = gini(values)
    assert 0 <= found <= 1 - 1 / len(values) + 1e-12
    assert gini([x * scale for x in values]) == pytest.approx(found)
    assert gini(values * scale) == pytest.approx(found)
    assert gini(random.sample(values, len(values))) == found


@given(VALUES)
def test_gini_is_half_the_relative_mean_difference(values: list[int]) -> None:
    if any(values):
        apart = sum(abs(a - b) for a in values for b in values)
        assert gini(values) == pytest.approx(apart / (2 * len(values) * sum(values)))


def test_members_for_half_counts_the_most_talkative_first() -> None:
    assert members_for_half([1, 9, 2, 3]) == 1
    assert members_for_half([4, 4, 4, 4]) == 2
    assert members_for_half([4, 4, 4]) == 2
    assert members_for_half([7]) == 1
    assert members_for_half([0, 0]) == members_for_half([]) == 0


@given(VALUES)
def test_members_for_half_is_enough_and_one_fewer_is_not(values: list[int]) -> None:
    n = members_for_half(values)
    loudest = sorted(values, reverse=True)
    assert 2 * sum(loudest[:n]) >= sum(values)
    assert n == 0 or 2 * sum(loudest[: n - 1]) < sum(values)


# Change


@pytest.mark.parametrize(
    ("low", "high", "word"),
    [(0.1, 2, "up"), (-2, -0.1, "down"), (-1, 1, None), (0, 3, None), (-3, 0, None), (0, 0, None)],
)
def test_a_change_has_a_word_only_where_zero_is_left_out(low: float, high: float, word: str | None) -> None:
    assert change_word(low, high) == word


def test_a_rise_that_most_members_share_is_up_and_its_reverse_is_down() -> None:
    before, after = [3, 0, 5, 2, 1, 4, 2, 6, 0, 3], [7, 2, 9, 6, 4, 9, 5, 9, 1, 6]
    assert change_word(*resampled_change(before, after)) == "up"
    assert change_word(*resampled_change(after, before)) == "down"


def test_one_talkative_person_is_not_a_trend() -> None:
    quiet = [2] * 29
    assert change_word(*resampled_change([*quiet, 10], [*quiet, 500])) is None


@pytest.mark.parametrize("n", range(1, 6))
def test_under_six_members_no_change_has_a_word(n: int) -> None:
    assert change_word(*resampled_change([1] * n, [90] * n)) is None


def test_four_members_of_thirty_are_too_few_for_a_word() -> None:
    assert change_word(*resampled_change([2] * 30, [*[2] * 26, 3, 3, 3, 3])) is None


def test_where_no_member_changed_the_total_has_not() -> None:
    assert resampled_change([4, 0, 7], [4, 0, 7]) == (0, 0)
    assert resampled_change([], []) == (0, 0)


@given(PAIRS, st.randoms(use_true_random=False))
def test_the_change_is_within_its_interval_whatever_the_order(pairs: list[tuple[int, int]], random: Random) -> None:
    def interval(members: list[tuple[int, int]]) -> tuple[float, float]:
        return resampled_change([was for was, _ in members], [now for _, now in members], draws=200)

    low, high = interval(pairs)
    assert low <= sum(now - was for was, now in pairs) <= high
    assert interval(random.sample(pairs, len(pairs))) == (low, high)


@given(PAIRS)
def test_the_word_is_that_of_the_interval(pairs: list[tuple[int, int]]) -> None:
    before, after = [was for was, _ in pairs], [now for _, now in pairs]
    assert resampled_word(before, after, draws=200) == change_word(*resampled_change(before, after, draws=200))


def test_the_interval_reaches_to_the_loud_member_drawn_three_times() -> None:
    changed_by_490 = [0] * 29 + [490]
    assert binom.cdf(2, 30, 1 / 30) < 0.975 < binom.cdf(3, 30, 1 / 30)
    assert resampled_change([0] * 30, changed_by_490) == (0, 3 * 490)


def test_members_that_do_not_pair_up_or_too_few_draws_are_refused() -> None:
    with pytest.raises(ValueError, match="shorter"):
        resampled_change([1, 2], [1])
    with pytest.raises(ValueError, match="too few"):
        resampled_change([1, 2], [1, 3], draws=39)


def _alike(random: Random) -> Callable[[], int]:
    return lambda: random.randrange(30)


def _talkative(random: Random) -> Callable[[], int]:
    usual = random.lognormvariate(0.5, 1.5)
    return lambda: int(random.expovariate(1 / usual))


@pytest.mark.parametrize("habit", [_alike, _talkative])
@pytest.mark.parametrize("n", [6, 12, 30])
def test_with_nothing_changed_a_word_is_said_in_about_one_comparison_of_twenty_at_most(
    habit: Callable[[Random], Callable[[], int]], n: int
) -> None:
    random = _seeded(12)
    said = 0
    for _ in range(400):
        counts = [habit(random) for _ in range(n)]
        before, after = [count() for count in counts], [count() for count in counts]
        said += change_word(*resampled_change(before, after, draws=400)) is not None
    assert said / 400 <= 0.065, "5 %, and 1.4 standard errors of a share of 400"
