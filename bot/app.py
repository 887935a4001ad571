"""The composition root: one bot, everything it opens, and everything it closes."""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import AsyncExitStack
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import discord
import structlog

from bot.composition.services import compose
from bot.gateway import dispatch_unseen_members, guard_parsers
from bot.health import StoreWatch
from bot.permissions import intents, member_cache
from bot.scheduler import Scheduler
from bot.session import IdentifyBudget
from cogs import extensions
from cogs.kit.bot import Bot, Clock
from cogs.kit.errors import answer_error
from cogs.kit.i18n import CommandTranslator, Languages
from community.concurrency import raise_errors
from community.due_work import DueFailure, DueRunner, Report, duties_of
from community.engagement.quarantine import Quarantine
from community.engagement.recorder import Recorder, RecorderLimits
from community.services import DUE_AFTER
from config.settings import Settings
from storage.database import Database
from storage.engagement.activity_log import SqlActivityLog
from storage.engagement.history import SqlQuarantineStore
from storage.logins import SqlLogins
from storage.schema import prepare

_log = structlog.get_logger(__name__)

GRACE = timedelta(seconds=5)
"""How long work under way may take at the end; hosts kill a process about 10 s after SIGTERM."""


class Hamlet(Bot):
    """The bot. Nothing is opened before ``setup_hook``; ``close`` closes all of it, in reverse order."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self._sync_listeners: dict[str, list[Callable[[Any], None]]] = {}
        super().__init__(
            command_prefix=(),
            help_command=None,
            intents=intents(content=settings.message_content),
            member_cache_flags=member_cache(),
            chunk_guilds_at_startup=False,
            max_messages=None,
            allowed_mentions=discord.AllowedMentions.none(),
            shard_count=settings.shard_count,
        )
        self.settings = settings
        self.clock = clock
        self.modals = []
        self.tree.error(answer_error)
        self._open = AsyncExitStack()
        self._closing = asyncio.Lock()
        self._scheduler: Scheduler | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._background_tasks: set[asyncio.Task[None]] = set()
        self._watch = StoreWatch()

    async def setup_hook(self) -> None:
        """Opens the database, builds the services, loads every cog, tells Discord the commands."""
        self.database = database = Database(self.settings.database_url)
        self._open.push_async_callback(database.close)
        await prepare(database)
        self._logins = IdentifyBudget(SqlLogins(database), self.settings.login_span, self.clock)
        log = SqlActivityLog(database)
        self.recorder = Recorder(
            log,
            RecorderLimits(self.settings.batch_size, self.settings.batch_age, self.settings.queue_size),
            call_later=self._call_later,
            start_flush=lambda: self._background(self._store),
        )
        self._open.push_async_callback(self._store)
        self.languages = Languages.installed()
        self.quarantine = Quarantine(SqlQuarantineStore(database))
        self._open.push_async_callback(self.quarantine.flush)
        dispatch_unseen_members(self._connection)
        guard_parsers(
            self._connection.parsers, self.quarantine, self.clock, lambda: self._background(self.quarantine.flush)
        )
        self.services = compose(self, database, log, self.recorder, self.quarantine)
        await self.services.engagement.history.load_withheld()
        self._open.push_async_callback(self._save_marks_on_close)
        for extension in extensions():
            await self.load_extension(extension)
        if self.languages.locales:
            await self.tree.set_translator(CommandTranslator(self.languages))
        await self.tree.sync()
        self._due_work = DueRunner(duties_of(self.services), after=DUE_AFTER)
        self._scheduler = Scheduler(self.settings.bell_seconds, self._begin_due)
        self._scheduler.start()

    async def connect(self, *, reconnect: bool = True) -> None:
        """Connects as soon as the budget of logins allows it."""
        await self._logins.wait(0)
        await super().connect(reconnect=reconnect)

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Keeps logins apart, those of different shards by what Discord asks."""
        await super().before_identify_hook(shard_id, initial=initial)
        await self._logins.spend(shard_id or 0)

    async def run_due(self, now: datetime | None = None) -> None:
        """Does whatever is due by the bot's clock, or at ``now``, and is not being done yet.

        Raises
        ------
        ExceptionGroup
            If some of it failed in an unforeseen way, after all the rest; it is tried again the next time.
        """
        failures: list[DueFailure] = []
        await self._run_due(failures.append, now)
        raise_errors("not everything that is due could be done", [one.error for one in failures])

    async def ring(self) -> None:
        """The same as :meth:`run_due`, under its old name."""
        await self.run_due()

    async def _run_due(self, report: Report, now: datetime | None = None) -> None:
        await self.recorder.flush()
        await self._save_history_marks()
        await self._due_work.run(now or self.clock(), report)

    async def close(self) -> None:
        """Ends what is under way, leaves Discord, stores what waits; calling it twice is calling it once."""
        async with self._closing:
            if self._scheduler is not None:
                self._scheduler.stop()
                self._scheduler = None
            for errand in self._background_tasks:
                errand.cancel()
            under_way = self._tasks - {asyncio.current_task()}
            if under_way:
                await asyncio.wait(under_way, timeout=GRACE.total_seconds())
            await super().close()
            await self._open.aclose()

    @property
    def healthy(self) -> bool:
        """Whether what happens is being stored; while it is not, it waits in memory, in bounded number."""
        return self.recorder.is_healthy

    async def on_ready(self) -> None:
        """Settles what an earlier process left undone."""
        self._begin_due()

    def add_sync_listener(self, event: str, take: Callable[[Any], None]) -> None:
        """Has an event taken at once, by what never waits: a task for each costs more than the taking."""
        self._sync_listeners.setdefault(event, []).append(take)

    def dispatch(self, event: str, /, *args: Any, **options: Any) -> None:
        """Tells everybody who wants to know: first who takes it at once, then who listens."""
        if event == "socket_event_type":
            return
        for take in self._sync_listeners.get(event, ()):
            try:
                take(*args)
            except Exception:
                _log.exception("an event was not taken", event_name=event)
        if event != "message" or "on_message" in self.extra_events:
            super().dispatch(event, *args, **options)

    async def on_message(self, message: discord.Message, /) -> None:
        """No text commands: cogs take messages for themselves."""

    def run_in_background(self, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Does work that may take long in the background; closing the bot ends it wherever it is."""
        errand = self._background(work)
        self._background_tasks.add(errand)
        errand.add_done_callback(self._background_tasks.discard)

    def _begin_due(self) -> None:
        """Begins a round of due work; what fails is logged at once, however long the rest takes."""
        self._background(partial(self._run_due, _log_failure))

    async def _save_history_marks(self) -> None:
        for guild_id in await self.services.engagement.history.save_marks(self.clock()):
            self.dispatch("missed", guild_id)

    async def _save_marks_on_close(self) -> None:
        try:
            await self._save_history_marks()
        except Exception:
            _log.warning("how far everything is stored could not be kept; more is read back at the next start")

    async def _store(self) -> None:
        await self._watch.flush(self.recorder)

    def _call_later(self, age: timedelta, flush: Callable[[], None]) -> asyncio.TimerHandle:
        return self.loop.call_later(age.total_seconds(), flush)

    def _background(self, work: Callable[[], Coroutine[Any, Any, None]]) -> asyncio.Task[None]:
        async def guarded() -> None:
            try:
                await work()
            except Exception:
                _log.exception("background work failed")

        return self._track(self.loop.create_task(guarded()))

    def _schedule_event(self, *event: Any, **options: Any) -> asyncio.Task[None]:
        """Listeners are under way as well: closing waits for them, so that none uses the database after its end."""
        return self._track(super()._schedule_event(*event, **options))

    def _track(self, task: asyncio.Task[None]) -> asyncio.Task[None]:
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task


def _log_failure(failure: DueFailure) -> None:
    _log.error("due work failed", duty=failure.duty, guild_id=failure.guild_id, exc_info=failure.error)


def create_bot(settings: Settings, *, clock: Callable[[], datetime] = discord.utils.utcnow) -> Hamlet:
    """The bot, not yet running: ``start`` or ``run`` connects it."""
    return Hamlet(settings, clock)
