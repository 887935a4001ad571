from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community.catchup.missed import (
    MAX_SPAN,
    MissedAnswer,
    MissedThread,
    best_answers,
    best_asks,
    best_threads,
    best_worked,
    parse_since,
)
from community.errors import Invalid
from community.ids import AskId, ChannelId, MemberId, MessageId, RecommendationId
from community.recommendations.digest_rows import OpenAsk, WorkedRecommendation
from community.recommendations.recommendation import Relation

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 3, 30, 9, 30, tzinfo=UTC)
LOBBY, BREAD = ChannelId(11), ChannelId(12)
AMY = MemberId(1)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("", None),
        ("  ", None),
        ("today", datetime(2026, 3, 29, 22, tzinfo=UTC)),
        (" Yesterday", datetime(2026, 3, 28, 23, tzinfo=UTC)),
        ("2026-03-29", datetime(2026, 3, 28, 23, tzinfo=UTC)),
        ("3", NOW - timedelta(days=3)),
        ("3 days", NOW - timedelta(days=3)),
        ("1d", NOW - timedelta(days=1)),
        ("2  weeks", NOW - timedelta(weeks=2)),
        ("12 h", NOW - timedelta(hours=12)),
        ("9999 weeks", NOW - MAX_SPAN),
        ("0001-01-01", NOW - MAX_SPAN),
    ],
)
def test_a_time_is_read_as_people_write_it(typed: str, expected: datetime | None) -> None:
    assert parse_since(typed, BERLIN, NOW) == expected


@pytest.mark.parametrize(
    "typed", ["soon", "2026-13-01", "2026-04-01", "-3 days", "3 years", "\N{ARABIC-INDIC DIGIT ONE}", "tomorrow"]
)
def test_what_cannot_be_read_or_is_ahead_is_refused_with_how_to_write_it(typed: str) -> None:
    with pytest.raises(Invalid, match="like yesterday, 3 days"):
        parse_since(typed, BERLIN, NOW)


@given(st.text(max_size=20))
def test_no_text_breaks_the_reading_and_nothing_is_ahead_or_too_far_back(typed: str) -> None:
    try:
        found = parse_since(typed, BERLIN, NOW)
    except Invalid:
        return
    assert found is None or NOW - MAX_SPAN <= found <= NOW


def answer(number: int, n_people: int, hour: int = 0) -> MissedAnswer:
    return MissedAnswer(LOBBY, ChannelId(number), MessageId(number), 9, n_people, NOW + timedelta(hours=hour))


def talk(number: int, n_people: int, n_messages: int = 9, hour: int = 0) -> MissedThread:
    return MissedThread(LOBBY, ChannelId(number), MessageId(number), n_messages, n_people, NOW + timedelta(hours=hour))


def ask(number: int, author: int, channel: ChannelId = LOBBY) -> OpenAsk:
    at = NOW + timedelta(hours=number)
    return OpenAsk(AskId(number), MemberId(author), channel, ChannelId(number), "an oven", at, at)


def worked(number: int, n_worked: int, n_didnt: int = 0, channel: ChannelId = LOBBY) -> WorkedRecommendation:
    return WorkedRecommendation(
        RecommendationId(number), AskId(1), MemberId(9), channel, ChannelId(5), MessageId(1), "a", "b", Relation.OWN,
        1, n_worked, n_didnt, NOW,
    )  # fmt: skip


def test_people_come_before_messages_and_what_was_told_is_left_out() -> None:
    assert [one.message_id for one in best_answers([answer(1, 1, 5), answer(2, 3), answer(3, 1, 6)])] == [2, 3, 1]
    rows = [talk(1, 2, 90), talk(2, 3, 3), talk(3, 3, 4), talk(4, 9)]
    assert [one.thread_id for one in best_threads(rows, {ChannelId(4), None})] == [3, 2, 1]


def test_own_asks_are_not_offered_and_own_topics_come_first() -> None:
    rows = [ask(1, author=2, channel=BREAD), ask(2, author=1), ask(3, author=3), ask(4, author=2)]
    assert [one.ask_id for one in best_asks(rows, AMY, {BREAD})] == [1, 4, 3]


def test_what_failed_as_often_as_it_worked_is_not_told() -> None:
    rows = [worked(1, 1), worked(2, 2, 2), worked(3, 3, channel=BREAD), worked(4, 5)]
    assert [one.recommendation_id for one in best_worked(rows, {BREAD})] == [3, 4, 1]
