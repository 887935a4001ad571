"""Composes a digest of every week of the real community's file, as due work would."""

import gzip
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from sqlalchemy import insert

from benchmarks.harness import BenchmarkResult
from benchmarks.imports import REAL
from community.calendar import DAY, Window, local_date
from community.digests.builtin_contributors import (
    ConversationContributor,
    HealthContributor,
    RecommendationContributor,
    ThanksContributor,
)
from community.digests.composer import DigestComposer
from community.digests.digest import Digest, DigestRequest, PreviousItems
from community.digests.schedule import Cadence, DigestKind, DigestSubject
from community.digests.topic_news import TopicNewsContributor
from community.engagement.events import Activity
from community.engagement.health_service import HealthService
from community.engagement.jsonl import parse
from community.engagement.optouts import OptOuts
from community.engagement.recorder import Recorder, RecorderLimits
from community.errors import NotFound
from community.ids import ChannelId, GuildId, TopicId
from community.onboarding.digest_source import IntroductionContributor
from community.recommendations.digest_rows import OpenAsk, WorkedRecommendation
from community.topics.topic import NewTopic, Topic
from storage.database import Database
from storage.engagement.activity_log import SqlActivityLog
from storage.engagement.conversations import SqlConversations
from storage.engagement.recognition import SqlRecognition
from storage.engagement.responses import SqlResponses
from storage.engagement.rollup_rebuild import SqlRollups
from storage.onboarding.store import SqlOnboardingStore
from storage.schema import migrate
from storage.tables.settings import setting
from storage.topics.lifecycle import SqlLifecycleStore
from storage.topics.store import SqlTopicStore
from tests.fakes.brands.no_brands import NoBrands

HOME = GuildId(800000000000000001)
NEWS = ChannelId(1)
TZ = ZoneInfo("Europe/Amsterdam")
BATCH = 5_000
WANTED_MS = 50.0
"""Source: the project's benchmark figures."""


class OpenVisibility:
    """Every channel is visible to every reader."""

    async def open_to_readers_of(self, digest_channel_id: ChannelId, source_channel_id: ChannelId) -> bool:  # noqa: ARG002
        """Returns true."""
        return True


class NoRecommendations:
    """The file has no recommendations."""

    async def worked(self, guild_id: GuildId, since: datetime, until: datetime) -> Sequence[WorkedRecommendation]:  # noqa: ARG002
        """Returns nothing."""
        return ()

    async def open_asks(self, guild_id: GuildId, since: datetime) -> Sequence[OpenAsk]:  # noqa: ARG002
        """Returns nothing."""
        return ()


class ChannelTopics:
    """Every channel of the file is a topic."""

    def __init__(self, store: SqlTopicStore) -> None:
        self._store = store

    async def topics(self, guild_id: GuildId) -> Sequence[Topic]:
        """Returns all topics."""
        return await self._store.topics(guild_id)

    async def find(self, guild_id: GuildId, topic_id: TopicId) -> Topic:
        """Returns one topic.

        Raises
        ------
        NotFound
            If there is no such topic.
        """
        topic = await self._store.topic(guild_id, topic_id)
        if topic is None:
            raise NotFound("There is no such topic here.")
        return topic


async def measure_digests() -> Sequence[BenchmarkResult]:
    """Returns the milliseconds per digest of a week; nothing if there is no file."""
    if not REAL.exists():
        print("digests: skipped, the real community's file is not beside this checkout")
        return []
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite+aiosqlite:///{folder}/real.db")
        try:
            first, last = await fill(database)
            composer, spans = digest_composer(database), list(weeks(first, last))
            times = {
                kind: await _times(composer, spans, kind) for kind in (DigestKind.COMMUNITY, DigestKind.MODERATORS)
            }
        finally:
            await database.close()
    return [
        BenchmarkResult(
            f"{kind} digests of {len(spent)} weeks",
            "ms",
            {"median": statistics.median(spent), "slowest tenth": statistics.quantiles(spent, n=10)[-1]},
            statistics.median(spent),
            WANTED_MS,
            at_most=True,
        )
        for kind, spent in times.items()
    ]


async def fill(database: Database) -> tuple[datetime, datetime]:
    """Stores the events of the file and makes its channels topics; returns its first and last instant."""
    await migrate(database)
    async with database.write() as connection:
        await connection.execute(insert(setting).values(guild_id=HOME, key="general.time_zone", value=f'"{TZ.key}"'))
    log, topics = SqlActivityLog(database), SqlTopicStore(database)
    channels: dict[ChannelId, datetime] = {}
    instants: list[datetime] = []
    with gzip.open(REAL) as file:
        while lines := list(islice(file, BATCH)):
            events = [parse(line) for line in lines]
            await log.append(events)
            for event in events:
                if isinstance(event, Activity):
                    instants.append(event.at)
                    channels.setdefault(event.channel_id, event.at)
    for channel_id, at in channels.items():
        await topics.add(NewTopic(HOME, channel_id, None, f"channel {channel_id % 100}", ""), at)
    await SqlRollups(database).rebuild(HOME)
    return min(instants), max(instants)


def weeks(first: datetime, last: datetime) -> Iterator[Window]:
    """Yields every week, from Monday to Monday, in which the file has events."""
    monday = local_date(first, TZ)
    monday -= monday.weekday() * DAY
    while monday <= local_date(last, TZ):
        yield Window(monday, monday + timedelta(weeks=1), TZ)
        monday += timedelta(weeks=1)


def digest_composer(database: Database) -> DigestComposer:
    """Returns the bot's composer for a server in which everybody can read everything."""
    log = SqlActivityLog(database)
    recorder = Recorder(log, RecorderLimits(), call_later=_never, start_flush=lambda: None)
    health = HealthService(log, recorder, SqlResponses(database), SqlRecognition(database), OptOuts())
    topics = ChannelTopics(SqlTopicStore(database))
    return DigestComposer(
        log,
        recorder,
        OpenVisibility(),
        topics=topics,
        brands=NoBrands(),
        contributors=(
            ConversationContributor(log, SqlConversations(database)),
            RecommendationContributor(NoRecommendations()),
            ThanksContributor(log, health, OpenVisibility()),
            TopicNewsContributor(topics, SqlLifecycleStore(database), health),
            IntroductionContributor(SqlOnboardingStore(database)),
            HealthContributor(health, topics),
        ),
    )


def _never(*_: object) -> "NullTimer":
    return NullTimer()


class NullTimer:
    """A timer that never fires."""

    def cancel(self) -> None:
        """Does nothing."""


async def compose_issues(
    composer: DigestComposer, windows: Sequence[Window], kind: DigestKind = DigestKind.COMMUNITY
) -> list[tuple[float, Digest]]:
    """Returns each week's digest, for readers of the earlier ones, with the seconds it took."""
    previous, made = PreviousItems(), list[tuple[float, Digest]]()
    for span in windows:
        begun_at = time.perf_counter()
        digest = await composer.compose(
            DigestRequest(HOME, DigestSubject(kind), Cadence.WEEKLY, span, NEWS, span.end_at, previous)
        )
        made.append((time.perf_counter() - begun_at, digest))
        previous = PreviousItems(
            span.end_at, {**previous.items, **{item.key: item.stirred_at for _, _, item in digest.items}}
        )
    return made


async def _times(composer: DigestComposer, spans: Sequence[Window], kind: DigestKind) -> list[float]:
    return [1_000 * seconds for seconds, _ in await compose_issues(composer, spans, kind)]
