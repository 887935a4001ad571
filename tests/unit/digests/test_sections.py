import json
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community.calendar import DAY, Window
from community.digests.composer import all_sections, compose_sections
from community.digests.digest import Digest, DigestRequest, digest_as_json
from community.digests.schedule import Cadence, DigestKind, DigestSubject
from community.digests.section import Audience, Content, Line, Place, View
from community.engagement.activity_log import MemberDay, Spell, ThreadTalk
from community.engagement.estimates import Proportion
from community.engagement.events import Activity, Arrival, Event
from community.engagement.events import ActivityKind as Deed
from community.engagement.recorder import Recorder, RecorderLimits
from community.engagement.window_data import WindowData
from community.ids import AskId, ChannelId, GuildId, MemberId, MessageId, RecommendationId
from community.recommendations.digest_rows import OpenAsk, WorkedRecommendation
from community.recommendations.recommendation import Relation
from tests.fakes.digests import MemorySources, MemoryVisibility, digest_composer
from tests.fakes.engagement.activity_log import MemoryActivityLog

HOME, NEWS, LOBBY, TEAM = GuildId(1), ChannelId(10), ChannelId(11), ChannelId(12)
WEEK = Window(date(2026, 1, 5), date(2026, 1, 12), ZoneInfo("Europe/Berlin"))
SECTIONS = {section.key: section for section in all_sections()}
NOT_FOR_BRANDS = [key for key, section in SECTIONS.items() if section.audience is not Audience.BRANDS]


def reading(counts: dict[int, int], n_members: int = 30, window: Window = WEEK) -> WindowData:
    """Members 1 to ``n_members``, of whom some wrote so many messages on the window's second day."""
    return WindowData(
        HOME,
        window,
        spells=[Spell(MemberId(n), window.start_at - DAY, None) for n in range(1, n_members + 1)],
        member_days=[MemberDay(MemberId(who), window.first + DAY, Deed.MESSAGE, n) for who, n in counts.items()],
    )


def view(counts: dict[int, int] | None = None, n_members: int = 30, **rows: Any) -> View:
    return View(WEEK, reading(counts or {}, n_members), **rows)


def talk(
    thread: int, n_members: int, n_messages: int = 10, *, channel: ChannelId = LOBBY, hour: int = 0, depth: int = 0
) -> ThreadTalk:
    last_at = WEEK.start_at + timedelta(hours=hour)
    return ThreadTalk(ChannelId(thread), channel, n_messages, n_members, last_at, depth)


def worked(number: int, n_worked: int = 2, n_didnt: int = 0, n_new: int = 1) -> WorkedRecommendation:
    return WorkedRecommendation(
        RecommendationId(number),
        AskId(number),
        MemberId(7),
        LOBBY,
        ChannelId(500 + number),
        MessageId(1),
        "A grinder",
        f"item {number}",
        Relation.GIFT,
        n_new,
        n_worked,
        n_didnt,
        WEEK.start_at,
    )


def ask(number: int, days_ago: int = 0) -> OpenAsk:
    at = WEEK.end_at - timedelta(days=days_ago, minutes=number)
    return OpenAsk(AskId(number), MemberId(7), LOBBY, ChannelId(600 + number), f"wish {number}", at, at)


def lines(key: str, seen: View) -> Sequence[Line]:
    content = SECTIONS[key].compose(seen)
    return () if content is None else content.lines


def threads(seen: View) -> list[int]:
    return [line.place.thread_id or 0 for line in lines("threads_worth_reading", seen) if line.place is not None]


def said(line: Line) -> str:
    """A line as it reads, with its facts filled in plainly."""
    facts: dict[str, object] = {"link": "https://discord.com"} if line.place is not None else {}
    for name, fact in line.facts.items():
        facts |= (
            {name: fact, f"{name}_low": fact, f"{name}_high": fact} if isinstance(fact, Proportion) else {name: fact}
        )
    return line.sentence.format(**facts)


def test_sections_come_in_their_order() -> None:
    assert NOT_FOR_BRANDS == [
        "week_in_numbers",
        "introductions",
        "needs_a_person",
        "threads_worth_reading",
        "worked",
        "thanks",
        "open_asks",
        "coming",
        "topics_on_the_move",
    ]


def test_the_numbers_carry_their_uncertainty() -> None:
    share, messages = lines("week_in_numbers", view(dict.fromkeys(range(1, 13), 5)))
    assert {name: share.facts[name] for name in ("active", "eligible")} == {"active": 12, "eligible": 30}
    interval = share.facts["participation"]
    assert isinstance(interval, Proportion)
    assert (interval.value, round(interval.low or 0, 3), round(interval.high or 0, 3)) == (0.4, 0.246, 0.577)
    assert messages.facts == {"messages": 60}


def test_a_handful_of_members_is_counted_and_no_share_is_told() -> None:
    share, _ = lines("week_in_numbers", view({1: 1, 2: 1, 3: 1}, n_members=4))
    assert share.facts == {"eligible": 4, "active": 3}


def test_where_nobody_was_there_nothing_is_said() -> None:
    assert lines("week_in_numbers", view(n_members=0)) == ()


@pytest.mark.parametrize(
    ("before", "after", "participation", "messages"),
    [
        (dict.fromkeys(range(1, 29), 5), dict.fromkeys(range(1, 9), 1), "down", "down"),
        (dict.fromkeys(range(1, 9), 1), dict.fromkeys(range(1, 29), 5), "up", "up"),
        (dict.fromkeys(range(1, 13), 5), dict.fromkeys(range(1, 14), 5), "same", "same"),
        ({1: 5, 2: 5, 3: 5}, {1: 500, 2: 5, 3: 5}, "same", "same"),
    ],
)
def test_up_and_down_are_said_only_where_the_people_can_tell(
    before: dict[int, int], after: dict[int, int], participation: str, messages: str
) -> None:
    seen = view(after, before=reading(before, window=WEEK.before()))
    found = {name: fact for line in lines("week_in_numbers", seen) for name, fact in line.facts.items()}
    assert (found["participation_change"], found["messages_change"]) == (participation, messages)


def test_that_nothing_changed_is_said_once() -> None:
    seen = view(dict.fromkeys(range(1, 14), 5), before=reading(dict.fromkeys(range(1, 13), 5), window=WEEK.before()))
    *_, same = [said(line) for line in lines("week_in_numbers", seen)]
    assert same == (
        "About as many took part and about as much was said as in the 7 days before, as far as 30 people can tell."
    )
    assert len(lines("week_in_numbers", seen)) == 3


def test_single_days_are_not_compared() -> None:
    day = Window(date(2026, 1, 11), date(2026, 1, 12), WEEK.tz)
    seen = View(day, reading({1: 1}, window=day), before=reading({1: 50}, window=day.before()))
    assert len(lines("week_in_numbers", seen)) == 2


def test_a_talkative_pair_makes_no_thread_worth_reading() -> None:
    assert threads(view(threads=(talk(1, n_members=2, n_messages=900), talk(2, n_members=3, n_messages=3)))) == [2]


def test_people_come_before_depth_and_depth_before_freshness() -> None:
    rows = (
        talk(1, n_members=3, n_messages=90, depth=9),
        talk(2, n_members=4, n_messages=4),
        talk(3, n_members=4, n_messages=5),
        talk(4, n_members=4, n_messages=5, hour=9),
        talk(5, n_members=4, n_messages=4, depth=3),
    )
    assert threads(view(threads=rows)) == [5, 4, 3, 2, 1]


@given(st.lists(st.tuples(st.integers(1, 6), st.integers(1, 9), st.integers(0, 9)), max_size=20), st.randoms())
def test_threads_do_not_depend_on_the_order_of_rows_and_are_few(
    rows: list[tuple[int, int, int]], random: Random
) -> None:
    talks = [talk(number, people, n, hour=hour) for number, (people, n, hour) in enumerate(rows, 1)]
    shuffled = random.sample(talks, len(talks))
    chosen = threads(view(threads=tuple(talks)))
    assert threads(view(threads=tuple(shuffled))) == chosen
    assert len(chosen) == min(5, sum(people >= 3 for people, _, _ in rows))


def test_what_failed_for_as_many_as_it_worked_for_is_not_praised() -> None:
    rows = (
        worked(1, n_worked=2, n_didnt=2),
        worked(2, n_worked=1, n_didnt=0),
        worked(3, n_worked=9, n_didnt=8, n_new=5),
    )
    found = lines("worked", view(worked=rows))
    assert [line.facts["item"] for line in found] == ["item 3", "item 2"]
    assert found[0].facts["n_didnt"] == 8
    assert found[0].facts["relation"] is Relation.GIFT


def test_the_newest_asks_are_told_at_most_three() -> None:
    asks = tuple(ask(number) for number in (4, 1, 3, 2))
    assert [line.facts["wanted"] for line in lines("open_asks", view(asks=asks))] == ["wish 1", "wish 2", "wish 3"]


def test_every_sentence_finds_its_facts() -> None:
    seen = view(
        dict.fromkeys(range(1, 9), 2),
        before=reading({1: 3}, window=WEEK.before()),
        threads=(talk(1, 5),),
        worked=(worked(1),),
        asks=(ask(1),),
    )
    contents = [
        content
        for content in compose_sections([SECTIONS[key] for key in NOT_FOR_BRANDS], seen).values()
        if content is not None
    ]
    assert len(contents) == 4
    for content in contents:
        for line in content.lines:
            assert "{" not in said(line)


def test_what_is_closed_is_out_of_view_and_a_channel_stands_for_its_threads() -> None:
    seen = view(threads=(talk(1, 5), talk(2, 5), talk(3, 5, channel=TEAM)), worked=(worked(1),), asks=(ask(1),))
    assert threads(seen.without({Place(LOBBY, ChannelId(1))})) == [3, 2]
    rest = seen.without({Place(LOBBY)})
    assert (threads(rest), rest.worked, rest.asks) == ([3], (), ())


def recorder(log: MemoryActivityLog) -> Recorder:
    class Never:
        def cancel(self) -> None: ...

    return Recorder(log, RecorderLimits(), call_later=lambda *_: Never(), start_flush=lambda: None)


def spoken(who: int, thread: int, channel: ChannelId = LOBBY, at: datetime = WEEK.start_at, n: int = 1) -> list[Event]:
    return [
        Activity(
            HOME, Deed.MESSAGE, who * 1_000_000 + thread * 1_000 + i, MemberId(who), at, channel, ChannelId(thread)
        )
        for i in range(n)
    ]


async def compose(
    events: Sequence[Event], readership: MemoryVisibility | None = None, cadence: Cadence = Cadence.WEEKLY
) -> Digest:
    log = MemoryActivityLog()
    await log.append(events)
    sources = MemorySources(given_worked=[worked(1)], given_asks=[ask(1), ask(2, 20)])
    window = WEEK if cadence is Cadence.WEEKLY else Window(WEEK.end - DAY, WEEK.end, WEEK.tz)
    assignment = DigestRequest(HOME, DigestSubject(DigestKind.COMMUNITY), cadence, window, NEWS, WEEK.end_at)
    return await digest_composer(log, recorder(log), readership or MemoryVisibility(), sources).compose(assignment)


def linked(digest: Digest, key: str = "threads_worth_reading") -> list[int]:
    contents = [content for section, content in digest.sections if section.key == key]
    return [line.place.thread_id or 0 for content in contents for line in content.lines if line.place]


SEVEN_THREADS = [event for thread in range(101, 108) for who in range(1, 5) for event in spoken(who, thread)]


async def test_what_not_every_reader_can_read_makes_room_for_the_next() -> None:
    readership = MemoryVisibility(ChannelId(107), ChannelId(104))
    digest = await compose(SEVEN_THREADS, readership)
    assert linked(digest) == [106, 105, 103, 102, 101]
    asked = [channel for channel in readership.asked if channel != LOBBY]
    assert sorted(asked) == [101, 102, 103, 104, 105, 106, 107, 501, 601]


async def test_a_closed_channel_closes_everything_in_it_at_once() -> None:
    readership = MemoryVisibility(LOBBY)
    in_team = [event for who in range(1, 5) for event in spoken(who, 201, TEAM)]
    digest = await compose([*SEVEN_THREADS, *in_team], readership)
    assert linked(digest) == [201]
    assert [section.key for section, _ in digest.sections] == ["week_in_numbers", "threads_worth_reading"]
    assert not {101, 102, 103} & set(readership.asked)


async def test_asks_that_waited_too_long_are_left_out() -> None:
    assert linked(await compose(SEVEN_THREADS), "open_asks") == [601]


async def test_numbers_are_the_same_whoever_reads_them() -> None:
    everything, nothing = await compose(SEVEN_THREADS), await compose(SEVEN_THREADS, MemoryVisibility(LOBBY))
    assert everything.sections[0] == nothing.sections[0]
    assert everything.n_messages == 28


async def test_weeks_are_compared_only_where_recording_had_begun() -> None:
    fresh = await compose(SEVEN_THREADS)
    assert "participation_change" not in digest_as_json(fresh, "")["numbers"]
    joined: list[Event] = [Arrival(HOME, MemberId(1), WEEK.start_at - 40 * DAY)]
    early = spoken(1, 101, at=WEEK.before().start_at - 3 * DAY)
    known = await compose([*joined, *early, *SEVEN_THREADS])
    assert "participation_change" in digest_as_json(known, "")["numbers"]


async def test_the_chart_has_every_day_of_the_window_and_a_week_at_least() -> None:
    weekly, daily = await compose(SEVEN_THREADS), await compose(SEVEN_THREADS, cadence=Cadence.DAILY)
    assert list(weekly.days) == [(day, 4 if day == WEEK.first else 0) for day in WEEK.days()]
    assert list(daily.days) == list(weekly.days)
    assert daily.n_active == 0


async def test_fewer_than_three_people_are_a_quiet_time() -> None:
    assert (await compose([*spoken(1, 101, n=50), *spoken(2, 101)])).is_quiet
    assert not (await compose([*spoken(1, 101), *spoken(2, 101), *spoken(3, 101)])).is_quiet


async def test_a_digest_is_plain_data_when_asked_for() -> None:
    told = digest_as_json(await compose(SEVEN_THREADS), "the chart in words")
    assert json.loads(json.dumps(told)) == told
    assert told["kind"] == "community"
    assert told["span"] == {"from": "2026-01-05", "to": "2026-01-12", "tz": "Europe/Berlin"}
    assert told["numbers"]["active"] == 4
    assert told["numbers"]["messages"] == 28
    assert told["items"][0] == {
        "section": "threads_worth_reading",
        "n_members": 4,
        "n_messages": 4,
        "channel": "11",
        "thread": "107",
    }
    assert told["days"][0] == {"day": "2026-01-05", "active": 4}
    assert told["alt"] == "the chart in words"


def test_content_knows_where_it_leads() -> None:
    place = Place(LOBBY, ChannelId(1))
    assert Content((Line("a", {}, place), Line("b", {}))).places == {place}
