from datetime import UTC, datetime, timedelta

import pytest

from community.ids import GuildId, MemberId
from community.settings.declaration import Value
from community.settings.ports import SettingChange, SettingsStore
from storage.database import Database
from storage.settings import SqlSettingsStore
from tests.fakes.settings import MemorySettingsStore

NOW = datetime(2026, 1, 5, tzinfo=UTC)
HOME, ELSEWHERE = GuildId(1), GuildId(2)
ROSA = MemberId(10)


@pytest.fixture
def store(database: Database | None) -> SettingsStore:
    return MemorySettingsStore() if database is None else SqlSettingsStore(database)


def change(key: str, before: Value, after: Value, minutes: int = 0) -> SettingChange:
    return SettingChange(key, before, after, ROSA, NOW + timedelta(minutes=minutes))


@pytest.mark.parametrize("value", [2**62, "Europe/Berlin", "naïve ✨ 'quoted'", True, False, None, 0])
async def test_a_value_comes_back_as_it_was_set(store: SettingsStore, value: Value) -> None:
    await store.record_change(HOME, change("feature.one", None, value))
    assert await store.values(HOME) == {"feature.one": value}
    assert type((await store.values(HOME))["feature.one"]) is type(value)


async def test_a_guild_has_its_own_values(store: SettingsStore) -> None:
    await store.record_change(HOME, change("feature.one", None, 1))
    assert await store.values(ELSEWHERE) == {}
    assert await store.changes(ELSEWHERE, 10) == []


async def test_who_set_something_is_told_by_key(store: SettingsStore) -> None:
    assert await store.guilds_with("feature.one") == frozenset()
    await store.record_change(HOME, change("feature.one", None, 1))
    await store.record_change(HOME, change("feature.one", 1, None))
    await store.record_change(ELSEWHERE, change("feature.two", None, 1))
    assert await store.guilds_with("feature.one") == {HOME}


async def test_the_latest_value_stands_and_the_changes_are_kept_newest_first(store: SettingsStore) -> None:
    made = [change("feature.one", n, n + 1, minutes=n) for n in range(4)]
    for one in made:
        await store.record_change(HOME, one)
    assert await store.values(HOME) == {"feature.one": 4}
    assert await store.changes(HOME, 3) == made[:0:-1]
