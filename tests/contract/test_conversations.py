from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from community.calendar import Window
from community.engagement.activity_log import ActivityLog
from community.engagement.conversations import ChannelPresence, Conversations, Reader, Reply, ThreadParticipants, Tie
from community.engagement.events import Activity, ActivityKind, Event, Withdrawal
from community.ids import ChannelId, GuildId, MemberId
from community.topics.topic import NewTopic
from storage.database import Database
from storage.engagement.activity_log import SqlActivityLog
from storage.engagement.conversations import SqlConversations
from storage.optouts import SqlOptOutStore
from storage.topics.store import SqlTopicStore
from tests.fakes.engagement.activity_log import MemoryActivityLog
from tests.fakes.engagement.conversations import MemoryConversations
from tests.fakes.optouts import MemoryOptOutStore

HOME, ELSEWHERE = GuildId(1), GuildId(2)
AMY, BEA, CY = MemberId(10), MemberId(11), MemberId(2**62)
FILM, BREAD = ChannelId(100), ChannelId(101)
DAY = Window(date(2026, 1, 5), date(2026, 1, 6), ZoneInfo("UTC"))
NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
YESTERDAY, TOMORROW = NOON - timedelta(days=1), NOON + timedelta(days=1)
MINUTE = timedelta(minutes=1)

Store = tuple[ActivityLog, Conversations]


@pytest.fixture
def store(database: Database | None) -> Store:
    return stores(database)


def stores(database: Database | None) -> Store:
    if database is not None:
        return SqlActivityLog(database), SqlConversations(database)
    log = MemoryActivityLog()
    return log, MemoryConversations(log)


def said(
    number: int,
    by: MemberId = AMY,
    at: datetime = NOON,
    *,
    thread: int | None = None,
    answers: tuple[int, MemberId | None] = (0, None),
    mentioned: tuple[MemberId, ...] = (),
    channel: ChannelId = FILM,
    guild: GuildId = HOME,
) -> Activity:
    return Activity(
        guild,
        ActivityKind.MESSAGE,
        number,
        by,
        at,
        channel,
        None if thread is None else ChannelId(thread),
        replied_to=answers[1],
        mentioned=mentioned,
        answered_id=answers[0] or None,
    )


def opened(number: int, by: MemberId, at: datetime = NOON) -> Activity:
    return Activity(HOME, ActivityKind.THREAD, number, by, at, FILM, ChannelId(number))


async def everything(conversations: Conversations, guild: GuildId = HOME) -> tuple[Sequence[object], ...]:
    return (
        await conversations.replies(guild, DAY),
        await conversations.ties(guild, DAY),
        await conversations.thread_participants(guild, DAY),
        await conversations.presence(guild, DAY),
    )


# Replies


async def test_replies_come_oldest_first_and_may_answer_what_was_written_long_ago(store: Store) -> None:
    log, conversations = store
    await log.append(
        [
            said(9, at=DAY.end_at - MINUTE, answers=(5, None)),
            said(1, BEA, YESTERDAY),
            said(2, at=YESTERDAY, answers=(1, BEA)),
            said(5, at=DAY.start_at, answers=(1, BEA)),
            said(6, at=NOON),
            said(10, at=DAY.end_at, answers=(5, AMY)),
        ]
    )
    assert await conversations.replies(HOME, DAY) == [Reply(5, 1), Reply(9, 5)]


async def test_what_answers_a_deleted_message_or_one_of_another_guild_answers_nothing(store: Store) -> None:
    log, conversations = store
    await log.append(
        [said(1, guild=ELSEWHERE), said(2), said(3, BEA, answers=(2, AMY)), said(4, BEA, answers=(1, AMY))]
    )
    assert await conversations.replies(HOME, DAY) == [Reply(3, 2)]
    await log.append([Withdrawal(HOME, ActivityKind.MESSAGE, 2)])
    assert await conversations.replies(HOME, DAY) == []


# Ties


async def test_a_tie_is_a_reply_a_mention_or_a_message_in_somebodys_thread_each_once(store: Store) -> None:
    log, conversations = store
    await log.append(
        [
            said(1, BEA, YESTERDAY, thread=70),
            said(2, AMY, thread=70, answers=(1, BEA), mentioned=(BEA, CY)),
            said(3, AMY, thread=70, mentioned=(AMY,)),
            said(4, CY, thread=70),
            said(5, BEA, thread=70, answers=(1, BEA)),
        ]
    )
    assert await conversations.ties(HOME, DAY) == [Tie(AMY, BEA), Tie(AMY, CY), Tie(CY, BEA)]


async def test_a_thread_is_its_first_writers_whoever_pressed_the_button(store: Store) -> None:
    log, conversations = store
    await log.append(
        [
            said(70, CY, YESTERDAY - MINUTE),
            opened(70, AMY, YESTERDAY),
            said(71, BEA, NOON, thread=70),
            said(80, CY, YESTERDAY),
            said(81, BEA, YESTERDAY, thread=90),
            said(82, AMY, YESTERDAY, thread=90),
            said(83, AMY, NOON, thread=90),
        ]
    )
    assert await conversations.ties(HOME, DAY) == [Tie(AMY, BEA), Tie(BEA, CY)]


async def test_only_the_windows_messages_tie(store: Store) -> None:
    log, conversations = store
    await log.append(
        [
            said(1, at=DAY.start_at - MINUTE, answers=(9, BEA), mentioned=(CY,)),
            said(2, at=DAY.end_at, answers=(9, BEA), mentioned=(CY,)),
            Activity(HOME, ActivityKind.REACTION, 3, AMY, NOON, FILM, emoji="☕"),
        ]
    )
    assert await conversations.ties(HOME, DAY) == []


async def test_a_deleted_message_ties_nobody_and_gives_its_thread_to_the_next_writer(store: Store) -> None:
    log, conversations = store
    await log.append([said(1, AMY, thread=70, mentioned=(CY,)), said(2, BEA, thread=70), said(3, CY, thread=70)])
    assert await conversations.ties(HOME, DAY) == [Tie(AMY, CY), Tie(BEA, AMY), Tie(CY, AMY)]
    await log.append([Withdrawal(HOME, ActivityKind.MESSAGE, 1)])
    assert await conversations.ties(HOME, DAY) == [Tie(CY, BEA)]


# Voices and presence


async def test_voices_are_the_distinct_people_of_the_window_the_message_that_began_the_thread_among_them(
    store: Store,
) -> None:
    log, conversations = store
    await log.append(
        [
            said(70, CY),
            opened(70, AMY),
            said(71, BEA, thread=70),
            said(72, BEA, thread=70),
            said(80, AMY, YESTERDAY, thread=90),
            said(81, BEA, NOON, thread=90),
            said(91, BEA, TOMORROW, thread=95),
            said(96, BEA),
        ]
    )
    assert await conversations.thread_participants(HOME, DAY) == [
        ThreadParticipants(ChannelId(70), 2),
        ThreadParticipants(ChannelId(90), 1),
    ]


async def test_presence_counts_messages_and_knows_those_who_only_reacted(store: Store) -> None:
    log, conversations = store
    await log.append(
        [
            said(1),
            said(2, thread=70),
            said(3, channel=BREAD),
            said(4, at=DAY.end_at),
            Activity(HOME, ActivityKind.REACTION, 1, BEA, NOON, FILM, emoji="☕"),
        ]
    )
    assert await conversations.presence(HOME, DAY) == [
        ChannelPresence(FILM, AMY, 2),
        ChannelPresence(FILM, BEA, 0),
        ChannelPresence(BREAD, AMY, 1),
    ]


async def test_who_opted_out_spoke_with_nobody_and_was_nowhere(store: Store, database: Database | None) -> None:
    log, conversations = store
    consent = SqlOptOutStore(database) if database is not None else MemoryOptOutStore(memory_of(log))
    await log.append([said(1), said(2, by=BEA, thread=70, answers=(1, AMY)), said(3, thread=70)])
    await consent.opt_out(HOME, BEA, NOON)
    assert await conversations.replies(HOME, DAY) == []
    assert await conversations.ties(HOME, DAY) == []
    assert await conversations.thread_participants(HOME, DAY) == [ThreadParticipants(ChannelId(70), 1)]
    assert await conversations.presence(HOME, DAY) == [ChannelPresence(FILM, AMY, 2)]


def memory_of(log: ActivityLog) -> MemoryActivityLog:
    assert isinstance(log, MemoryActivityLog)
    return log


@pytest.mark.parametrize("database", ["sqlite", "postgres"], indirect=True)
async def test_readers_of_a_channel_are_those_who_chose_its_topic(database: Database) -> None:
    topics = SqlTopicStore(database)
    film = await topics.add(NewTopic(HOME, FILM, None, "Film", ""), NOON)
    await topics.add(NewTopic(ELSEWHERE, BREAD, None, "Bread", ""), NOON)
    assert film is not None
    await topics.join(film, AMY, NOON)
    assert await SqlConversations(database).readers(HOME) == [Reader(FILM, AMY)]


async def test_a_guild_sees_its_own_conversations_only(store: Store) -> None:
    log, conversations = store
    await log.append([said(1, thread=70), said(2, BEA, thread=70, answers=(1, AMY), mentioned=(CY,))])
    assert all(await everything(conversations))
    assert not any(await everything(conversations, ELSEWHERE))
    await log.append([said(9, BEA, thread=70, guild=ELSEWHERE)])
    assert await conversations.ties(ELSEWHERE, DAY) == []


# Everything at once

ACTIVITIES = st.builds(
    lambda number, by, at, thread, answers, mentioned: said(
        number, by, NOON + at * timedelta(hours=7), thread=thread, answers=answers, mentioned=tuple(mentioned)
    ),
    st.integers(60, 75),
    st.sampled_from([AMY, BEA, CY]),
    st.integers(-3, 3),
    st.none() | st.integers(70, 72),
    st.tuples(st.integers(60, 75), st.none() | st.sampled_from([AMY, BEA, CY])),
    st.lists(st.sampled_from([AMY, BEA, CY]), max_size=2, unique=True),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(st.lists(ACTIVITIES, max_size=25, unique_by=lambda one: one.source_id), st.data())
async def test_every_store_tells_the_same_of_any_life(
    database: Database | None, told: list[Activity], data: st.DataObject
) -> None:
    log, conversations = stores(database)
    memory = MemoryActivityLog()
    events: list[Event] = [*told, Withdrawal(HOME, ActivityKind.MESSAGE, data.draw(st.integers(60, 75)))]
    cleared: list[Event] = [Withdrawal(HOME, ActivityKind.MESSAGE, number) for number in range(60, 76)]
    await log.append([*cleared, *events])
    await memory.append(events)
    assert await everything(conversations) == await everything(MemoryConversations(memory))
