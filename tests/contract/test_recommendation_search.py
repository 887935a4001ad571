from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from community.ids import AskId, ChannelId, GuildId, MemberId, MessageId, RecommendationId
from community.recommendations.ask import NewAsk
from community.recommendations.ports import RecommendationStore
from community.recommendations.recommendation import NewRecommendation, Recommendation, Relation
from community.recommendations.search_ports import MAX_HITS, RecommendationSearch
from community.recommendations.search_terms import parse_query
from storage.database import Database
from storage.privacy import SqlPersonalRecords
from storage.recommendations.search import SqlRecommendationSearch
from storage.recommendations.store import SqlRecommendationStore
from tests.fakes.recommendations.search import MemoryRecommendationSearch
from tests.fakes.recommendations.store import MemoryRecommendationStore

NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)
HOME, ELSEWHERE = GuildId(1), GuildId(11)
LOBBY, ATTIC = ChannelId(100), ChannelId(101)
BEA = MemberId(11)


@dataclass
class Shelf:
    """A store, and the search over it."""

    store: RecommendationStore
    search: RecommendationSearch
    n: int = 0

    async def post(
        self,
        item: str,
        why: str = "It lasts.",
        *,
        guild: GuildId = HOME,
        channel: ChannelId = LOBBY,
        author: MemberId = BEA,
        posted: bool = True,
        open_: bool = True,
    ) -> Recommendation:
        self.n += 1
        ask = await self.store.add_ask(NewAsk(guild, channel, MemberId(1), self.n, "Anything", "", ""), NOW)
        assert ask is not None
        if open_:
            await self.store.record_thread(ask, ChannelId(1_000 + self.n), MessageId(2_000 + self.n))
        kept = await self.store.add(NewRecommendation(ask.ask_id, guild, author, item, why, "", Relation.OWN), NOW)
        assert kept is not None
        if posted:
            await self.store.record_card(kept, MessageId(5_000 + self.n))
        return kept

    async def found(self, typed: str, *channels: ChannelId, guild: GuildId = HOME) -> list[RecommendationId]:
        hits = await self.search.find(guild, channels or (LOBBY, ATTIC), parse_query(typed))
        return [hit.recommendation_id for hit in hits]


@pytest.fixture
def shelf(database: Database | None) -> Shelf:
    if database is None:
        store = MemoryRecommendationStore()
        return Shelf(store, MemoryRecommendationSearch(store))
    return Shelf(SqlRecommendationStore(database), SqlRecommendationSearch(database))


async def test_a_name_fits_better_than_a_reason_and_the_newer_comes_first(shelf: Shelf) -> None:
    told = await shelf.post("Pizza stone", "For the oven, crisp.")
    old = await shelf.post("Foo Oven")
    new = await shelf.post("Bar oven 3000")
    await shelf.post("Kettle")
    ids = [one.recommendation_id for one in (new, old, told)]
    assert await shelf.found("oven") == ids
    (best, _, last) = await shelf.search.find(HOME, [LOBBY], parse_query("oven"))
    assert (best.relevance, last.relevance) == (1.0, 0.5)
    assert best.ask_id == new.ask_id
    assert await shelf.found("crisp oven") == [told.recommendation_id]
    assert await shelf.found("oven kettle") == []


async def test_inflections_and_unfinished_words_find_each_other(shelf: Shelf) -> None:
    baking = (await shelf.post("Baking stone", "bakes berries")).recommendation_id
    for typed in ("bake", "baked stones", "baki", "ston", "berry", "ber", "BAKING", "sto* baking"):
        assert await shelf.found(typed) == [baking], typed
    for typed in ("ston baking", "b", "bakery", "tone", "stonewall"):
        assert await shelf.found(typed) == [], typed


async def test_quotes_want_the_words_one_after_the_other(shelf: Shelf) -> None:
    small = (await shelf.post("Small oven")).recommendation_id
    other = (await shelf.post("Oven, small")).recommendation_id
    split = (await shelf.post("Small", "oven")).recommendation_id
    assert await shelf.found('"small oven"') == [small]
    assert await shelf.found("“oven small”") == [other]
    assert await shelf.found("small oven") == [other, small, split]
    assert await shelf.found('"small oven') == [other, small, split]


async def test_hyphens_apostrophes_accents_and_case_do_not_matter(shelf: Shelf) -> None:
    hyphen = (await shelf.post("Zoë\N{RIGHT SINGLE QUOTATION MARK}s E-Bike")).recommendation_id
    joined = (await shelf.post("ebike")).recommendation_id
    apart = (await shelf.post("An e bike")).recommendation_id
    assert await shelf.found("e-bike") == [apart, joined, hyphen]
    assert await shelf.found("ebikes") == [joined, hyphen]
    assert await shelf.found("bike") == [apart, hyphen]
    for typed in ("zoes", "ZOË'S", "Zoë\N{RIGHT SINGLE QUOTATION MARK}s e-b", "zoe"):
        assert await shelf.found(typed) == [hyphen], typed
    strasse = (await shelf.post("Straße")).recommendation_id
    assert await shelf.found("STRASSE") == [strasse]


async def test_every_script_and_emoji_is_found(shelf: Shelf) -> None:
    for item, typed in {
        "תנור קטן": "תנור",
        "فرن صغير": "صغ",
        "שָׁלוֹם": "שלום",
        "日本の包丁": "包丁",
        "Кофемолка": "кофе",
        "Cook 👩‍🍳 ☕️": "☕",
    }.items():
        kept = await shelf.post(item)
        assert await shelf.found(typed) == [kept.recommendation_id], item
    assert len(await shelf.found("👩🏽‍🍳")) == 1


HOSTILE = (
    "'; DROP TABLE recommendation; --",
    '"',
    '""""',
    'a" OR 1=1 OR "b',
    "item_terms : oven",
    "NEAR(oven stone, 2)",
    "oven AND NOT OR",
    "^oven -stone +x | y & !z <-> w",
    "(((",
    "*",
    "oven*:A",
    "\\'oven\\",
    "%_%",
    "\x00oven",
    "‖ †1 †11",
    "{}()[]:;",
    "-" * 100,
    "e-" * 50,
    "a " * 50,
    "\u202eoven",
)


@pytest.mark.parametrize("typed", HOSTILE)
async def test_nothing_typed_is_an_operator(shelf: Shelf, typed: str) -> None:
    kept = await shelf.post("oven stone", typed.replace("\x00", " "))
    assert set(await shelf.found(typed)) <= {kept.recommendation_id}
    assert await shelf.found("oven") == [kept.recommendation_id]


async def test_only_these_channels_of_this_guild_are_looked_through(shelf: Shelf) -> None:
    here = (await shelf.post("Oven")).recommendation_id
    attic = (await shelf.post("Oven", channel=ATTIC)).recommendation_id
    foreign = (await shelf.post("Oven", guild=ELSEWHERE)).recommendation_id
    assert await shelf.found("oven") == [attic, here]
    assert await shelf.found("oven", LOBBY) == [here]
    assert await shelf.found("oven", ChannelId(9)) == []
    assert await shelf.search.find(HOME, [], parse_query("oven")) == []
    assert await shelf.found("oven", guild=ELSEWHERE) == [foreign]
    assert await shelf.found("", guild=ELSEWHERE) == [foreign]


async def test_what_is_not_posted_or_has_no_thread_is_not_found(shelf: Shelf) -> None:
    waiting = await shelf.post("Oven", posted=False)
    await shelf.post("Oven", open_=False)
    assert await shelf.found("oven") == []
    await shelf.store.record_card(waiting, MessageId(1))
    assert await shelf.found("oven") == [waiting.recommendation_id]


async def test_nothing_typed_finds_the_newest(shelf: Shelf) -> None:
    kept = [(await shelf.post(f"Thing {n}")).recommendation_id for n in range(3)]
    assert await shelf.found("") == kept[::-1]
    assert await shelf.found("?!") == kept[::-1]


async def test_of_many_the_newest_are_ranked_and_those_named_like_it_always(shelf: Shelf) -> None:
    named = await shelf.post("Oven")
    for n in range(MAX_HITS + 3):
        await shelf.post(f"Stone {n}", "for the oven")
    found = await shelf.found("oven")
    assert found[0] == named.recommendation_id
    assert len(found) == MAX_HITS + 1


async def test_what_is_removed_leaves_at_once(shelf: Shelf) -> None:
    kept, other = await shelf.post("Oven"), await shelf.post("Oven")
    assert len(await shelf.found("oven")) == 2
    await shelf.store.remove(HOME, kept.recommendation_id)
    assert await shelf.found("oven") == [other.recommendation_id]
    await shelf.store.remove_ask(HOME, other.ask_id)
    assert await shelf.found("oven") == []
    assert await shelf.store.find_ask(HOME, AskId(other.ask_id)) is None


async def test_catching_up_is_done_once(database: Database | None) -> None:
    if database is None:
        pytest.skip("memory has no index")
    shelf = Shelf(SqlRecommendationStore(database), SqlRecommendationSearch(database))
    await shelf.post("Oven")
    await shelf.post("Oven", guild=ELSEWHERE)
    assert await shelf.search.catch_up() == 2
    assert await shelf.search.catch_up() == 0
    for number in range(5):
        await shelf.post(f"Kettle {number}")
    assert [await shelf.search.catch_up(3) for _ in range(3)] == [3, 2, 0], "a round of due work looks at so many"


async def test_the_forgotten_are_not_found_and_no_word_of_theirs_is_left(database: Database | None) -> None:
    if database is None:
        pytest.skip("forgetting is the database's")
    shelf = Shelf(SqlRecommendationStore(database), SqlRecommendationSearch(database))
    await shelf.post("Unmistakable oven", "xylophonic")
    assert len(await shelf.found("xylophonic")) == 1
    await SqlPersonalRecords(database).forget(BEA, HOME)
    async with database.read() as connection:
        assert await connection.scalar(text("SELECT count(*) FROM recommendation_document")) == 0
    assert await shelf.found("xylophonic") == []
    assert await shelf.found("oven") == []
