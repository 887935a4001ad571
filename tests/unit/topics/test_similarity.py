from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community.ids import ChannelId, GuildId, LifeId, MemberId, TopicId
from community.topics.lifecycle import Lifecycle, TopicState
from community.topics.similarity import N_SHOWN, SIMILAR_FROM, find_similar, normalized_name
from community.topics.topic import Topic

NOW = datetime(2026, 1, 5, tzinfo=UTC)

names = st.text(min_size=1, max_size=40)


def topic(name: str, description: str = "", number: int = 1) -> Topic:
    return Topic(TopicId(number), GuildId(1), ChannelId(number), None, name, description, NOW)


def life(name: str, pitch: str) -> Lifecycle:
    return Lifecycle(LifeId(1), GuildId(1), TopicState.PROPOSED, NOW, NOW, True, name, pitch, MemberId(1))


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("Film Club", "film-club"),
        ("film", "film-club"),
        ("Club of films", "films club"),
        ("Sourdoh", "sourdough"),
        ("Café", "cafe"),
        ("board games", "games-board"),
        ("photografy", "photography"),
        ("écriture", "ECRITURE"),
        ("книги", "Книги"),
        ("ספרים", "ספרים"),
        ("読書", "読書"),
        ("🎲", "🎲"),
    ],
)
def test_names_that_mean_the_same_are_alike(ours: str, theirs: str) -> None:
    assert find_similar(ours, "", [topic(theirs)])


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("film", "firmware"),
        ("bread", "beard"),
        ("cats", "cars"),
        ("hiking", "biking"),
        ("Kites", "Knitting"),
        ("books", "boots"),
        ("go", "go-karts"),
        ("🎲", "🎨"),
        ("読書", "映画"),
        ("سينما", "كتب"),
    ],
)
def test_names_that_mean_something_else_are_not(ours: str, theirs: str) -> None:
    assert not find_similar(ours, "", [topic(theirs)])


def test_pitches_alike_are_enough_whatever_the_names() -> None:
    pitch = "Naturally leavened bread, and what went wrong with it"
    [found] = find_similar("Crumbs", "What went wrong with naturally leavened bread", [life("Sourdough", pitch)])
    assert isinstance(found.found, Lifecycle)
    assert not found.has_same_name
    assert not find_similar("Crumbs", "Chess openings for beginners", [life("Sourdough", pitch)])


def test_the_most_alike_come_first_and_no_more_than_can_be_read() -> None:
    found = find_similar(
        "Film club", "", [topic(f"Film club {n}", number=n) for n in range(1, 6)] + [topic("film_club")]
    )
    assert len(found) == N_SHOWN
    assert found[0].has_same_name
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)


@given(names, names, st.text(max_size=60))
def test_a_name_is_like_itself_and_likeness_goes_both_ways(ours: str, theirs: str, pitch: str) -> None:
    [found] = find_similar(ours, pitch, [topic(ours)])
    assert found.has_same_name
    assert bool(find_similar(ours, "", [topic(theirs)])) == bool(find_similar(theirs, "", [topic(ours)]))
    for one in find_similar(ours, pitch, [topic(theirs)]):
        assert SIMILAR_FROM <= one.score <= 100
        assert one.has_same_name == (normalized_name(ours) == normalized_name(theirs))
