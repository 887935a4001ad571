"""How often a word is said where nothing has changed, and how often an interval holds the truth."""

from bisect import bisect_left
from collections.abc import Callable
from random import Random

import pytest
from scipy.stats import binom

from community.engagement.changes import resampled_change
from community.engagement.comparison import Trend, trend_of_counts, trend_of_shares
from community.engagement.estimates import change_word, median_interval, newcombe, wilson
from community.ids import MemberId

TRUTHS = [n / 100 for n in range(1, 100)]
ALLOWED = 0.05
"""Of the comparisons of what has not changed (Source: the design's metrics)."""

Life = Callable[[Random, int], list[tuple[int, int]]]


def seeded(seed: int) -> Random:
    return Random(seed)  # noqa: S311 - nothing secret is drawn


# By hand


def test_a_change_has_a_word_only_where_the_people_can_tell() -> None:
    assert trend_of_shares(wilson(6, 30), wilson(24, 30)) is Trend.UP
    assert trend_of_shares(wilson(24, 30), wilson(6, 30)) is Trend.DOWN
    assert trend_of_shares(wilson(2, 10), wilson(4, 10)) is Trend.SAME
    assert trend_of_shares(wilson(0, 0), wilson(4, 10)) is None
    assert trend_of_shares(wilson(4, 10), wilson(0, 0)) is None


def test_one_talkative_person_is_no_trend() -> None:
    thirty = [MemberId(n) for n in range(30)]
    before = dict.fromkeys(thirty, 2)
    assert trend_of_counts(before, before | {thirty[0]: 500}) is Trend.SAME
    assert trend_of_counts(before, dict.fromkeys(thirty, 6)) is Trend.UP
    assert trend_of_counts(dict.fromkeys(thirty, 6), before) is Trend.DOWN
    assert trend_of_counts({}, {}) is None


def test_who_came_between_two_windows_said_nothing_before() -> None:
    assert trend_of_counts({}, {MemberId(n): 5 for n in range(30)}) is Trend.UP


# Shares: every possible comparison, so that the rates are exact


def silent(n_before: int, n_after: int) -> list[tuple[int, int]]:
    """For each count before: the counts after, ``[first, end)``, of which nothing is said."""

    def band(k: int) -> tuple[int, int]:
        before = wilson(k, n_before)

        def place(word: Trend, *, from_there: bool) -> int:
            """From which count on the word is said, or is not said any more."""
            return bisect_left(
                range(n_after + 1),
                True,
                key=lambda now: (trend_of_shares(before, wilson(now, n_after)) is word) is from_there,
            )

        return place(Trend.DOWN, from_there=False), place(Trend.UP, from_there=True)

    return [band(k) for k in range(n_before + 1)]


def false_rate(n_before: int, n_after: int) -> float:
    """The highest rate of words, over all shares that may be the same before and after."""
    firsts, ends = zip(*silent(n_before, n_after), strict=True)
    rates = []
    for p in TRUTHS:
        chance = binom.pmf(range(n_before + 1), n_before, p)
        kept = binom.cdf([end - 1 for end in ends], n_after, p) - binom.cdf([one - 1 for one in firsts], n_after, p)
        rates.append(1 - float((chance * kept).sum()))
    return max(rates)


@pytest.mark.parametrize(
    ("n_before", "n_after"),
    [(12, 12), (50, 50), (500, 500), (6, 7), (10, 11), (25, 26), (12, 40), (100, 101), (6, 200), (12, 500)],
)
def test_independent_people_whose_share_is_the_same_get_a_word_once_in_twenty_at_most(
    n_before: int, n_after: int
) -> None:
    assert false_rate(n_before, n_after) <= ALLOWED
    assert false_rate(n_after, n_before) <= ALLOWED


def test_a_dozen_people_get_more_false_words_from_newcombes_interval_alone() -> None:
    shares = [wilson(k, 12) for k in range(13)]
    chance = [float(x) for x in binom.pmf(range(13), 12, 0.5)]
    rate = sum(
        chance[a] * chance[b] for a in range(13) for b in range(13) if change_word(*newcombe(shares[a], shares[b]))
    )
    assert rate == pytest.approx(0.064, abs=5e-4)


@pytest.mark.parametrize(("n", "sees"), [(12, 0.10), (50, 0.48), (500, 0.99)])
def test_a_real_change_is_still_seen(n: int, sees: float) -> None:
    before, after = (binom.pmf(range(n + 1), n, p) for p in (0.3, 0.5))
    seen = sum(
        float(chance) * (1 - float(after[first:end].sum()))
        for chance, (first, end) in zip(before, silent(n, n), strict=True)
    )
    assert seen >= sees


# Shares of the same members


@pytest.mark.parametrize("n", [12, 50, 500])
@pytest.mark.parametrize("steadiness", [0.3, 1, 4])
def test_the_same_members_with_habits_of_their_own_get_fewer_false_words(n: int, steadiness: float) -> None:
    random = seeded(n)
    said = 0
    for _ in range(400):
        habits = [random.betavariate(steadiness, steadiness) for _ in range(n)]
        before, after = (wilson(sum(random.random() < habit for habit in habits), n) for _ in range(2))
        said += trend_of_shares(before, after) is not Trend.SAME
    assert said / 400 <= ALLOWED


# Counts


def talkative(random: Random, n: int) -> list[tuple[int, int]]:
    """Some members' messages in two windows that differ by chance only; a few write most of them."""
    usual = [random.lognormvariate(0.5, 1.5) for _ in range(n)]
    return [(int(random.expovariate(1 / mean)), int(random.expovariate(1 / mean))) for mean in usual]


def coming_and_going(random: Random, n: int) -> list[tuple[int, int]]:
    """The same, of whom some are there in one of the windows only, as many before as after on the whole."""
    stays = (random.choice([(0, 1), (1, 0), (1, 1), (1, 1)]) for _ in range(n))
    return [(was * a, now * b) for (was, now), (a, b) in zip(talkative(random, n), stays, strict=True)]


@pytest.mark.parametrize("life", [talkative, coming_and_going])
@pytest.mark.parametrize(("n", "draws"), [(12, 400), (50, 400), (500, 200)])
def test_a_total_that_changed_by_chance_gets_a_word_once_in_twenty_at_most(n: int, draws: int, life: Life) -> None:
    random = seeded(1)
    said = 0
    for _ in range(200):
        before, after = zip(*life(random, n), strict=True)
        said += change_word(*resampled_change(before, after, draws=draws)) is not None
    assert said / 200 <= ALLOWED


@pytest.mark.soak
@pytest.mark.parametrize("life", [talkative, coming_and_going])
@pytest.mark.parametrize(("n", "n_times"), [(12, 600), (50, 600), (500, 150)])
def test_with_all_draws_as_well(n: int, n_times: int, life: Life) -> None:
    random = seeded(3)
    said = 0
    for _ in range(n_times):
        counts = enumerate(life(random, n))
        before, after = {}, {}
        for number, (was, now) in counts:
            before[MemberId(number)], after[MemberId(number)] = was, now
        said += trend_of_counts(before, after) is not Trend.SAME
    assert said / n_times <= ALLOWED


# What intervals hold


@pytest.mark.parametrize("n", [12, 50, 500])
def test_wilsons_interval_holds_the_share_94_percent_of_the_time(n: int) -> None:
    found = [wilson(k, n) for k in range(n + 1)]
    held = 0.0
    for p in TRUTHS:
        inside = [k for k, one in enumerate(found) if (one.low or 0) <= p <= (one.high or 0)]
        held += float(binom.cdf(inside[-1], n, p) - binom.cdf(inside[0] - 1, n, p))
    assert held / len(TRUTHS) >= 0.94


@pytest.mark.parametrize("n", [12, 50, 500])
def test_newcombes_interval_holds_the_difference_94_percent_of_the_time(n: int) -> None:
    random = seeded(n)
    held = 0
    for _ in range(2_000):
        truths = random.random(), random.random()
        before, after = (wilson(sum(random.random() < p for _ in range(n)), n) for p in truths)
        low, high = newcombe(before, after)
        held += low <= truths[1] - truths[0] <= high
    assert held / 2_000 >= 0.94


@pytest.mark.parametrize("n", [12, 50, 500])
def test_the_medians_interval_holds_it_94_percent_of_the_time_however_skewed_the_waits(n: int) -> None:
    random = seeded(n)
    held = 0
    for _ in range(2_000):
        found = median_interval(random.lognormvariate(0, 2) for _ in range(n))
        held += (found.low or 0) <= 1 <= (found.high or 0)
    assert held / 2_000 >= 0.94
