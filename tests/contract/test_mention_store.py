from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from community.brands.brand import NewBrand
from community.brands.figures import BrandMention
from community.brands.ports import MentionStore
from community.ids import BrandId, GuildId, MemberId
from storage.brands.mentions import SqlMentionStore
from storage.brands.store import SqlBrandStore
from storage.database import Database
from tests.fakes.brands.mentions import MemoryMentionStore

NOW = datetime(2026, 1, 5, 12, 30, 15, 123456, UTC)
HOUR = timedelta(hours=1)
HOME, ELSEWHERE = GuildId(1), GuildId(2)
AMY, BEA = MemberId(10), MemberId(11)


def by_time(mentions: Sequence[BrandMention]) -> Sequence[BrandMention]:
    return sorted(mentions, key=lambda one: one.at)


async def test_mentions_are_kept_once_a_message_and_go_with_it_with_age_and_with_their_server(
    database: Database | None,
) -> None:
    foo, away = BrandId(1), BrandId(2)
    store: MentionStore = MemoryMentionStore({foo, away})
    if database is not None:
        for guild in (HOME, ELSEWHERE):
            assert await SqlBrandStore(database).add(NewBrand(guild, "Foo", ("foo",), AMY), NOW) is not None
        store = SqlMentionStore(database)
    first, second, third = (BrandMention(foo, who, NOW + n * HOUR) for n, who in enumerate((AMY, BEA, AMY)))
    assert await store.oldest() == {}

    for number, one in enumerate((first, second, third, first)):
        await store.record(HOME, number % 3, [one])
    await store.record(HOME, 9, [BrandMention(BrandId(77), AMY, NOW)])
    await store.record(ELSEWHERE, 4, [BrandMention(away, AMY, NOW)])
    assert by_time(await store.mentions(HOME, NOW, NOW + 2 * HOUR)) == [first, second]
    assert await store.oldest() == {HOME: NOW, ELSEWHERE: NOW}

    await store.record(HOME, 0, [])
    assert by_time(await store.mentions(HOME, NOW, NOW + 2 * HOUR)) == [second]
    await store.record(HOME, 0, [first])

    await store.withdraw(ELSEWHERE, {0, 1, 2})
    await store.withdraw(HOME, {1, 4})
    assert by_time(await store.mentions(HOME, NOW, NOW + 9 * HOUR)) == [first, third]
    await store.forget(HOME, before=NOW + HOUR)
    assert by_time(await store.mentions(HOME, NOW, NOW + 9 * HOUR)) == [third]
    await store.forget(HOME)
    assert await store.oldest() == {ELSEWHERE: NOW}
