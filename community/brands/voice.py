"""Share of voice: who named which brand, counted as messages arrive; no word of them is kept."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from community.brands.brand import Brand
from community.brands.cells import STEP
from community.brands.figures import PERIOD_DAYS, Mention
from community.brands.ports import MentionStore
from community.brands.roster import Roster
from community.brands.settings import BrandSettings
from community.calendar import local_date
from community.digests.brand_view import MENTIONS_A_DAY
from community.engagement.events import Activity
from community.ids import BrandId, GuildId, MemberId
from community.privacy.optouts import OptOuts
from community.settings.service import SettingsService

KEPT_FOR = timedelta(days=2 * PERIOD_DAYS)
"""A period is counted once it is over; after a second one nothing reads its mentions any more."""


def share(
    brand: Brand, mentions: Iterable[Mention], tz: ZoneInfo, *, left_out: Collection[MemberId], fewest: int
) -> int | None:
    """A brand's share in percent, rounded, among the brands that ``fewest`` people named; none where it is alone.

    What fewer people named moves no figure, so that nobody who holds the figures of all other brands gets to it.
    """
    counts: dict[BrandId, Counter[MemberId]] = defaultdict(Counter)
    days = Counter((one.brand_id, one.member_id, local_date(one.at, tz)) for one in mentions)
    for (brand_id, member_id, _), n in days.items():
        if member_id not in left_out:
            counts[brand_id][member_id] += min(n, MENTIONS_A_DAY)
    heard = {brand_id: people.total() for brand_id, people in counts.items() if len(people) >= fewest}
    if brand.brand_id not in heard or len(heard) == 1:
        return None
    return round(100 * heard[brand.brand_id] / sum(heard.values()) / STEP) * STEP


class VoiceService:
    """Notes that a message named a brand, where moderators turned that on; turning it off forgets all of it."""

    def __init__(self, store: MentionStore, roster: Roster, settings: SettingsService, optouts: OptOuts) -> None:
        self._store = store
        self._roster = roster
        self._settings = settings
        self._optouts = optouts

    def named(self, said: Activity, text: str) -> Sequence[Brand]:
        """The brands that a message names and its author does not speak for; none of somebody who opted out."""
        brands = self._roster.brands(said.guild_id)
        if not text or not brands or self._optouts.since(said.guild_id, said.member_id) is not None:
            return []
        own = self._roster.represented(said.guild_id, said.member_id)
        return [brand for brand in brands if brand not in own and brand.is_named_in(text)]

    async def note(self, said: Activity, brands: Sequence[Brand]) -> None:
        """Keeps that a message named some brands, where the guild counts them."""
        if (await self._settings.read(said.guild_id, BrandSettings)).share_of_voice:
            mentions = [Mention(brand.brand_id, said.member_id, said.at) for brand in brands]
            await self._store.keep(said.guild_id, said.source_id, mentions)

    async def withdraw(self, guild_id: GuildId, message_ids: Collection[int]) -> None:
        """Takes deleted messages out of the count."""
        if self._roster.brands(guild_id):
            await self._store.withdraw(guild_id, message_ids)

    async def ring(self, now: datetime) -> None:
        """Forgets what is counted already, and everything where it was turned off."""
        for guild_id, oldest in (await self._store.oldest()).items():
            if not (await self._settings.read(guild_id, BrandSettings)).share_of_voice:
                await self._store.forget(guild_id)
            elif oldest < now - KEPT_FOR:
                await self._store.forget(guild_id, before=now - KEPT_FOR)
