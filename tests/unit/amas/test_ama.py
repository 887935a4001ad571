from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from community.amas.ama import (
    MAX_START_DELAY,
    OPEN_SPAN,
    TRANSITIONS,
    UNFINISHED,
    Ama,
    AmaState,
    EndReason,
    advance,
    begin,
)
from community.amas.question import (
    ACTION_TRANSITIONS,
    OPEN,
    QUESTION_LENGTH,
    REASON_LENGTH,
    REPLY_LENGTH,
    AmaQuestion,
    QuestionAction,
    QuestionState,
    apply_action,
    parse_answer,
    parse_question,
    parse_reason,
)
from community.amas.when import MAX_LEAD_TIME, MIN_LEAD_TIME, parse_start, suggest_starts
from community.errors import Invalid
from community.ids import AmaId, BrandId, ChannelId, GuildId, MemberId, QuestionId, TopicId

NOW = datetime(2026, 3, 27, 12, 30, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
BERLIN = ZoneInfo("Europe/Berlin")
FINN, AMY = MemberId(1), MemberId(2)

states = st.sampled_from(AmaState)
spans = st.timedeltas(timedelta(), 3 * DAY)


def an_ama(state: AmaState = AmaState.COMING, at: datetime = NOW) -> Ama:
    ama = Ama(AmaId(1), GuildId(1), TopicId(1), ChannelId(1), "bread", BrandId(1), "Foo", FINN, state, NOW, NOW, at)
    return replace(begin(ama, at), state=state) if state is AmaState.LIVE else ama


@pytest.mark.parametrize(
    ("state", "hindrance", "later", "to", "why"),
    [
        (AmaState.PROPOSED, None, -HOUR, AmaState.PROPOSED, None),
        (AmaState.PROPOSED, None, timedelta(), AmaState.CALLED_OFF, EndReason.UNDECIDED),
        (AmaState.PROPOSED, EndReason.CONSENT, -HOUR, AmaState.CALLED_OFF, EndReason.CONSENT),
        (AmaState.COMING, None, -HOUR, AmaState.COMING, None),
        (AmaState.COMING, None, timedelta(), AmaState.LIVE, None),
        (AmaState.COMING, None, MAX_START_DELAY - HOUR, AmaState.LIVE, None),
        (AmaState.COMING, None, MAX_START_DELAY, AmaState.CALLED_OFF, EndReason.MISSED),
        (AmaState.COMING, EndReason.BRAND, timedelta(), AmaState.CALLED_OFF, EndReason.BRAND),
        (AmaState.LIVE, None, OPEN_SPAN - HOUR, AmaState.LIVE, None),
        (AmaState.LIVE, None, OPEN_SPAN, AmaState.CLOSED, None),
        (AmaState.LIVE, EndReason.GUEST, HOUR, AmaState.CALLED_OFF, EndReason.GUEST),
        (AmaState.CLOSED, EndReason.GUEST, 9 * DAY, AmaState.CLOSED, None),
        (AmaState.DECLINED, None, 9 * DAY, AmaState.DECLINED, None),
    ],
)
def test_an_ama_begins_and_ends_at_its_time_or_with_what_carries_it(
    state: AmaState, hindrance: EndReason | None, later: timedelta, to: AmaState, why: EndReason | None
) -> None:
    found = advance(an_ama(state), hindrance, NOW + later)
    assert (found.state, found.why) == (to, why)


@settings(max_examples=60, deadline=None)
@given(states, st.lists(st.tuples(spans, st.none() | st.sampled_from(EndReason)), max_size=12))
def test_an_ama_moves_along_the_arrows_only_and_what_is_over_stays_over(
    state: AmaState, steps: list[tuple[timedelta, EndReason | None]]
) -> None:
    ama, now = an_ama(state, NOW + DAY), NOW
    for span, hindrance in steps:
        now += span
        moved = advance(ama, hindrance, now)
        assert moved == ama or (moved.state in TRANSITIONS[ama.state] and moved.since == now)
        assert advance(moved, None, now) == moved
        assert ama.state in UNFINISHED or moved == ama
        assert moved.takes_questions(now) == (moved.state is AmaState.LIVE)
        ama = moved


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(QuestionAction), max_size=8))
def test_a_question_is_in_one_place_and_what_is_done_twice_is_done_once(deeds: list[QuestionAction]) -> None:
    question = AmaQuestion(QuestionId(1), GuildId(1), AmaId(1), AMY, "Steam?", QuestionState.WAITING, NOW, NOW)
    for place, deed in enumerate(deeds):
        moved = apply_action(question, deed, NOW + place * HOUR, FINN, "because")
        assert (moved is not None) == (question.state in ACTION_TRANSITIONS[deed][0])
        if moved is not None:
            assert question.state in OPEN
            assert apply_action(moved, deed, NOW, FINN) is None
            assert (moved.question_id, moved.text, moved.author_id) == (1, "Steam?", AMY)
            question = moved


def test_what_is_typed_is_one_line_within_its_length() -> None:
    assert parse_question("  what \n about\tsteam? ") == "what about steam?"
    for read, limit in ((parse_question, QUESTION_LENGTH), (parse_answer, REPLY_LENGTH), (parse_reason, REASON_LENGTH)):
        assert read("x" * limit) == "x" * limit
        for typed in ("", " \n", "?!", "x" * (limit + 1)):
            with pytest.raises(Invalid, match=str(limit)):
                read(typed)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2026-04-03 18:00", datetime(2026, 4, 3, 16, tzinfo=UTC)),
        ("2026-4-3T9.05", datetime(2026, 4, 3, 7, 5, tzinfo=UTC)),
        ("today 18:00", datetime(2026, 3, 27, 17, tzinfo=UTC)),
        ("  Tomorrow   08:30 ", datetime(2026, 3, 28, 7, 30, tzinfo=UTC)),
        ("Fri 18:00", datetime(2026, 3, 27, 17, tzinfo=UTC)),
        ("friday 12:00", datetime(2026, 4, 3, 10, tzinfo=UTC)),
        ("su 18:00", datetime(2026, 3, 29, 16, tzinfo=UTC)),
    ],
)
def test_a_time_is_read_in_the_guilds_time_zone_across_the_change_of_clocks(typed: str, meant: datetime) -> None:
    assert parse_start(typed, NOW, BERLIN) == meant
    (shown,) = suggest_starts(typed, NOW, BERLIN)
    assert parse_start(f"{shown:%Y-%m-%d %H:%M}", NOW, BERLIN) == meant


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", "like 2026-12-03 18:00"),
        ("soon", "like 2026-12-03 18:00"),
        ("18:00", "like 2026-12-03 18:00"),
        ("2026-02-30 18:00", "like 2026-12-03 18:00"),
        ("2026-04-03 25:00", "like 2026-12-03 18:00"),
        ("s 18:00", "like 2026-12-03 18:00"),
        ("{zone} {0} 18:00", "like 2026-12-03 18:00"),
        ("today 13:35", "at least 10 minutes"),
        ("2025-04-03 18:00", "at least 10 minutes"),
        ("2026-06-03 18:00", "within 60 days"),
        ("9999-12-31 23:59", "within 60 days"),
        ("2026-03-29 02:30", "leave that time out"),
    ],
)
def test_a_time_that_can_not_be_is_turned_down_with_what_to_write(typed: str, why: str) -> None:
    with pytest.raises(Invalid) as refused:
        parse_start(typed, NOW, BERLIN)
    assert why in str(refused.value)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=12) | st.sampled_from(("", "9:15", "fri", "2026-03-3", "tuesday 7:00")))
def test_whatever_is_typed_something_that_can_be_is_suggested(typed: str) -> None:
    found = suggest_starts(typed, NOW, BERLIN)
    assert 1 <= len(found) <= 25
    for one in found:
        assert NOW + MIN_LEAD_TIME <= one <= NOW + MAX_LEAD_TIME
