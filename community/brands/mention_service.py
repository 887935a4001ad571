"""Share of voice: who named which brand, counted as messages arrive; no word of them is kept."""

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
"""A period is counted once it is over; after a second one nothing reads its mentions any more."""
NO_CONTENT_NOTICE = "brands.voice.deaf"
"""The notice that mentions are to be counted where no text is heard."""


def share_of_voice(
    brand: Brand, mentions: Iterable[BrandMention], tz: ZoneInfo, *, excluded: Collection[MemberId], fewest: int
) -> int | None:
    """A brand's share in percent, rounded, among the brands that ``fewest`` people named; none where it is alone.

    What fewer people named moves no figure, so that nobody who holds the figures of all other brands gets to it.
    """
    counts: dict[BrandId, Counter[MemberId]] = defaultdict(Counter)
    days = Counter((one.brand_id, one.member_id, local_date(one.at, tz)) for one in mentions)
    for (brand_id, member_id, _), n in days.items():
        if member_id not in excluded:
            counts[brand_id][member_id] += min(n, MENTIONS_A_DAY)
    heard = {brand_id: people.total() for brand_id, people in counts.items() if len(people) >= fewest}
    if brand.brand_id not in heard or len(heard) == 1:
        return None
    return round(100 * heard[brand.brand_id] / sum(heard.values()) / STEP) * STEP


class MentionService:
    """Notes that a message named a brand, where moderators turned that on; turning it off forgets all of it.

    ``hears`` says whether the text of messages reaches it at all: whoever runs Hamlet decides that.
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

    def find_brands(self, said: Activity, text: str) -> Sequence[Brand]:
        """The brands that a message names and its author does not speak for; none of somebody who opted out."""
        brands = self._roster.brands(said.guild_id)
        if not text or not brands or self._optouts.opted_out_at(said.guild_id, said.member_id) is not None:
            return []
        own = self._roster.represented(said.guild_id, said.member_id)
        return [brand for brand in brands if brand not in own and brand.is_named_in(text)]

    async def record(self, said: Activity, brands: Sequence[Brand]) -> None:
        """Keeps which brands a message names by now, where the guild counts them."""
        mentions = [BrandMention(brand.brand_id, said.member_id, said.at) for brand in brands]
        async with self._locks.lock(said.guild_id):
            if await self._is_enabled(said.guild_id):
                await self._store.record(said.guild_id, said.source_id, mentions)

    async def withdraw(self, guild_id: GuildId, message_ids: Collection[int]) -> None:
        """Takes deleted messages out of the count."""
        async with self._locks.lock(guild_id):
            if await self.is_counting(guild_id):
                await self._store.withdraw(guild_id, message_ids)

    async def is_counting(self, guild_id: GuildId) -> bool:
        """Whether mentions of brands are counted here."""
        return self._reads_messages and bool(self._roster.brands(guild_id)) and await self._is_enabled(guild_id)

    async def due_jobs(self, now: datetime) -> Sequence[DueJob]:
        """Forgetting what is counted already, and all where it was turned off; telling where nothing can be heard."""
        oldest = await self._store.oldest()
        return [
            *(DueJob(guild_id, partial(self._forget, guild_id, at, now)) for guild_id, at in oldest.items()),
            *(DueJob(guild_id, partial(self._tell_if_deaf, guild_id, now)) for guild_id in self._roster.guilds),
        ]

    async def _forget(self, guild_id: GuildId, oldest: datetime, now: datetime) -> None:
        if not await self._is_enabled(guild_id):
            await self._store.forget(guild_id)
        elif oldest < now - RETENTION:
            await self._store.forget(guild_id, before=now - RETENTION)

    async def _tell_if_deaf(self, guild_id: GuildId, now: datetime) -> None:
        if not self._reads_messages and await self._is_enabled(guild_id):
            await self._notices.tell(
                guild_id,
                NO_CONTENT_NOTICE,
                now,
                "Mentions of brands are to be counted here, but I don't get to read messages. Ask whoever runs "
                "Hamlet to turn on MESSAGE_CONTENT, or turn the counting off in /settings.",
            )
        else:
            await self._notices.settled(guild_id, NO_CONTENT_NOTICE)

    async def _is_enabled(self, guild_id: GuildId) -> bool:
        return (await self._settings.read(guild_id, BrandSettings)).share_of_voice
