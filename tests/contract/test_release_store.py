from datetime import UTC, date, datetime

from community.brands.brand import Brand, NewBrand
from community.brands.ports import ReleaseStore
from community.ids import BrandId, GuildId, MemberId
from storage.brands.figures import SqlReleaseStore
from storage.brands.store import SqlBrandStore
from storage.database import Database
from tests.fakes.brands.figures import MemoryReleaseStore

NOW = datetime(2026, 1, 5, 12, 30, 15, 123456, UTC)
HOME = GuildId(1)
FIRST, SECOND = date(2025, 12, 8), date(2026, 1, 5)


async def test_figures_of_a_period_stay_as_they_were_first_kept(database: Database | None) -> None:
    brand: Brand | None = Brand(BrandId(1), HOME, "Foo", ("foo",))
    store: ReleaseStore
    if database is None:
        assert brand is not None
        store = MemoryReleaseStore([(brand, NOW)])
    else:
        brand = await SqlBrandStore(database).add(NewBrand(HOME, "Foo", ("foo",), MemberId(9)), NOW)
        store = SqlReleaseStore(database)
    assert brand is not None
    [mark] = await store.period_marks()
    assert (mark.brand, mark.known_since, mark.latest) == (brand, NOW, None)
    assert await store.released_figures(brand, FIRST) == {}

    await store.release_figures(brand, FIRST, {"said": 10, "worked": None}, NOW)
    await store.release_figures(brand, FIRST, {"said": 5, "worked": 5}, NOW)
    await store.release_figures(brand, SECOND, {"said": None}, NOW)
    assert await store.released_figures(brand, FIRST) == {"said": 10, "worked": None}
    assert (await store.period_marks())[0].latest == SECOND
