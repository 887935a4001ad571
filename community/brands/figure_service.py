"""What a brand's digest tells: figures that were worked out once, and open questions where it is welcome."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

from community.brands.brand import Brand
from community.brands.consent_service import ConsentService
from community.brands.figures import Figures, PeriodMark, compute_figures, period_before
from community.brands.mention_service import share_of_voice
from community.brands.ports import MentionStore, OpenAsks, RecommendationFacts, ReleaseStore
from community.brands.service import BrandService
from community.brands.settings import BrandSettings
from community.calendar import Window, local_date
from community.digests.brand_view import BrandQuestion, BrandView
from community.due_work import DueJob
from community.engagement.optouts import OptOuts
from community.ids import BrandId, GuildId
from community.settings.general import GeneralSettings
from community.settings.service import SettingsService

OPEN_ASK_SPAN = timedelta(days=14)
"""Questions that have waited longer are past help from a digest."""


class FigureService:
    """The port :class:`community.digests.sources.BrandSource`.

    The figures of a period are worked out by due work once it is over, and kept: every later digest that tells
    of it, whatever its rhythm and whatever was changed or erased meanwhile, tells the same, so that no two can be
    subtracted. A brand's first period is the first that began after it was made known.
    """

    def __init__(
        self,
        store: ReleaseStore,
        facts: RecommendationFacts,
        mentions: MentionStore,
        brands: BrandService,
        consents: ConsentService,
        *,
        asks: OpenAsks,
        settings: SettingsService,
        optouts: OptOuts,
    ) -> None:
        self._store = store
        self._facts = facts
        self._mentions = mentions
        self._brands = brands
        self._consents = consents
        self._asks = asks
        self._settings = settings
        self._optouts = optouts

    async def name(self, guild_id: GuildId, brand: int) -> str:
        """What a brand is called."""
        return (await self._brands.find(guild_id, BrandId(brand))).name

    async def named(self, guild_id: GuildId, typed: str) -> Sequence[tuple[int, str]]:
        """The brands whose names contain what was typed, each with its number."""
        wanted = typed.casefold()
        return [
            (one.brand_id, one.name)
            for one in await self._brands.brands(guild_id)
            if wanted in one.name.casefold() or typed == str(one.brand_id)
        ]

    async def view(self, guild_id: GuildId, brand: int, window: Window) -> BrandView:
        """What a brand may know when a window is over; its figures are of the latest period that is over by then."""
        known = await self._brands.find(guild_id, BrandId(brand))
        period = period_before(window.end, window.tz)
        welcome = {
            one.channel_id
            for one in await self._consents.active_consents(guild_id, window.end_at)
            if one.brand_id == known.brand_id
        }
        questions = tuple(
            BrandQuestion(ask.channel_id, ask.thread_id, ask.asked_at)
            for ask in await self._asks.open_asks(guild_id, window.end_at - OPEN_ASK_SPAN)
            if ask.channel_id in welcome and ask.asked_at < window.end_at
        )
        return BrandView(period, await self._store.released_figures(known, period.first), questions)

    async def due_jobs(self, now: datetime) -> Sequence[DueJob]:
        """Working out the figures of the periods that are over."""
        marks = await self._store.period_marks()
        return [DueJob(mark.brand.guild_id, partial(self._work_out, mark, now)) for mark in marks]

    async def _work_out(self, mark: PeriodMark, now: datetime) -> None:
        tz = (await self._settings.read(mark.brand.guild_id, GeneralSettings)).tz
        period = period_before(local_date(now, tz), tz)
        if _is_due(mark, period):
            told = await self._compute(mark.brand, period)
            await self._store.release_figures(mark.brand, period.first, told, now)

    async def _compute(self, brand: Brand, period: Window) -> Figures:
        guild_id, since, until = brand.guild_id, period.start_at, period.end_at
        welcome = {
            one.channel_id
            for one in await self._consents.consents(guild_id)
            if one.brand_id == brand.brand_id and one.is_active(until)
        }
        all_reps = await self._brands.reps(guild_id)
        reps = {one.member_id for one in all_reps if one.brand_id == brand.brand_id}
        words = await self._facts.outcomes(guild_id, since, until)
        askings = await self._facts.asks(guild_id, welcome, since, until)
        mentions = await self._mentions.mentions(guild_id, since, until)
        heard = {one.member_id for counted in (words, askings, mentions) for one in counted}
        gone = {one for one in heard if self._optouts.opted_out_at(guild_id, one)}
        fewest = (await self._settings.read(guild_id, BrandSettings)).fewest_people
        partial = gone | {one.member_id for one in all_reps}
        return {
            **compute_figures(brand, words, askings, excluded=reps | gone, fewest=fewest),
            "voice": share_of_voice(brand, mentions, period.tz, excluded=partial, fewest=fewest),
        }


def _is_due(mark: PeriodMark, period: Window) -> bool:
    return mark.known_since <= period.start_at and (mark.latest is None or mark.latest < period.first)
