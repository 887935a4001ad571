"""What is one thing, what is another, and what an edit changes."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community.ids import AskId, GuildId, MemberId, MessageId, RecommendationId
from community.recommendations.card import (
    MAX_RECOMMENDERS,
    MIN_SIMILARITY,
    Card,
    barred_members,
    find_similar,
    group_by_card,
    similarity,
)
from community.recommendations.edit_significance import is_substantial
from community.recommendations.recommendation import Recommendation, RecommendationState, Relation, Wording

NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)
AMY, BEA, CID = MemberId(10), MemberId(11), MemberId(12)


def one(
    number: int,
    item: str = "Foo Oven",
    author: MemberId = BEA,
    *,
    relation: Relation = Relation.OWN,
    voice_of: int | None = None,
    state: RecommendationState = RecommendationState.STANDS,
) -> Recommendation:
    return Recommendation(
        RecommendationId(number),
        AskId(1),
        GuildId(1),
        author,
        item,
        "It lasts for years.",
        "https://example.com/",
        relation,
        NOW,
        MessageId(1_000 + (voice_of or number)),
        None if voice_of is None else RecommendationId(voice_of),
        state,
    )


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Foo Oven", "foo  OVEN"),
        ("Foo Oven 300", "The Foo Oven 300"),
        ("Foo Oven", "Oven Foo"),
        ("Foo-Oven", "Foo Oven"),
        ("Fo\N{LATIN SMALL LETTER O} Ovén", "Foo Ovén"),
        ("Kitchenmaster", "Kitchen master"),
        ("Foo Oven", "Foo Oven with the steel door"),
        ("מחבת ברזל", "מחבת  ברזל"),
    ],
)
def test_two_spellings_of_one_thing_are_asked_about(first: str, second: str) -> None:
    assert similarity(first, second) >= MIN_SIMILARITY
    assert similarity(first, second) == similarity(second, first)


@pytest.mark.parametrize(
    ("first", "second"),
    [("Foo Oven 300", "Foo Oven 400"), ("Foo Oven", "Bar Kettle"), ("Oven", "Foo Oven"), ("iPhone 12", "iPhone 13")],
)
def test_other_things_and_other_numbers_are_not(first: str, second: str) -> None:
    assert similarity(first, second) < MIN_SIMILARITY


@given(st.text(min_size=1, max_size=40), st.text(min_size=1, max_size=40))
def test_likeness_is_the_same_both_ways_and_whole_for_itself(first: str, second: str) -> None:
    assert similarity(first, first) == 100
    assert similarity(first, second) == similarity(second, first)
    assert 0 <= similarity(first, second) <= 100


def test_the_most_alike_card_is_asked_about_unless_it_is_full_or_gone() -> None:
    near, same = one(1, "Foo Ovenn"), one(2, "Foo Oven")
    found = find_similar("foo oven", group_by_card([near, same]))
    assert found is not None
    assert found.recommendation_id == 2
    assert find_similar("foo oven", group_by_card([one(1, state=RecommendationState.WITHDRAWN)])) is None
    full = [one(1)] + [one(number, author=MemberId(number), voice_of=1) for number in range(2, MAX_RECOMMENDERS + 1)]
    assert find_similar("foo oven", group_by_card(full)) is None


def test_voices_share_the_card_of_the_first_even_when_that_one_is_taken_back() -> None:
    first = one(1, state=RecommendationState.WITHDRAWN)
    (card,) = group_by_card([one(2, "foo oven", CID, voice_of=1), first])
    assert card == Card(first, (first, one(2, "foo oven", CID, voice_of=1)))
    assert (card.is_visible, card.item, [voice.author_id for voice in card.visible]) == (True, "foo oven", [CID])
    assert card.is_author(CID)
    assert not card.is_author(BEA)


@pytest.mark.parametrize("state", RecommendationState)
def test_whoever_said_to_be_related_never_scores_whatever_became_of_it(state: RecommendationState) -> None:
    related = one(2, author=CID, relation=Relation.PAID, voice_of=1, state=state)
    among = [one(1), related]
    (card,) = group_by_card(among)
    assert barred_members(card, among) == {BEA, CID}


KEPT = one(1)


@pytest.mark.parametrize(
    "said",
    [
        Wording("foo oven", "It lasts for years", "https://example.com/", Relation.OWN),
        Wording("Foo Oven!", "It lasts, for yaers.", "https://example.com/", Relation.OWN),
    ],
)
def test_spelling_and_punctuation_keep_the_votes(said: Wording) -> None:
    assert not is_substantial(KEPT, said)


@pytest.mark.parametrize(
    "said",
    [
        Wording("Foo Oven", "It lasts for years.", "https://example.com/", Relation.PAID),
        Wording("Foo Oven", "It lasts for years.", "https://example.org/", Relation.OWN),
        Wording("Foo Oven 2", "It lasts for years.", "https://example.com/", Relation.OWN),
        Wording("Foo Oven", "It never lasts for years.", "https://example.com/", Relation.OWN),
        Wording("Foo Oven", "It lasts for 2 years.", "https://example.com/", Relation.OWN),
        Wording("Bar Oven", "It lasts for years.", "https://example.com/", Relation.OWN),
    ],
)
def test_another_relation_link_word_or_number_is_of_substance(said: Wording) -> None:
    assert is_substantial(KEPT, said)
