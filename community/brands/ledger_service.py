"""The ledger of representatives, for moderators and for the representatives themselves."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple

from community.brands.brand import Brand, Rep
from community.brands.consent_service import ConsentService
from community.brands.ledger import LEDGER_SPAN, LedgerSummary, RepPost, summarize
from community.brands.ports import BrandStore, Flushable, RepActivityLog, TopicMembers
from community.brands.service import BrandService
from community.engagement.optouts import OptOuts
from community.ids import BrandId, GuildId, MemberId


class BrandLedger(NamedTuple):
    """A brand with the ledger of its representatives."""

    brand: Brand
    summaries: Sequence[LedgerSummary]


class LedgerService:
    """Reads the ledger from recorded activity; stores only up to when a representative was told of unwelcome posts."""

    def __init__(
        self,
        activity: RepActivityLog,
        recorder: Flushable,
        brands: BrandService,
        store: BrandStore,
        *,
        consents: ConsentService,
        topics: TopicMembers,
        optouts: OptOuts,
    ) -> None:
        self._activity = activity
        self._recorder = recorder
        self._brands = brands
        self._store = store
        self._consents = consents
        self._topics = topics
        self._optouts = optouts

    async def read(
        self, guild_id: GuildId, brands: Collection[BrandId], now: datetime, *, only: MemberId | None = None
    ) -> Sequence[BrandLedger]:
        """Returns the ledgers of some brands over :data:`LEDGER_SPAN`, of all representatives or of one."""
        await self._recorder.flush()
        reps = [rep for rep in await self._brands.reps(guild_id) if rep.speaks]
        return [
            BrandLedger(
                brand,
                [
                    await self._summarize(rep, reps, now)
                    for rep in reps
                    if rep.brand_id == brand.brand_id and only in {None, rep.member_id}
                ],
            )
            for brand in await self._brands.brands(guild_id)
            if brand.brand_id in brands
        ]

    async def take_unwelcome_posts(self, guild_id: GuildId, member_id: MemberId, now: datetime) -> Sequence[RepPost]:
        """Returns a representative's unwelcome posts that they were not told of, and marks them as told."""
        if not self._brands.spoken_for(guild_id, member_id):
            return []
        await self._recorder.flush()
        reps = [rep for rep in await self._brands.reps(guild_id) if rep.speaks]
        own = [rep for rep in reps if rep.member_id == member_id]
        fresh: dict[int, RepPost] = {}
        for rep in own:
            told_at = rep.told_at
            for post in (await self._summarize(rep, reps, now)).unwelcome:
                if told_at is None or post.at > told_at:
                    fresh[post.message_id] = post
        if fresh and not await self._store.mark_notified(own[0], max(post.at for post in fresh.values())):
            return []
        return sorted(fresh.values(), key=lambda post: post.at)

    async def _summarize(self, rep: Rep, reps: Sequence[Rep], now: datetime) -> LedgerSummary:
        guild_id, member_id = rep.guild_id, rep.member_id
        since = max(now - LEDGER_SPAN, rep.since or now)
        page = summarize(
            rep,
            await self._activity.activity_of(guild_id, member_id, since, now),
            colleagues={one.member_id for one in reps if one.brand_id == rep.brand_id},
            topics={topic.channel_id for topic in await self._topics.topics(guild_id)},
            consents=await self._consents.consents(guild_id),
            brands={brand.brand_id for brand in self._brands.spoken_for(guild_id, member_id)},
        )
        return page if self._optouts.opted_out_at(guild_id, member_id) is None else _unrecorded(page)


def _unrecorded(page: LedgerSummary) -> LedgerSummary:
    return LedgerSummary(page.rep, 0, 0, 0, 0, 0, (), 0, is_recorded=False)
