from datetime import UTC, datetime

import pytest

from community.ids import GuildId
from community.notices.ports import NoticeStore
from storage.database import Database
from storage.notices import SqlNoticeStore
from tests.fakes.notices import MemoryNoticeStore

NOW = datetime(2026, 1, 5, tzinfo=UTC)
HOME, ELSEWHERE = GuildId(1), GuildId(2)


@pytest.fixture
def store(database: Database | None) -> NoticeStore:
    return MemoryNoticeStore() if database is None else SqlNoticeStore(database)


async def test_what_was_told_is_known_in_its_guild_until_it_is_settled(store: NoticeStore) -> None:
    assert not await store.was_notified(HOME, "welcome")
    await store.mark_notified(HOME, "welcome", NOW)
    await store.mark_notified(HOME, "welcome", NOW)
    assert await store.was_notified(HOME, "welcome")
    assert not await store.was_notified(HOME, "digest")
    assert not await store.was_notified(ELSEWHERE, "welcome")
    assert await store.unsettled_guilds("welcome") == {HOME}
    assert await store.unsettled_guilds("digest") == frozenset()

    await store.mark_settled(HOME, "welcome")
    await store.mark_settled(HOME, "welcome")
    assert not await store.was_notified(HOME, "welcome")
    assert await store.unsettled_guilds("welcome") == frozenset()
