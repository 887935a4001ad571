from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community.ids import ChannelId, GuildId, LifeId, MemberId, TopicId
from community.topics.lifecycle import (
    ENDS_AS,
    FOLLOWS,
    OVER,
    Facts,
    Lifecycle,
    Rules,
    TopicState,
    evaluate,
    mark_shown,
    next_check_at,
    transition,
)

NOW = datetime(2026, 1, 5, tzinfo=UTC)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
RULES = Rules()
WITH_CHANNEL = frozenset({TopicState.LIVE, TopicState.DOZING, TopicState.ASLEEP})

states = st.sampled_from(TopicState)
spans = st.timedeltas(timedelta(), 60 * DAY)
rules = st.builds(
    Rules,
    quorum=st.integers(1, 9),
    quorum_span=st.integers(1, 30).map(timedelta),
    n_posters=st.integers(1, 9),
    sprout_span=st.integers(1, 30).map(timedelta),
    quiet_span=st.integers(7, 60).map(timedelta),
    doze_span=st.integers(1, 30).map(timedelta),
)
steps = st.lists(
    st.tuples(spans, st.integers(0, 12), st.integers(0, 12), st.none() | spans, st.booleans()), max_size=30
)


def a_life(state: TopicState = TopicState.PROPOSED, *, author: int | None = 1, settled: bool = True) -> Lifecycle:
    topic = TopicId(1) if state in WITH_CHANNEL else None
    return Lifecycle(
        LifeId(1),
        GuildId(1),
        state,
        since=NOW,
        due_at=NOW,
        settled=settled,
        name="Film",
        pitch="What we watched",
        author_id=None if author is None else MemberId(author),
        topic_id=topic,
        channel_id=ChannelId(1),
    )


@pytest.mark.parametrize(
    ("state", "facts", "after", "to"),
    [
        (TopicState.DRAFT, Facts(), DAY, TopicState.FOLDED),
        (TopicState.PROPOSED, Facts(n_interested=5), HOUR, TopicState.SPROUT),
        (TopicState.PROPOSED, Facts(n_interested=4), 13 * DAY, TopicState.PROPOSED),
        (TopicState.PROPOSED, Facts(n_interested=4), 14 * DAY, TopicState.FOLDED),
        (TopicState.SPROUT, Facts(n_posters=5), HOUR, TopicState.LIVE),
        (TopicState.SPROUT, Facts(n_posters=4), 14 * DAY - HOUR, TopicState.SPROUT),
        (TopicState.SPROUT, Facts(n_posters=4), 14 * DAY, TopicState.FOLDED),
        (TopicState.SPROUT, Facts(n_posters=5, thread_exists=False), HOUR, TopicState.FOLDED),
        (TopicState.LIVE, Facts(), 30 * DAY - HOUR, TopicState.LIVE),
        (TopicState.LIVE, Facts(), 30 * DAY, TopicState.DOZING),
        (TopicState.LIVE, Facts(last_message_at=NOW + DAY), 30 * DAY, TopicState.LIVE),
        (TopicState.LIVE, Facts(last_message_at=NOW + DAY), 31 * DAY, TopicState.DOZING),
        (TopicState.DOZING, Facts(last_message_at=NOW), DAY, TopicState.DOZING),
        (TopicState.DOZING, Facts(last_message_at=NOW + HOUR), DAY, TopicState.LIVE),
        (TopicState.DOZING, Facts(), 7 * DAY, TopicState.ASLEEP),
        (TopicState.ASLEEP, Facts(last_message_at=NOW + HOUR), 900 * DAY, TopicState.ASLEEP),
    ],
)
def test_each_state_goes_on_as_the_rules_say(state: TopicState, facts: Facts, after: timedelta, to: TopicState) -> None:
    assert evaluate(a_life(state), facts, RULES, NOW + after).state is to


def test_every_state_has_what_follows_and_what_its_end_is_follows_it() -> None:
    assert set(FOLLOWS) == set(TopicState)
    assert all(end in FOLLOWS[state] for state, end in ENDS_AS.items())
    assert all(not FOLLOWS[state] for state in OVER)


@given(states, states)
def test_no_step_that_is_not_drawn_can_be_taken(state: TopicState, to: TopicState) -> None:
    if to in FOLLOWS[state]:
        step = transition(a_life(state), to, NOW + DAY)
        assert (step.state, step.settled, step.since) == (to, False, NOW + DAY)
    else:
        with pytest.raises(ValueError, match="does not follow"):
            transition(a_life(state), to, NOW)


@given(states, steps, rules)
def test_whatever_happens_a_life_is_in_one_state_and_keeps_its_channel(
    state: TopicState,
    happens: Sequence[tuple[timedelta, int, int, timedelta | None, bool]],
    rules: Rules,
) -> None:
    life, now = a_life(state), NOW
    for span, n_wishes, n_posters, silence, stands in happens:
        now += span
        before = life
        said_at = None if silence is None else now - silence
        life = evaluate(before, Facts(n_wishes, n_posters, said_at, stands), rules, now)
        assert life.state in {before.state, *FOLLOWS[before.state]}
        assert life.settled is (life.state is before.state)
        assert life.topic_id == before.topic_id
        assert life.since <= now
        if life.state in WITH_CHANNEL and before.state not in WITH_CHANNEL:
            life = replace(life, topic_id=TopicId(1))
        if not life.settled:
            assert evaluate(life, Facts(), rules, now + 900 * DAY) is life
            life = mark_shown(life, rules, now)
        assert (life.state in WITH_CHANNEL) == (life.topic_id is not None)
        assert life.due_at is None or now <= life.due_at <= now + DAY
        assert (life.due_at is None) == (life.state in {TopicState.ASLEEP, *OVER})


@given(states, spans, spans, rules)
def test_asking_twice_is_asking_once(state: TopicState, span: timedelta, silence: timedelta, rules: Rules) -> None:
    now, facts = NOW + span, Facts(last_message_at=NOW + span - silence)
    once = evaluate(a_life(state), facts, rules, now)
    assert evaluate(once, facts, rules, now) == once


@given(st.integers(0, 20), spans, rules)
def test_one_press_more_never_hurts(n: int, span: timedelta, rules: Rules) -> None:
    fewer, more = (evaluate(a_life(), Facts(n_interested=k), rules, NOW + span).state for k in (n, n + 1))
    assert fewer is not TopicState.SPROUT or more is TopicState.SPROUT


@given(spans, rules)
def test_nobodys_time_runs_before_they_could_see_it(late: timedelta, rules: Rules) -> None:
    for state in (TopicState.PROPOSED, TopicState.SPROUT, TopicState.DOZING):
        assert mark_shown(a_life(state, settled=False), rules, NOW + late).since == NOW + late
    assert mark_shown(a_life(TopicState.LIVE, settled=False), rules, NOW + late).since == NOW


def test_a_topic_that_woke_is_quiet_since_its_last_message() -> None:
    woken = evaluate(a_life(TopicState.DOZING), Facts(last_message_at=NOW + HOUR), RULES, NOW + DAY)
    assert woken.since == NOW + HOUR
    assert mark_shown(woken, RULES, NOW + DAY).ends_at(RULES) == NOW + HOUR + RULES.quiet_span


def test_what_somebody_proposed_goes_with_them_until_it_is_a_topic() -> None:
    for state in (TopicState.DRAFT, TopicState.PROPOSED, TopicState.SPROUT):
        assert (
            evaluate(a_life(state, author=None), Facts(n_interested=9, n_posters=9), RULES, NOW).state
            is TopicState.FOLDED
        )
    assert evaluate(a_life(TopicState.LIVE, author=None), Facts(), RULES, NOW).state is TopicState.LIVE


def test_sprouts_are_looked_at_hourly_and_everything_else_daily() -> None:
    assert next_check_at(a_life(TopicState.SPROUT), RULES, NOW) == NOW + HOUR
    assert next_check_at(a_life(TopicState.LIVE), RULES, NOW) == NOW + DAY
    assert next_check_at(a_life(TopicState.DOZING), RULES, NOW + 7 * DAY - HOUR) == NOW + 7 * DAY
