"""Depth, diversity, ties and channels by hand."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community.calendar import Window
from community.engagement.activity_log import Spell
from community.engagement.conversations import ChannelPresence, Reader, Reply, ThreadParticipants, Tie
from community.engagement.estimates import wilson
from community.engagement.events import Activity, ActivityKind
from community.engagement.metric import JsonValue, build_report, collect_metrics, sources_of
from community.engagement.metrics.depth_max import depth_max
from community.engagement.metrics.depth_mean import depth_mean
from community.engagement.metrics.diversity_mean import diversity_mean
from community.engagement.metrics.reciprocity import reciprocity
from community.engagement.metrics.ties import ties
from community.engagement.metrics.top_channels import top_channels
from community.engagement.window_data import DataSource, WindowData, load_window
from community.ids import ChannelId, MemberId
from tests.fakes.engagement.activity_log import MemoryActivityLog
from tests.fakes.engagement.conversations import MemoryConversations
from tests.unit.engagement.hand_counted_month import AMY, BEA, CAL, DEE, EVE, HOME, LONG_AGO, MARCH, since_long_ago

MINUTE = timedelta(minutes=1)
HALL, DEN = ChannelId(1), ChannelId(2)
KEYS = ("depth_max", "depth_mean", "diversity_mean", "ties", "reciprocity", "top_channels")


def answering(*pairs: tuple[int, int]) -> WindowData:
    return WindowData(HOME, MARCH, replies=[Reply(source, answered) for source, answered in pairs])


def turning(*pairs: tuple[MemberId, MemberId]) -> WindowData:
    return WindowData(HOME, MARCH, since_long_ago(AMY, BEA, CAL), ties=[Tie(*pair) for pair in pairs])


# Depth


@pytest.mark.parametrize(
    ("pairs", "longest", "mean"),
    [
        ([], None, None),
        ([(2, 1)], 1, 1),
        ([(2, 1), (3, 2), (4, 3)], 3, 3),
        ([(2, 1), (3, 1), (4, 1)], 1, 1),
        ([(2, 1), (3, 1), (4, 3), (5, 2), (6, 4)], 3, 3),
        ([(2, 1), (3, 2), (12, 11)], 2, 1.5),
        ([(2, 1), (12, 11), (22, 21), (3, 2)], 2, 4 / 3),
    ],
)
def test_depth_is_of_the_longest_chain_of_each_conversation(
    pairs: list[tuple[int, int]], longest: int | None, mean: float | None
) -> None:
    assert (depth_max(answering(*pairs)), depth_mean(answering(*pairs))) == (longest, mean)


@given(st.lists(st.tuples(st.integers(1, 9), st.integers(1, 9)), max_size=20))
def test_a_chain_ends_even_where_a_file_says_that_messages_answer_each_other(pairs: list[tuple[int, int]]) -> None:
    longest = depth_max(answering(*pairs))
    assert (longest is None) == (not pairs)
    assert 1 <= (longest or 1) <= max(len(pairs), 1)


# Diversity


def test_diversity_is_the_mean_over_threads_and_a_monologue_is_one_voice() -> None:
    voices = [
        ThreadParticipants(ChannelId(5), 1),
        ThreadParticipants(ChannelId(6), 4),
        ThreadParticipants(ChannelId(7), 2),
    ]
    assert diversity_mean(WindowData(HOME, MARCH, participants=voices)) == pytest.approx(7 / 3)


# Ties


@pytest.mark.parametrize(
    ("pairs", "n", "returned"),
    [
        ([], 0, 0),
        ([(AMY, BEA)], 1, 0),
        ([(AMY, BEA), (BEA, AMY)], 2, 2),
        ([(AMY, BEA), (BEA, AMY), (AMY, CAL)], 3, 2),
        ([(AMY, BEA), (BEA, CAL), (CAL, AMY)], 3, 0),
        ([(AMY, BEA), (BEA, AMY), (CAL, BEA), (BEA, CAL), (AMY, CAL)], 5, 4),
    ],
)
def test_reciprocity_is_the_share_of_ties_that_are_returned(
    pairs: Sequence[tuple[MemberId, MemberId]], n: int, returned: int
) -> None:
    assert (ties(turning(*pairs)), reciprocity(turning(*pairs))) == (n, wilson(returned, n))


def test_ties_are_among_those_who_were_members_in_the_window() -> None:
    reading = turning((AMY, BEA), (BEA, AMY), (AMY, EVE), (EVE, AMY), (DEE, EVE))
    assert ties(reading) == 2
    gone = replace(reading, spells=[*since_long_ago(AMY), Spell(BEA, LONG_AGO, MARCH.start_at - MINUTE)])
    assert (ties(gone), reciprocity(gone)) == (0, wilson(0, 0))


@given(
    st.sets(
        st.tuples(st.sampled_from([AMY, BEA, CAL]), st.sampled_from([AMY, BEA, CAL])).filter(lambda p: p[0] != p[1])
    )
)
def test_returned_ties_come_in_twos_and_turning_all_around_changes_nothing(
    pairs: set[tuple[MemberId, MemberId]],
) -> None:
    found = reciprocity(turning(*pairs))
    assert found.n == ties(turning(*pairs)) == len(pairs)
    assert round((found.value or 0) * found.n) % 2 == 0
    assert reciprocity(turning(*((towards, member) for member, towards in pairs))) == found


# Channels


def test_channels_come_by_their_messages_and_count_the_members_who_took_part() -> None:
    rows = [
        ChannelPresence(HALL, AMY, 3),
        ChannelPresence(HALL, BEA, 0),
        ChannelPresence(HALL, EVE, 4),
        ChannelPresence(DEN, AMY, 9),
        ChannelPresence(ChannelId(3), CAL, 0),
    ]
    assert [
        row.as_json() for row in top_channels(WindowData(HOME, MARCH, since_long_ago(AMY, BEA, CAL), presence=rows))
    ] == [
        {"channel": "2", "messages": 9, "active": 1, "participation": None},
        {"channel": "1", "messages": 7, "active": 2, "participation": None},
        {"channel": "3", "messages": 0, "active": 1, "participation": None},
    ]


def test_of_a_topics_channel_the_share_of_those_who_chose_it_is_told() -> None:
    presence = [
        ChannelPresence(HALL, AMY, 3),
        ChannelPresence(HALL, BEA, 0),
        ChannelPresence(HALL, EVE, 4),
        ChannelPresence(DEN, CAL, 1),
    ]
    readers = [Reader(HALL, one) for one in (AMY, CAL, DEE, EVE)]  # Bea spoke without choosing it; Eve left
    told = top_channels(WindowData(HOME, MARCH, since_long_ago(AMY, BEA, CAL, DEE), presence=presence, readers=readers))
    assert [(row.channel_id, row.participation) for row in told] == [(HALL, wilson(1, 3)), (DEN, None)]


def test_of_many_channels_the_ten_first_are_told_and_equals_come_in_a_fixed_order() -> None:
    rows = [ChannelPresence(ChannelId(n), AMY, 5) for n in range(20, 0, -1)] + [ChannelPresence(ChannelId(20), BEA, 0)]
    told = top_channels(WindowData(HOME, MARCH, since_long_ago(AMY, BEA), presence=rows))
    assert [row.channel_id for row in told] == [20, *range(1, 10)]


# From what was recorded


def said(
    number: int,
    by: MemberId,
    at: datetime,
    *,
    thread: int | None = None,
    answers: tuple[int, MemberId] | None = None,
    mentioned: Iterable[MemberId] = (),
) -> Activity:
    return Activity(
        HOME,
        ActivityKind.MESSAGE,
        number,
        by,
        at,
        HALL,
        None if thread is None else ChannelId(thread),
        replied_to=None if answers is None else answers[1],
        mentioned=tuple(mentioned),
        answered_id=None if answers is None else answers[0],
    )


async def numbers(events: Sequence[Activity], window: Window) -> dict[str, JsonValue]:
    log = MemoryActivityLog()
    await log.append(events)
    chosen = [metric for key, metric in collect_metrics().items() if key in KEYS]
    told = build_report(await load_window(log, HOME, window, sources_of(chosen), MemoryConversations(log)), chosen)
    return {key: told[key] for key in KEYS}


LEAP = Window(date(2028, 2, 29), date(2028, 3, 1), ZoneInfo("Pacific/Auckland"))
SPRING = Window(date(2026, 3, 29), date(2026, 3, 30), ZoneInfo("Europe/Berlin"))
AUTUMN = Window(date(2026, 10, 25), date(2026, 10, 26), ZoneInfo("Europe/Berlin"))


@pytest.mark.parametrize(("window", "n_hours"), [(LEAP, 24), (SPRING, 23), (AUTUMN, 25)])
async def test_a_day_of_any_length_counts_its_own_and_what_came_before_only_as_what_was_answered(
    window: Window, n_hours: int
) -> None:
    before, first, last = window.start_at - MINUTE, window.start_at, window.end_at - MINUTE
    assert window.end_at - window.start_at == timedelta(hours=n_hours)
    told = await numbers(
        [
            said(1, AMY, before, thread=70),
            said(2, BEA, before, thread=70, answers=(1, AMY)),
            said(3, CAL, first, thread=70, answers=(2, BEA)),
            said(4, BEA, last, thread=70, answers=(3, CAL)),
            said(5, CAL, last),
            said(6, DEE, last, mentioned=(CAL, EVE)),
            said(7, DEE, last, answers=(5, CAL)),
            said(8, AMY, window.end_at, thread=70, answers=(4, BEA)),
        ],
        window,
    )
    assert told == {
        "depth_max": 2,
        "depth_mean": 1.5,
        "diversity_mean": 2,
        "ties": 5,
        "reciprocity": wilson(2, 5).as_json(),
        "top_channels": [{"channel": "1", "messages": 5, "active": 3, "participation": None}],
    }, "CAL and BEA to each other, both to AMY, whose thread it is, DEE to CAL; EVE is nobody who was ever here"


async def test_one_member_alone_and_a_silent_server_have_no_ties() -> None:
    noon = MARCH.start_at + timedelta(hours=12)
    alone = await numbers([said(1, AMY, noon, thread=70), said(2, AMY, noon, thread=70, answers=(1, AMY))], MARCH)
    assert (alone["ties"], alone["diversity_mean"], alone["depth_max"]) == (0, 1, 1)
    silent = await numbers([said(1, AMY, MARCH.start_at - MINUTE)], MARCH)
    assert silent == {
        **dict.fromkeys(("depth_max", "depth_mean", "diversity_mean"), None),
        "ties": 0,
        "reciprocity": wilson(0, 0).as_json(),
        "top_channels": [],
    }


async def test_conversations_have_to_be_read_from_somewhere() -> None:
    with pytest.raises(ValueError, match="read from conversations"):
        await load_window(MemoryActivityLog(), HOME, MARCH, {DataSource.TIES})
