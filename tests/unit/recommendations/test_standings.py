from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community.ids import AskId, GuildId, MemberId, MessageId, RecommendationId
from community.recommendations.card import Card, barred_members
from community.recommendations.recommendation import Recommendation, Relation, Verdict, Vote, item_key
from community.recommendations.score import MIN_WEIGHT, score_item
from community.recommendations.standings import rank
from community.recommendations.voter_weights import Weights

NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)
AUTHORS = 1_000
ALIKE = Weights({MemberId(number): 1.0 for number in range(1, 100)})
"""Voters whose word weighs the same."""

verdicts = st.sampled_from(Verdict)


def recommended(number: int, item: str = "", relation: Relation = Relation.OWN, author: int = 0) -> Recommendation:
    return Recommendation(
        RecommendationId(number),
        AskId(1),
        GuildId(1),
        MemberId(author or AUTHORS + number),
        item or f"item {number}",
        "why",
        "",
        relation,
        NOW + timedelta(minutes=number),
        MessageId(number),
    )


def vote(number: int, member: int, verdict: Verdict) -> Vote:
    return Vote(RecommendationId(number), MemberId(member), verdict, NOW)


def votes(number: int, n_worked: int, n_didnt: int, first: int = 1) -> list[Vote]:
    cast = [Verdict.WORKED] * n_worked + [Verdict.DIDNT] * n_didnt
    return [vote(number, member, verdict) for member, verdict in enumerate(cast, first)]


@given(
    st.lists(st.tuples(st.integers(1, 4), st.integers(1, 30), verdicts), unique_by=lambda one: one[:2]),
    st.randoms(),
)
def test_the_order_of_the_votes_never_matters(cast: list[tuple[int, int, Verdict]], random: Random) -> None:
    items = [recommended(number) for number in range(1, 5)]
    as_cast = [vote(*one) for one in cast]
    shuffled = as_cast[:]
    random.shuffle(shuffled)
    assert rank(items, shuffled, ALIKE) == rank(items, as_cast, ALIKE)


@given(
    st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=3, max_size=3),
    st.tuples(st.integers(2, 9), st.integers(1, 9)),
    st.sampled_from([Verdict.WORKED, Verdict.DIDNT]),
)
def test_one_more_vote_moves_a_ranked_item_only_the_way_it_says(
    others: list[tuple[int, int]], first: tuple[int, int], verdict: Verdict
) -> None:
    items = [recommended(number) for number in range(1, 5)]
    cast = [one for number, counts in enumerate([first, *others], 1) for one in votes(number, *counts)]
    places = [
        [one.recommendation.recommendation_id for one in told].index(RecommendationId(1))
        for told in (rank(items, cast, ALIKE), rank(items, [*cast, vote(1, 99, verdict)], ALIKE))
    ]
    if verdict is Verdict.WORKED:
        assert places[1] <= places[0]
    else:
        assert places[1] >= places[0]


def test_under_three_votes_it_is_too_early_to_rank() -> None:
    assert MIN_WEIGHT == 3
    early, ranked = rank([recommended(1), recommended(2)], votes(1, 2, 0) + votes(2, 2, 1), ALIKE)[::-1]
    assert early.score is None
    assert ranked.score is not None


def test_an_outcome_is_two_votes_of_one_person() -> None:
    both_ways = [vote(1, 9, Verdict.WORKED), vote(1, 9, Verdict.DIDNT)]
    twice = [vote(2, 9, Verdict.WORKED)] * 2
    cast = votes(1, 2, 1) + both_ways + votes(2, 2, 1) + twice
    second, first = rank([recommended(1), recommended(2)], cast, ALIKE)[::-1]
    assert (first.n_worked, first.n_didnt, first.n_partly) == (3, 1, 0)
    assert first.score == score_item([MemberId(n) for n in (1, 2, 9, 9)], [MemberId(3)], ALIKE).score
    assert (second.n_worked, second.n_didnt, second.n_partly) == (2, 1, 1)
    assert (first.weight, second.weight) == (5, 5)


def test_the_score_is_wilsons_lower_bound() -> None:
    worked, didnt = [MemberId(n) for n in range(1, 9)], [MemberId(9), MemberId(10)]
    assert score_item(worked, didnt, ALIKE).score == pytest.approx(0.490162, abs=1e-6)
    assert score_item(worked[:3], [], ALIKE).score == pytest.approx(3 / (3 + 1.959964**2), abs=1e-6)


def test_the_ranked_come_by_score_then_the_others_by_time() -> None:
    items = [recommended(number) for number in (1, 2, 3, 4, 5)]
    cast = votes(2, 2, 2) + votes(3, 9, 1) + votes(4, 2, 0)
    told = rank(items, cast, ALIKE)
    assert [one.recommendation.recommendation_id for one in told] == [3, 2, 1, 4, 5]
    assert [one.score is None for one in told] == [False, False, True, True, True]


def test_few_good_votes_rank_below_many() -> None:
    told = rank([recommended(1), recommended(2)], votes(1, 3, 0) + votes(2, 30, 2), ALIKE)
    assert [one.recommendation.recommendation_id for one in told] == [2, 1]


def test_thanks_are_counted_and_score_nothing() -> None:
    (told,) = rank([recommended(1)], [vote(1, member, Verdict.THANKS) for member in range(1, 9)], ALIKE)
    assert (told.n_worked, told.n_didnt, told.n_thanks, told.score) == (0, 0, 8, None)


def test_a_lighter_voter_moves_the_score_less() -> None:
    cast = votes(1, 3, 2)
    (alike,) = rank([recommended(1)], cast, ALIKE)
    lighter_ones = Weights({**ALIKE.full, MemberId(4): 0.5, MemberId(5): 0.5})
    (lighter,) = rank([recommended(1)], cast, lighter_ones)
    assert alike.score is not None
    assert lighter.score is not None
    assert lighter.score > alike.score


def test_what_was_not_posted_is_not_shown() -> None:
    unposted = Recommendation(
        RecommendationId(1), AskId(1), GuildId(1), MemberId(1), "item", "why", "", Relation.OWN, NOW
    )
    assert rank([unposted], [], ALIKE) == []


@pytest.mark.parametrize("relation", [Relation.GIFT, Relation.PAID, Relation.EMPLOYEE])
def test_whoever_is_related_to_an_item_can_not_score_it_under_another_name(relation: Relation) -> None:
    hers, his = recommended(1, "Rye  Flour"), recommended(2, "\uff52ye flour", relation, author=50)
    assert MemberId(50) in barred_members(Card(hers, (hers,)), [hers, his])
    assert MemberId(51) not in barred_members(Card(hers, (hers,)), [hers, his])


@pytest.mark.parametrize("relation", [Relation.OWN, Relation.NONE])
def test_others_who_recommend_the_same_item_may_score_it(relation: Relation) -> None:
    hers, his = recommended(1, "Rye flour"), recommended(2, "Rye flour", relation, author=50)
    assert MemberId(50) not in barred_members(Card(hers, (hers,)), [hers, his])


def test_nobody_scores_their_own_recommendation() -> None:
    own = recommended(1, author=50)
    assert MemberId(50) in barred_members(Card(own, (own,)), [own])


def test_being_related_to_one_item_leaves_the_others_free() -> None:
    hers, his = recommended(1, "Rye flour"), recommended(2, "Spelt flour", Relation.EMPLOYEE, author=50)
    assert MemberId(50) not in barred_members(Card(hers, (hers,)), [hers, his])


@given(st.text(max_size=30))
def test_case_and_spaces_make_no_other_item(item: str) -> None:
    assert item_key(f"  {item} ") == item_key(item)
    assert item_key("STRASSE  9") == item_key("Straße 9")
