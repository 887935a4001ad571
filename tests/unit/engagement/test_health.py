from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community.engagement.health import (
    CARRIED_MESSAGES,
    CarriedTopic,
    FadingTopic,
    TopicTalk,
    find_carried,
    find_fading,
    unanswered_newcomers,
)
from community.engagement.response_ports import UnansweredNewcomer
from community.ids import ChannelId, MemberId, MessageId

NOW = datetime(2026, 1, 5, tzinfo=UTC)
DAY = timedelta(days=1)
FILM = ChannelId(100)

counts = st.dictionaries(st.integers(1, 12).map(MemberId), st.integers(0, 40), max_size=12)


def talk(before: Mapping[int, int], after: Mapping[int, int], *, silent: bool = False) -> TopicTalk:
    return TopicTalk(
        FILM,
        {MemberId(who): n for who, n in before.items()},
        {MemberId(who): n for who, n in after.items()},
        silent=silent,
    )


def everybody(n: int, people: int = 12) -> dict[int, int]:
    return dict.fromkeys(range(people), n)


# Newcomers


def words(number: int, joined: timedelta, said: timedelta) -> UnansweredNewcomer:
    return UnansweredNewcomer(MemberId(number), NOW + joined, FILM, None, MessageId(number), NOW + said)


def test_newcomers_wrote_in_their_first_seven_days_and_who_waits_longest_comes_first() -> None:
    found = unanswered_newcomers(
        [
            words(1, DAY, DAY),
            words(2, -DAY, 6 * DAY - timedelta(microseconds=1)),
            words(3, -DAY, 6 * DAY),
            words(4, -DAY, timedelta()),
            words(5, DAY, DAY - timedelta(microseconds=1)),
        ]
    )
    assert [one.message_id for one in found] == [4, 1, 2]


# Fading


def test_a_topic_where_everybody_writes_less_fades() -> None:
    assert find_fading(talk(everybody(5), everybody(2))) == FadingTopic(FILM, 60, 24, 12, 12, silent=False)


def test_one_talkative_person_who_left_is_no_fading_topic() -> None:
    assert find_fading(talk(everybody(3) | {99: 500}, everybody(3))) is None


def test_a_silent_topic_fades_however_few_were_there_unless_nobody_ever_was() -> None:
    found = find_fading(talk({1: 2, 2: 1}, {}, silent=True))
    assert found == FadingTopic(FILM, 3, 0, 2, 0, silent=True)
    assert find_fading(talk({}, {}, silent=True)) is None
    assert find_fading(talk({1: 0}, {2: 0}, silent=True)) is None


def test_a_topic_that_grows_or_is_new_does_not_fade() -> None:
    assert find_fading(talk(everybody(2), everybody(5))) is None
    assert find_fading(talk({}, everybody(5))) is None


@given(counts, st.randoms(use_true_random=False))
def test_the_order_of_the_people_does_not_matter(said: dict[MemberId, int], random: Random) -> None:
    shuffled = dict(random.sample(list(said.items()), len(said)))
    assert find_fading(TopicTalk(FILM, said, {}, silent=False)) == find_fading(
        TopicTalk(FILM, shuffled, {}, silent=False)
    )


@given(counts)
def test_where_nothing_changed_nothing_fades(said: dict[MemberId, int]) -> None:
    assert find_fading(TopicTalk(FILM, said, said, silent=False)) is None


def test_seldom_does_a_topic_fade_by_chance() -> None:
    random = Random(7)  # noqa: S311 - nothing secret is drawn
    n_rounds, n_faded = 200, 0
    for _ in range(n_rounds):
        before, after = ({who: int(random.expovariate(0.3)) for who in range(12)} for _ in range(2))
        n_faded += find_fading(talk(before, after)) is not None
    assert n_faded <= 0.05 * n_rounds


# Carried


def test_one_person_carries_a_topic_who_wrote_clearly_more_than_half() -> None:
    assert find_carried(talk({}, {1: 30, 2: 5, 3: 5})) == CarriedTopic(FILM, 30, 40, 3)
    assert find_carried(talk({}, {1: 21, 2: 10, 3: 9})) is None


@pytest.mark.parametrize(("n", "told"), [(CARRIED_MESSAGES, True), (CARRIED_MESSAGES - 1, False)])
def test_a_quiet_topic_is_not_carried(n: int, told: bool) -> None:
    assert (find_carried(talk({}, {1: n})) is not None) is told
    assert find_carried(talk({1: 500}, {})) is None


@given(counts)
def test_whoever_carries_wrote_more_than_all_others_together(said: dict[MemberId, int]) -> None:
    found = find_carried(TopicTalk(FILM, {}, said, silent=False))
    if found is not None:
        assert found.n_messages == sum(said.values()) >= CARRIED_MESSAGES
        assert 2 * found.n_one > found.n_messages
        assert found.n_people == sum(n > 0 for n in said.values())
        more = {**said, max(said, key=lambda one: said[one]): found.n_one + 1}
        assert find_carried(TopicTalk(FILM, {}, more, silent=False)) is not None
