from dataclasses import replace
from datetime import UTC, datetime

import pytest

from community.circles.circle import IDLE_SPAN, Circle, CircleMember, MemberStatus, NewCircle
from community.circles.ports import CircleStore
from community.ids import ChannelId, CircleId, GuildId, MemberId, MessageId
from storage.circles import SqlCircleStore
from storage.database import Database
from storage.privacy import SqlPersonalRecords
from tests.fakes.circles import MemoryCircleStore

NOW = datetime(2026, 1, 5, 12, 30, 15, 123456, UTC)
HOME, ELSEWHERE = GuildId(1), GuildId(2)
AMY, BEA, CID = MemberId(10), MemberId(2**62), MemberId(12)
NOOK, THREAD = ChannelId(2**61), ChannelId(2**61 + 1)


@pytest.fixture
def store(database: Database | None) -> CircleStore:
    return MemoryCircleStore() if database is None else SqlCircleStore(database)


async def opened(store: CircleStore, name: str = "Owls", guild: GuildId = HOME, by: MemberId = AMY) -> Circle:
    return await store.add(NewCircle(guild, NOOK, name, by), NOW)


async def test_a_circle_comes_back_as_it_was_kept_with_who_opened_it_in_it(store: CircleStore) -> None:
    circle = await opened(store)
    assert (circle.created_at, circle.due_at, circle.thread_id) == (NOW, NOW + IDLE_SPAN, None)
    assert await store.find(HOME, circle.circle_id) == circle
    assert await store.find(ELSEWHERE, circle.circle_id) is None
    assert await store.circles_of(HOME, AMY) == [circle]
    assert await store.circles_of(ELSEWHERE, AMY) == []
    assert await store.members(HOME, circle.circle_id) == [
        CircleMember(circle.circle_id, HOME, AMY, MemberStatus.JOINED)
    ]
    assert await store.members(ELSEWHERE, circle.circle_id) == []

    await store.set_thread(circle, THREAD)
    await store.postpone(circle, NOW)
    assert await store.find_by_thread(HOME, THREAD) == replace(circle, thread_id=THREAD, due_at=NOW)
    assert await store.find_by_thread(ELSEWHERE, THREAD) is None
    assert await store.find_by_thread(HOME, NOOK) is None


async def test_somebody_is_invited_once_and_their_answer_ends_the_post(store: CircleStore) -> None:
    circle = await opened(store)
    seat = await store.invite(circle, BEA, AMY)
    assert seat == CircleMember(circle.circle_id, HOME, BEA, MemberStatus.INVITED, AMY)
    await store.record_invitation_post(seat, MessageId(2**62))
    assert await store.invite(circle, BEA, CID) == replace(seat, message_id=MessageId(2**62))
    assert await store.circles_of(HOME, BEA) == []
    await store.record_answer(seat, MemberStatus.JOINED)
    assert await store.circles_of(HOME, BEA) == [circle]
    await store.record_answer(seat, MemberStatus.DECLINED)
    assert await store.circles_of(HOME, BEA) == []
    assert await store.memberships_of(HOME, BEA) == [replace(seat, status=MemberStatus.DECLINED)]
    assert await store.memberships_of(ELSEWHERE, BEA) == []
    assert await store.invite(replace(circle, circle_id=CircleId(999)), CID, AMY) is None
    assert await store.invite(replace(circle, guild_id=ELSEWHERE), CID, AMY) is None


async def test_what_has_to_be_looked_at(store: CircleStore) -> None:
    fine, late, _, empty = [await opened(store, name) for name in ("fine", "late", "unopened", "empty")]
    for n, circle in enumerate((fine, late, empty)):
        await store.set_thread(circle, ChannelId(500 + n))
    await store.postpone(late, NOW)
    await store.invite(empty, BEA, AMY)
    await store.remove_member(ELSEWHERE, empty.circle_id, AMY)
    assert [one.name for one in await store.due(NOW)] == ["late", "unopened"]
    await store.remove_member(HOME, empty.circle_id, AMY)
    assert [one.name for one in await store.due(NOW)] == ["late", "unopened", "empty"]
    assert [one.name for one in await store.due(NOW + IDLE_SPAN)] == ["fine", "late", "unopened", "empty"]


async def test_removing_is_scoped_and_takes_the_seats_along(store: CircleStore) -> None:
    one, two, far = await opened(store), await opened(store), await opened(store, guild=ELSEWHERE)
    await store.set_thread(one, THREAD)
    await store.remove(ELSEWHERE, one.circle_id)
    await store.remove_in_channel(ELSEWHERE, THREAD)
    assert len(await store.circles_of(HOME, AMY)) == 2
    await store.remove_in_channel(HOME, THREAD)
    assert await store.circles_of(HOME, AMY) == [two]
    await store.remove_in_channel(HOME, NOOK)
    assert await store.memberships_of(HOME, AMY) == []
    assert await store.circles_of(ELSEWHERE, AMY) == [far]
    await store.remove(ELSEWHERE, far.circle_id)
    assert await store.due(NOW + IDLE_SPAN) == []


async def test_forgetting_somebody_takes_their_seat_and_the_name_they_gave(
    database: Database | None, store: CircleStore
) -> None:
    if database is None:
        pytest.skip("memory keeps no tables")
    circle = await opened(store)
    await store.invite(circle, BEA, AMY)
    await SqlPersonalRecords(database).forget(AMY, HOME)
    assert await store.find(HOME, circle.circle_id) == replace(circle, created_by=None, name="")
    assert await store.members(HOME, circle.circle_id) == [
        CircleMember(circle.circle_id, HOME, BEA, MemberStatus.INVITED)
    ]
