"""Search among very many recommendations, and the choices offered while somebody types."""

import gc
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from random import Random
from typing import Final, NamedTuple

from benchmarks.advice import NOW, RecommendationData
from benchmarks.harness import BenchmarkResult, percentile
from cogs.recommendations.search_views import PAGE_SIZE
from community.discord_limits import CHOICES
from community.ids import ChannelId, GuildId
from community.recommendations.search_service import SearchService
from community.recommendations.thread_display import ThreadDisplay
from community.recommendations.trust_service import TrustService
from storage.database import Database
from storage.recommendations.choices import SqlChoiceStore
from storage.recommendations.edits import SqlEditStore
from storage.recommendations.maintenance import SqlMaintenanceStore
from storage.recommendations.search import SqlRecommendationSearch
from storage.recommendations.store import SqlRecommendationStore
from storage.recommendations.trust import SqlTrustEvidence
from storage.schema import migrate
from storage.stewards.store import SqlStewardStore
from tests.fakes.recommendations.store import MemoryAskThreads

SIZE: Final = 100_000
N_MEMBERS: Final = 2_000
N_TYPED: Final = 200
HOME: Final = GuildId(1)
CHANNELS: Final = [ChannelId(100 + number) for number in range(40)]
SEARCH_MS, TYPING_MS = 50.0, 100.0
"""The 95th percentiles may take at most so long (Source: the project's benchmark figures)."""


class Spent(NamedTuple):
    """Milliseconds that one answer took: by the clock, and of the processor, all threads together."""

    wall: float
    processor: float


async def measure_search() -> Sequence[BenchmarkResult]:
    """Returns the 95th percentiles of search and autocomplete, in milliseconds, and their processor time.

    The first search of a minute also computes everybody's weight; it is reported in the note.
    """
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite+aiosqlite:///{Path(folder) / 'advice.db'}")
        try:
            await migrate(database)
            community = RecommendationData(HOME, CHANNELS, N_MEMBERS, SIZE)
            await community.store(database)
            index = SqlRecommendationSearch(database)
            await index.catch_up()
            gc.freeze()
            return await _measured(database, index, typed_by_people(community.items))
        finally:
            await database.close()


async def _measured(
    database: Database, index: SqlRecommendationSearch, typed: Sequence[str]
) -> Sequence[BenchmarkResult]:
    findings, authorship = _findings(database, index), SqlEditStore(database)

    async def find(words: str) -> None:
        await findings.find(HOME, CHANNELS, words, 0, PAGE_SIZE)

    (first,) = await _spent(find, typed[:1])
    found = await _spent(find, typed)
    offered = await _spent(lambda one: authorship.suggest(HOME, CHANNELS, one, CHOICES), typed)
    among = f"among {SIZE:,} recommendations"
    cold = f"the first of a minute took {first.wall:,.0f} ms, {first.processor:,.0f} ms of them computing"
    return [
        _outcome(f"search {among}", found, SEARCH_MS, cold),
        _outcome(f"autocomplete {among}", offered, TYPING_MS),
    ]


def _outcome(name: str, spent: Sequence[Spent], wanted: float, note: str = "") -> BenchmarkResult:
    wall, processor = [one.wall for one in spent], [one.processor for one in spent]
    p95 = percentile(wall, 95)
    rates = {
        "95th percentile": p95,
        "median": statistics.median(wall),
        "slowest": max(wall),
        "95th percentile of the processor's time": percentile(processor, 95),
    }
    return BenchmarkResult(name, "ms", rates, p95, wanted, at_most=True, note=note)


def _findings(database: Database, index: SqlRecommendationSearch) -> SearchService:
    store, choices = SqlRecommendationStore(database), SqlChoiceStore(database)
    trust = TrustService(SqlTrustEvidence(database), [SqlStewardStore(database)], lambda: NOW)
    display = ThreadDisplay(store, choices, SqlMaintenanceStore(database), MemoryAskThreads(), trust)
    return SearchService(store, choices, index, display=display, trust=trust)


def typed_by_people(items: Sequence[str]) -> Sequence[str]:
    """Returns what people type: a name, its beginning, a word in it, two words, a phrase, and an unknown name."""
    random = Random(7)  # noqa: S311 - nothing secret is drawn
    typed = []
    for number in range(N_TYPED):
        item = random.choice(items)
        words = item.split()
        forms = (
            item,
            item[: random.randint(1, len(item))],
            random.choice(words),
            " ".join(random.sample(words, 2)),
            f'"{" ".join(words[:2])}"',
            f"{words[0]} nowhere",
        )
        typed.append(forms[number % len(forms)])
    return typed


async def _spent(ask: Callable[[str], Awaitable[object]], typed: Sequence[str]) -> Sequence[Spent]:
    spent = []
    for one in typed:
        wall, processor = time.perf_counter(), time.process_time()
        await ask(one)
        spent.append(Spent(1_000 * (time.perf_counter() - wall), 1_000 * (time.process_time() - processor)))
    return spent
