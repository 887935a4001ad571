"""What was told comes back only when something happened since, whatever it is."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community.calendar import DAY, Window
from community.digests.composer import all_sections, compose_sections
from community.digests.digest import DigestRequest, PreviousItems
from community.digests.rows import (
    EventKind,
    Introduction,
    Move,
    Row,
    Thanked,
    TopicNews,
    UpcomingEvent,
    row_key,
    row_location,
    row_stirred_at,
)
from community.digests.schedule import Cadence, DigestKind, DigestSubject
from community.digests.section import Audience, Place, View
from community.engagement.activity_log import ThreadTalk
from community.engagement.events import Activity
from community.engagement.events import ActivityKind as Deed
from community.engagement.health import CarriedTopic, FadingTopic
from community.engagement.recorder import Recorder, RecorderLimits
from community.engagement.response_ports import InteractionCount, UnansweredNewcomer, WaitingAsk
from community.engagement.window_data import WindowData
from community.ids import AskId, ChannelId, GuildId, MemberId, MessageId, RecommendationId
from community.recommendations.digest_rows import OpenAsk, WorkedRecommendation
from community.recommendations.recommendation import Relation
from tests.fakes.digests import MemorySources, MemoryVisibility, digest_composer
from tests.fakes.engagement.activity_log import MemoryActivityLog

HOME, LOBBY, TEAM = GuildId(1), ChannelId(11), ChannelId(12)
WEEK = Window(date(2026, 1, 12), date(2026, 1, 19), ZoneInfo("Europe/Berlin"))
AT = WEEK.start_at + DAY
NOT_FOR_BRANDS = [one for one in all_sections() if one.audience is not Audience.BRANDS]
LATER = AT + timedelta(hours=1)

ROWS: dict[str, Row] = {
    "threads": ThreadTalk(ChannelId(101), LOBBY, 9, 4, AT),
    "worked": WorkedRecommendation(
        RecommendationId(1), AskId(1), MemberId(7), LOBBY, ChannelId(102), MessageId(1), "a", "b", Relation.OWN,
        1, 1, 0, AT,
    ),
    "asks": OpenAsk(AskId(2), None, LOBBY, ChannelId(103), "a kettle", AT, AT),
    "introductions": Introduction(MemberId(8), LOBBY, MessageId(104), AT),
    "topics": TopicNews(LOBBY, "bread", Move.SPROUTING, AT),
    "thanked": Thanked(MemberId(9), 3, 4, AT),
    "coming": UpcomingEvent("vote:1", EventKind.VOTE, "Where to?", LOBBY, ChannelId(105), LATER, AT),
    "newcomers": UnansweredNewcomer(MemberId(10), AT, LOBBY, None, MessageId(106), AT),
    "waiting": WaitingAsk(LOBBY, ChannelId(107), AT),
    "fading": FadingTopic(LOBBY, 40, 2, 8, 1, silent=False),
    "carried": CarriedTopic(LOBBY, 30, 40, 3),
}  # fmt: skip


def view(**rows: Any) -> View:
    return View(WEEK, WindowData(HOME, WEEK), **rows)


@pytest.mark.parametrize("name", ROWS)
def test_what_was_told_is_told_again_only_if_it_stirred_since(name: str) -> None:
    row = ROWS[name]
    seen = view(**{name: (row,)})
    stirred = row_stirred_at(row, WEEK)
    assert getattr(seen.only_news({row_key(row): stirred}), name) == ()
    assert getattr(seen.only_news({row_key(row): stirred - timedelta(microseconds=1)}), name) == (row,)
    assert getattr(seen.only_news({"another": stirred}), name) == (row,)


def test_what_goes_on_for_weeks_is_news_once_a_month() -> None:
    later = Window(date(2026, 1, 26), date(2026, 2, 2), WEEK.tz)
    for name in ("fading", "carried"):
        assert row_stirred_at(ROWS[name], WEEK) < WEEK.start_at
        assert row_stirred_at(ROWS[name], later) > WEEK.end_at


@pytest.mark.parametrize("name", ROWS)
def test_whatever_is_told_says_why_and_is_known_again(name: str) -> None:
    row = ROWS[name]
    contents = [one for one in compose_sections(NOT_FOR_BRANDS, view(**{name: (row,)})).values() if one is not None]
    [line] = [line for content in contents for line in content.lines]
    assert line.item is not None
    assert (line.item.key, line.item.stirred_at) == (row_key(row), row_stirred_at(row, WEEK))
    assert "{" not in line.item.why.sentence.format(**line.item.why.facts)
    assert len(line.item.key) <= 100
    there = row_location(row)
    assert (line.place is None) == (there is None)
    assert line.place is None or line.place.room == Place(*(there or (LOBBY, None)))


def test_every_row_has_a_key_of_its_own() -> None:
    assert len({row_key(row) for row in ROWS.values()}) == len(ROWS)


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(-3, 3)), max_size=12))
def test_what_is_held_back_makes_room_for_others(rows: list[tuple[int, int]]) -> None:
    talks = {n: ThreadTalk(ChannelId(n), LOBBY, 5, 4, AT + timedelta(hours=hours)) for n, hours in rows}
    fresh = view(threads=tuple(talks.values())).only_news(dict.fromkeys([f"thread:{n}" for n in range(6)], AT))
    assert {one.thread_id for one in fresh.threads} == {n for n, one in talks.items() if one.last_at > AT}


def recorder(log: MemoryActivityLog) -> Recorder:
    return Recorder(log, RecorderLimits(), call_later=lambda *_: pytest.fail("no timer"), start_flush=lambda: None)


async def thanked(told: PreviousItems, closed: tuple[ChannelId, ...] = (), n_people: int = 3) -> list[int]:
    """Whom a digest thanks, where three people thanked somebody in the lobby and three others in the team's room."""
    log = MemoryActivityLog()
    await log.append([Activity(HOME, Deed.MESSAGE, room, MemberId(1), AT, room) for room in (LOBBY, TEAM)])
    sources = MemorySources(
        thanks_by_channel={
            LOBBY: [InteractionCount(MemberId(giver), MemberId(50), 1) for giver in range(1, n_people + 1)],
            TEAM: [InteractionCount(MemberId(giver), MemberId(60), 1) for giver in range(1, 4)],
        },
        shown=frozenset({MemberId(50), MemberId(60)}),
    )
    wanted = DigestRequest(
        HOME, DigestSubject(DigestKind.COMMUNITY), Cadence.WEEKLY, WEEK, ChannelId(10), WEEK.end_at, told
    )
    digest = await digest_composer(log, recorder(log), MemoryVisibility(*closed), sources).compose(wanted)
    return [item.about or 0 for section, _, item in digest.items if section.key == "thanks"]


async def test_thanks_count_only_where_every_reader_of_the_digest_can_read() -> None:
    assert await thanked(PreviousItems()) == [50, 60]
    assert await thanked(PreviousItems(), closed=(TEAM,)) == [50]
    assert await thanked(PreviousItems(), n_people=2) == [60]


async def test_thanks_are_counted_since_the_last_issue_and_then_not_again() -> None:
    assert await thanked(PreviousItems(until=WEEK.end_at)) == []
    assert await thanked(PreviousItems(until=datetime(2020, 1, 1, tzinfo=UTC))) == [50, 60]
