"""Autocomplete of items end to end: from the gateway's event to the response that Discord gets."""

import statistics
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from benchmarks.advice import RecommendationData
from benchmarks.contestant import contestant
from benchmarks.harness import BenchmarkResult, percentile
from benchmarks.search import N_MEMBERS, N_TYPED, SIZE, TYPING_MS, typed_by_people
from community.ids import ChannelId, GuildId
from storage.database import Database
from storage.recommendations.search import SqlRecommendationSearch
from storage.schema import migrate
from tests.wire.payloads import GUILD_ID, channel_payload, guild_payload, typing

CHANNELS: Final = [ChannelId(2_000 + number) for number in range(40)]
ASKER: Final = 500
AUTOCOMPLETE: Final = 4
"""The type of the interaction (Source: Discord, Interaction Object)."""


async def measure_autocomplete() -> BenchmarkResult:
    """Returns the 95th percentile of the delay in milliseconds, with the real client and a filled database."""
    community = RecommendationData(GuildId(GUILD_ID), CHANNELS, N_MEMBERS, SIZE)

    async def prepare_database(path: Path) -> None:
        database = Database(f"sqlite+aiosqlite:///{path}")
        try:
            await migrate(database)
            await community.store(database)
            await SqlRecommendationSearch(database).catch_up()
        finally:
            await database.close()

    def guilds() -> Iterable[dict[str, Any]]:
        return [guild_payload(channels=[channel_payload(one) for one in CHANNELS])]

    async with contestant(guilds=guilds, prepare_database=prepare_database) as bot:
        asked = []
        for one in typed_by_people(community.items):
            asked.append(await bot.wire.interaction(ASKER, AUTOCOMPLETE, typing("recommend", "why", "item", one)))
            await bot.wire.wait_until(lambda: bool(bot.wire.answers[asked[-1]]))
        answers = [bot.wire.answers[one][0] for one in asked]
    n_offered = sum(bool(answer.body["data"]["choices"]) for answer in answers)
    waited = [1e3 * answer.after for answer in answers]
    p95 = percentile(waited, 95)
    rates = {"95th percentile": p95, "median": statistics.median(waited), "slowest": max(waited)}
    note = f"something was offered for {n_offered} of {N_TYPED} beginnings"
    name = f"autocomplete end to end, among {SIZE:,} recommendations"
    return BenchmarkResult(name, "ms", rates, p95, TYPING_MS, at_most=True, note=note)
