"""The composition root: one bot, everything it opens, and everything it closes."""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import AsyncExitStack
from datetime import datetime, timedelta

import discord
import structlog

from bot.access import intents, member_cache
from bot.bell import Bell
from bot.composition import compose
from cogs import extensions
from cogs.ui.errors import answer_error
from cogs.ui.host import Clock, Host
from cogs.ui.language import CommandTranslator, Languages
from community.engagement.recorder import Limits, Recorder
from config.settings import Settings
from storage.activity import SqlActivityLog
from storage.database import Database
from storage.schema import migrate, require

_log = structlog.get_logger(__name__)

GRACE = timedelta(seconds=5)
"""How long work under way may take at the end; hosts kill a process about 10 s after SIGTERM."""


class Hamlet(Host):
    """The bot. Nothing is opened before ``setup_hook``; ``close`` closes all of it, in reverse order."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        super().__init__(
            command_prefix=(),
            help_command=None,
            intents=intents(),
            member_cache_flags=member_cache(),
            chunk_guilds_at_startup=False,
            max_messages=None,
            allowed_mentions=discord.AllowedMentions.none(),
            shard_count=settings.shard_count,
        )
        self.settings = settings
        self.clock = clock
        self.forms = []
        self.tree.error(answer_error)
        self._open = AsyncExitStack()
        self._closing = asyncio.Lock()
        self._bell: Bell | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    async def setup_hook(self) -> None:
        """Opens the database, builds the services, loads every cog, tells Discord the commands."""
        self.database = database = Database(self.settings.database_url)
        self._open.push_async_callback(database.close)
        await (migrate(database) if database.is_sqlite else require(database))
        log = SqlActivityLog(database)
        self.recorder = Recorder(
            log,
            Limits(self.settings.batch_size, self.settings.batch_age, self.settings.queue_size),
            after=self._after,
            spawn=lambda: self._background(self.recorder.flush),
        )
        self._open.push_async_callback(self.recorder.flush)
        self.languages = Languages.installed()
        self.services = compose(self, database, log, self.recorder)
        for extension in extensions():
            await self.load_extension(extension)
        await self.tree.set_translator(CommandTranslator(self.languages))
        await self.tree.sync()
        self._bell = Bell(self.settings.bell_seconds, lambda: self._background(self.ring))
        self._bell.start()

    async def ring(self) -> None:
        """Does whatever is due by the bot's clock: the scheduler calls it, and so may anybody."""
        await self.recorder.flush()
        await self.services.digests.ring(self.clock())

    async def close(self) -> None:
        """Ends what is under way, leaves Discord, stores what waits; calling it twice is calling it once."""
        async with self._closing:
            if self._bell is not None:
                self._bell.stop()
                self._bell = None
            if self._tasks:
                await asyncio.wait(self._tasks, timeout=GRACE.total_seconds())
            await super().close()
            await self._open.aclose()

    async def on_ready(self) -> None:
        """Settles what an earlier process left undone."""
        self._background(self.ring)

    async def on_message(self, message: discord.Message, /) -> None:
        """No text commands: cogs listen to messages for themselves."""

    def _after(self, age: timedelta, ring: Callable[[], None]) -> asyncio.TimerHandle:
        return self.loop.call_later(age.total_seconds(), ring)

    def _background(self, work: Callable[[], Coroutine[None, None, None]]) -> None:
        async def guarded() -> None:
            try:
                await work()
            except Exception:
                _log.exception("background work failed")

        task = self.loop.create_task(guarded())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def create_bot(settings: Settings, *, clock: Callable[[], datetime] = discord.utils.utcnow) -> Hamlet:
    """The bot, not yet running: ``start`` or ``run`` connects it."""
    return Hamlet(settings, clock)
