"""Figures of brands' digests, and the open questions in topics that consented."""

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
"""How long an unanswered question is listed."""


class FigureService:
    """Implements :class:`community.digests.sources.BrandSource`.

    :meth:`due_jobs` computes the figures of a period once it is over, and stores them. Every later digest of that
    period publishes the same figures, whatever its rhythm and whatever was changed or erased meanwhile, so that no
    two can be subtracted. A brand's first period is the first that began after the brand was added.
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
        """Returns a brand's name.

        Raises
        ------
        NotFound
            If the guild has no such brand.
        """
        return (await self._brands.find(guild_id, BrandId(brand))).name

    async def search(self, guild_id: GuildId, typed: str) -> Sequence[tuple[int, str]]:
        """Returns the ids and names of the brands whose name contains what was typed."""
        wanted = typed.casefold()
        return [
            (one.brand_id, one.name)
            for one in await self._brands.brands(guild_id)
            if wanted in one.name.casefold() or typed == str(one.brand_id)
        ]

    async def view(self, guild_id: GuildId, brand: int, window: Window) -> BrandView:
        """Returns what a brand may see at the end of a window, with the figures of the latest complete period.

        Raises
        ------
        NotFound
            If the guild has no such brand.
        """
        found = await self._brands.find(guild_id, BrandId(brand))
        period = period_before(window.end, window.tz)
        consented = {
            one.channel_id
            for one in await self._consents.active_consents(guild_id, window.end_at)
            if one.brand_id == found.brand_id
        }
        questions = tuple(
            BrandQuestion(ask.channel_id, ask.thread_id, ask.asked_at)
            for ask in await self._asks.open_asks(guild_id, window.end_at - OPEN_ASK_SPAN)
            if ask.channel_id in consented and ask.asked_at < window.end_at
        )
        return BrandView(period, await self._store.released_figures(found, period.first), questions)

    async def due_jobs(self, now: datetime) -> Sequence[DueJob]:
        """Returns the jobs that compute and store the figures of complete periods."""
        marks = await self._store.period_marks()
        return [DueJob(mark.brand.guild_id, partial(self._release_if_due, mark, now)) for mark in marks]

    async def _release_if_due(self, mark: PeriodMark, now: datetime) -> None:
        tz = (await self._settings.read(mark.brand.guild_id, GeneralSettings)).tz
        period = period_before(local_date(now, tz), tz)
        if _is_due(mark, period):
            figures = await self._compute(mark.brand, period)
            await self._store.release_figures(mark.brand, period.first, figures, now)

    async def _compute(self, brand: Brand, period: Window) -> Figures:
        guild_id, since, until = brand.guild_id, period.start_at, period.end_at
        consented = {
            one.channel_id
            for one in await self._consents.consents(guild_id)
            if one.brand_id == brand.brand_id and one.is_active(until)
        }
        all_reps = await self._brands.reps(guild_id)
        reps = {one.member_id for one in all_reps if one.brand_id == brand.brand_id}
        outcomes = await self._facts.outcomes(guild_id, since, until)
        asks = await self._facts.asks(guild_id, consented, since, until)
        mentions = await self._mentions.mentions(guild_id, since, until)
        counted_members = {one.member_id for facts in (outcomes, asks, mentions) for one in facts}
        opted_out = {one for one in counted_members if self._optouts.opted_out_at(guild_id, one)}
        fewest = (await self._settings.read(guild_id, BrandSettings)).fewest_people
        not_counted = opted_out | {one.member_id for one in all_reps}
        return {
            **compute_figures(brand, outcomes, asks, excluded=reps | opted_out, fewest=fewest),
            "voice": share_of_voice(brand, mentions, period.tz, excluded=not_counted, fewest=fewest),
        }


def _is_due(mark: PeriodMark, period: Window) -> bool:
    return mark.known_since <= period.start_at and (mark.latest is None or mark.latest < period.first)
