from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from community.catchup.missed import MissedAnswer, MissedThread
from community.engagement.events import Activity, ActivityKind
from community.ids import ChannelId, GuildId, MemberId, MessageId
from community.recommendations.ask import NewAsk
from storage.catchup import SqlCatchup
from storage.database import Database
from storage.engagement.activity_log import SqlActivityLog
from storage.optouts import SqlOptOutStore
from storage.privacy import SqlPersonalRecords
from storage.recommendations.store import SqlRecommendationStore
from tests.fakes.catchup import MemoryCatchup

HOME, ELSEWHERE = GuildId(1), GuildId(2)
AMY, BEA, CID = MemberId(1), MemberId(2), MemberId(3)
LOBBY, TEAM = ChannelId(11), ChannelId(12)
NOW = datetime(2026, 1, 12, 12, tzinfo=UTC)
SINCE = NOW - timedelta(days=7)


class Village:
    """The store under test, and ways to live in it."""

    def __init__(self, database: Database | None) -> None:
        self._database = database
        self.memory = MemoryCatchup()
        self.store = self.memory if database is None else SqlCatchup(database)
        self._n = 100

    async def happen(self, *activities: Activity) -> None:
        self.memory.activities += activities
        if self._database is not None:
            await SqlActivityLog(self._database).append(activities)

    async def ask(self, author: MemberId, thread: ChannelId) -> None:
        self.memory.asks[thread] = author
        if self._database is not None:
            store = SqlRecommendationStore(self._database)
            kept = await store.add_ask(NewAsk(HOME, LOBBY, author, thread, "an oven", "", ""), SINCE)
            assert kept is not None
            await store.record_thread(kept, thread, MessageId(thread))

    async def opt_out(self, member: MemberId) -> None:
        self.memory.opted_out.add(member)
        if self._database is not None:
            await SqlOptOutStore(self._database).opt_out(HOME, member, NOW)

    def said(self, who: MemberId, hours: float, **options: object) -> Activity:
        self._n += 1
        known: dict[str, object] = {"guild_id": HOME, "channel_id": LOBBY, "kind": ActivityKind.MESSAGE} | options
        return Activity(source_id=self._n, member_id=who, at=SINCE + timedelta(hours=hours), **known)  # type: ignore[arg-type]


@pytest.fixture
def village(database: Database | None) -> Village:
    return Village(database)


async def answers(village: Village, member: MemberId = AMY) -> Sequence[MissedAnswer]:
    found = await village.store.answers(HOME, member, SINCE, NOW)
    return sorted(found, key=lambda one: (one.channel_id, one.thread_id or 0))


async def test_replies_and_mentions_are_answers_a_row_for_each_place(village: Village) -> None:
    reply, mention = village.said(BEA, 1, replied_to=AMY), village.said(CID, 2, mentioned=(AMY, BEA))
    await village.happen(
        reply,
        mention,
        village.said(BEA, 3),
        village.said(AMY, 3, replied_to=BEA),
        village.said(BEA, 4, channel_id=TEAM, replied_to=AMY),
    )
    assert await answers(village) == [
        MissedAnswer(LOBBY, None, MessageId(reply.source_id), 2, 2, mention.at),
        MissedAnswer(TEAM, None, MessageId(105), 1, 1, SINCE + timedelta(hours=4)),
    ]
    assert [(one.channel_id, one.n_messages) for one in await answers(village, BEA)] == [(LOBBY, 2)]


async def test_words_in_a_thread_of_theirs_are_answers_and_their_own_are_not(village: Village) -> None:
    own, others = ChannelId(31), ChannelId(32)
    await village.happen(
        village.said(AMY, -24, thread_id=own),
        village.said(BEA, 1, thread_id=own),
        village.said(AMY, 2, thread_id=own),
        village.said(BEA, 1, thread_id=others),
        village.said(CID, 2, thread_id=others),
    )
    assert [(one.thread_id, one.n_messages, one.n_people) for one in await answers(village)] == [(own, 1, 1)]


async def test_recommendations_and_words_in_the_thread_of_their_ask_are_answers(village: Village) -> None:
    thread = ChannelId(41)
    await village.ask(AMY, thread)
    await village.happen(
        village.said(BEA, 1, thread_id=thread, kind=ActivityKind.RECOMMENDATION),
        village.said(CID, 2, thread_id=thread),
        village.said(CID, 3, thread_id=thread, kind=ActivityKind.VOTE),
    )
    assert [(one.thread_id, one.n_messages, one.n_people) for one in await answers(village)] == [(thread, 2, 2)]


async def test_time_has_an_open_end_and_guilds_are_apart(village: Village) -> None:
    await village.happen(
        village.said(BEA, -0.001, replied_to=AMY),
        village.said(BEA, 0, replied_to=AMY),
        village.said(BEA, 7 * 24, replied_to=AMY),
        village.said(BEA, 1, replied_to=AMY, guild_id=ELSEWHERE),
    )
    assert [(one.message_id, one.n_messages) for one in await answers(village)] == [(102, 1)]


async def test_who_opted_out_said_nothing(village: Village) -> None:
    await village.happen(village.said(BEA, 1, replied_to=AMY), village.said(BEA, 1, thread_id=ChannelId(31)))
    await village.opt_out(BEA)
    assert await answers(village) == []
    assert await village.store.threads(HOME, AMY, [LOBBY], SINCE, NOW) == []


async def test_threads_tell_what_others_said_in_those_channels(village: Village) -> None:
    thread, closed = ChannelId(31), ChannelId(32)
    await village.happen(
        village.said(AMY, 1, thread_id=thread),
        village.said(BEA, 2, thread_id=thread),
        village.said(CID, 3, thread_id=thread),
        village.said(BEA, 4, thread_id=thread, kind=ActivityKind.REACTION, emoji="x"),
        village.said(BEA, 2, thread_id=closed, channel_id=TEAM),
        village.said(BEA, 2),
    )
    found = await village.store.threads(HOME, AMY, {LOBBY}, SINCE, NOW)
    assert found == [MissedThread(LOBBY, thread, MessageId(102), 2, 2, SINCE + timedelta(hours=3))]
    assert await village.store.threads(HOME, AMY, (), SINCE, NOW) == []


async def test_the_latest_visit_is_kept_and_forgotten_with_its_member(
    village: Village, database: Database | None
) -> None:
    store = village.store
    assert await store.last_visit(HOME, AMY) is None
    await store.record_visit(HOME, AMY, SINCE)
    await store.record_visit(HOME, AMY, NOW)
    assert (await store.last_visit(HOME, AMY), await store.last_visit(ELSEWHERE, AMY)) == (NOW, None)
    if database is not None:
        await SqlPersonalRecords(database).forget(AMY, HOME)
        assert await store.last_visit(HOME, AMY) is None
