from datetime import UTC, datetime, timedelta

import pytest

from community.brands.brand import SPEAKING, Brand, NewBrand, RepState
from community.brands.ports import BrandStore
from community.ids import BrandId, GuildId, MemberId
from storage.brands.store import SqlBrandStore
from storage.database import Database
from tests.fakes.brands.store import MemoryBrandStore

NOW = datetime(2026, 1, 5, 12, 30, 15, 123456, UTC)
HOME, ELSEWHERE = GuildId(1), GuildId(2)
AMY, BEA, ROSA = MemberId(2**62), MemberId(11), MemberId(12)


@pytest.fixture
def store(database: Database | None) -> BrandStore:
    return MemoryBrandStore() if database is None else SqlBrandStore(database)


async def added(store: BrandStore, name: str = "Foo Ovens", guild: GuildId = HOME) -> Brand:
    brand = await store.add(NewBrand(guild, name, ("foo ovens", "foo"), ROSA), NOW)
    assert brand is not None
    return brand


async def test_a_brand_comes_back_as_it_was_kept_and_a_guild_has_each_name_once(store: BrandStore) -> None:
    foo = await added(store)
    assert foo.keywords == ("foo ovens", "foo")
    assert await store.add(NewBrand(HOME, "FOO  ovens", (), ROSA), NOW) is None
    elsewhere = await added(store, guild=ELSEWHERE)
    assert await store.brands() == [foo, elsewhere]


async def test_whoever_is_asked_speaks_only_after_a_yes_and_states_follow_one_another(store: BrandStore) -> None:
    foo = await added(store)
    rep = await store.ask_rep(foo, AMY, ROSA, NOW)
    assert (rep.state, rep.since, rep.speaks) == (RepState.ASKED, None, False)
    await store.update_rep(rep, RepState.LABELLED, over={RepState.AGREED})
    assert await store.reps() == [rep]

    await store.update_rep(rep, RepState.AGREED, over={RepState.ASKED}, since=NOW)
    await store.update_rep(rep, RepState.LABELLED, over={RepState.AGREED})
    (spoken,) = await store.reps()
    assert (spoken.state, spoken.since) == (RepState.LABELLED, NOW)
    assert await store.ask_rep(foo, AMY, BEA, NOW) == spoken
    await store.delete_rep(spoken)
    assert await store.reps() == [spoken]

    await store.update_rep(spoken, RepState.ENDED, over=SPEAKING)
    assert (await store.ask_rep(foo, AMY, BEA, NOW)).state is RepState.ASKED
    await store.delete_rep(rep)
    assert await store.reps() == []


async def test_a_retired_brand_is_gone_for_all_and_erased_when_its_labels_are(store: BrandStore) -> None:
    foo = await added(store)
    rep = await store.ask_rep(foo, AMY, ROSA, NOW)
    await store.update_rep(rep, RepState.LABELLED, over={RepState.ASKED}, since=NOW)

    await store.retire(Brand(foo.brand_id, ELSEWHERE, foo.name, foo.keywords))
    assert await store.brands() == [foo]
    await store.retire(foo)
    assert await store.brands() == []
    assert await store.retired() == []
    (ended,) = await store.reps()
    assert ended.state is RepState.ENDED

    again = await added(store)
    assert again.brand_id != foo.brand_id
    await store.delete_rep(ended)
    assert [one.brand_id for one in await store.retired()] == [foo.brand_id]
    await store.erase(foo)
    assert await store.retired() == []
    assert await store.brands() == [again]


async def test_a_representative_is_told_once_for_all_their_brands(store: BrandStore) -> None:
    foo, bar = await added(store), await added(store, "Bar")
    rep = await store.ask_rep(foo, AMY, ROSA, NOW)
    await store.ask_rep(bar, AMY, ROSA, NOW)
    await store.ask_rep(bar, BEA, ROSA, NOW)
    assert await store.mark_notified(rep, NOW)
    assert not await store.mark_notified(rep, NOW)
    assert not await store.mark_notified(rep, NOW - timedelta(days=1))
    assert await store.mark_notified(rep, NOW + timedelta(days=1))
    told = {(one.brand_id, one.member_id): one.told_at for one in await store.reps()}
    later = NOW + timedelta(days=1)
    assert told == {(foo.brand_id, AMY): later, (bar.brand_id, AMY): later, (bar.brand_id, BEA): None}


async def test_an_unknown_brand_is_erased_in_vain(store: BrandStore) -> None:
    foo = await added(store)
    await store.erase(Brand(BrandId(99), HOME, "Bar", ()))
    await store.erase(Brand(foo.brand_id, ELSEWHERE, foo.name, foo.keywords))
    assert await store.brands() == [foo]
