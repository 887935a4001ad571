"""Share of voice: mentions of brands are counted as messages arrive; no text is stored."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from community.brands.brand import Brand
from community.brands.cell_suppression import STEP
from community.brands.figures import PERIOD_DAYS, BrandMention
from community.brands.ports import MentionStore
from community.brands.roster import Roster
from community.brands.settings import BrandSettings
from community.calendar import local_date
from community.concurrency import KeyedLocks
from community.digests.brand_view import MENTIONS_A_DAY
from community.due_work import DueJob
from community.engagement.events import Activity
from community.engagement.optouts import OptOuts
from community.ids import BrandId, GuildId, MemberId
from community.notices.service import Notices
from community.settings.service import SettingsService

RETENTION = timedelta(days=2 * PERIOD_DAYS)
"""How long mentions are stored: a period is computed once it is over, and nothing reads it after a second one."""
NO_CONTENT_NOTICE = "brands.voice.deaf"
"""Key of the notice that mentions are to be counted but the text of messages is not received."""


def share_of_voice(
    brand: Brand, mentions: Iterable[BrandMention], tz: ZoneInfo, *, excluded: Collection[MemberId], fewest: int
) -> int | None:
    """Returns a brand's rounded share of the mentions, among the brands that ``fewest`` members named.

    A brand that fewer members named changes no share, so that the shares of all other brands don't give it away. None
    if the brand is not among them, or is alone.

    Units
    -----
    Percent.
    """
    counts: dict[BrandId, Counter[MemberId]] = defaultdict(Counter)
    days = Counter((one.brand_id, one.member_id, local_date(one.at, tz)) for one in mentions)
    for (brand_id, member_id, _), n in days.items():
        if member_id not in excluded:
            counts[brand_id][member_id] += min(n, MENTIONS_A_DAY)
    totals = {brand_id: people.total() for brand_id, people in counts.items() if len(people) >= fewest}
    if brand.brand_id not in totals or len(totals) == 1:
        return None
    return round(100 * totals[brand.brand_id] / sum(totals.values()) / STEP) * STEP


class MentionService:
    """Stores which messages named a brand, in guilds that turned it on; turning it off deletes all of them.

    ``reads_messages`` is whether the process receives the text of messages.
    """

    def __init__(
        self,
        store: MentionStore,
        roster: Roster,
        *,
        settings: SettingsService,
        optouts: OptOuts,
        notices: Notices,
        reads_messages: bool,
    ) -> None:
        self._store = store
        self._roster = roster
        self._settings = settings
        self._optouts = optouts
        self._notices = notices
        self._reads_messages = reads_messages
        self._locks = KeyedLocks()

    def find_brands(self, message: Activity, text: str) -> Sequence[Brand]:
        """Returns the brands that a message names and its author does not speak for; none if the author opted out."""
        brands = self._roster.brands(message.guild_id)
        if not text or not brands or self._optouts.opted_out_at(message.guild_id, message.member_id) is not None:
            return []
        own = self._roster.represented(message.guild_id, message.member_id)
        return [brand for brand in brands if brand not in own and brand.is_named_in(text)]

    async def record(self, message: Activity, brands: Sequence[Brand]) -> None:
        """Stores which brands a message names in place of earlier ones, if the guild counts mentions."""
        mentions = [BrandMention(brand.brand_id, message.member_id, message.at) for brand in brands]
        async with self._locks.lock(message.guild_id):
            if await self._is_enabled(message.guild_id):
                await self._store.record(message.guild_id, message.source_id, mentions)

    async def withdraw(self, guild_id: GuildId, message_ids: Collection[int]) -> None:
        """Deletes the mentions of deleted messages."""
        async with self._locks.lock(guild_id):
            if await self.is_counting(guild_id):
                await self._store.withdraw(guild_id, message_ids)

    async def is_counting(self, guild_id: GuildId) -> bool:
        """Returns whether mentions of brands are counted in the guild."""
        return self._reads_messages and bool(self._roster.brands(guild_id)) and await self._is_enabled(guild_id)

    async def due_jobs(self, now: datetime) -> Sequence[DueJob]:
        """Returns the jobs that delete old mentions, and notify moderators where mentions can't be counted."""
        oldest = await self._store.oldest()
        return [
            *(DueJob(guild_id, partial(self._forget, guild_id, at, now)) for guild_id, at in oldest.items()),
            *(DueJob(guild_id, partial(self._notify_if_no_content, guild_id, now)) for guild_id in self._roster.guilds),
        ]

    async def _forget(self, guild_id: GuildId, oldest: datetime, now: datetime) -> None:
        if not await self._is_enabled(guild_id):
            await self._store.forget(guild_id)
        elif oldest < now - RETENTION:
            await self._store.forget(guild_id, before=now - RETENTION)

    async def _notify_if_no_content(self, guild_id: GuildId, now: datetime) -> None:
        if not self._reads_messages and await self._is_enabled(guild_id):
            await self._notices.notify(
                guild_id,
                NO_CONTENT_NOTICE,
                now,
                "Mentions of brands are to be counted here, but I don't get to read messages. Ask whoever runs "
                "Hamlet to turn on MESSAGE_CONTENT, or turn the counting off in /settings.",
            )
        else:
            await self._notices.settle(guild_id, NO_CONTENT_NOTICE)

    async def _is_enabled(self, guild_id: GuildId) -> bool:
        return (await self._settings.read(guild_id, BrandSettings)).share_of_voice
