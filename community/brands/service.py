"""The registry: which brands are here, and who speaks for them by their own yes."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from community.brands.brand import SPEAKING, Brand, NewBrand, Rep, RepState, parse_brand_keywords, parse_brand_name
from community.brands.ports import BrandStore, RepLabels
from community.brands.roster import Roster
from community.concurrency import KeyedLocks
from community.due_work import DueJob
from community.engagement.optouts import OptOuts
from community.errors import Invalid, NotAllowed, NotFound, Refusal
from community.ids import BrandId, GuildId, MemberId
from community.notices.service import Notices

N_BRANDS = 50
"""Brands of one guild (our choice: a village has no room for more)."""
LABELS_NOTICE = "brands.labels"
"""What moderators are told under, where labels can't be given or taken."""


class BrandService:
    """What moderators and representatives do with brands.

    Whoever says yes is kept as agreed before they are labelled, and whose time is over is kept so before their
    labels go: what Discord did not do by then, due work has it do.
    """

    def __init__(
        self, store: BrandStore, labels: RepLabels, roster: Roster, optouts: OptOuts, notices: Notices
    ) -> None:
        self._store = store
        self._labels = labels
        self._roster = roster
        self._optouts = optouts
        self._notices = notices
        self._locks = KeyedLocks()

    async def load_roster(self) -> None:
        """Learns which brands there are and who speaks for them."""
        self._roster.load(await self._store.brands(), await self._store.reps())

    async def add(self, guild_id: GuildId, name: str, keywords: str, by: MemberId, now: datetime) -> Brand:
        """Makes a brand known to a guild."""
        named = parse_brand_name(name)
        words = parse_brand_keywords(named, keywords)
        if len(self._roster.brands(guild_id)) >= N_BRANDS:
            raise Invalid(
                "This server has {limit} brands already. Remove one first, with /brand remove.", limit=N_BRANDS
            )
        brand = await self._store.add(NewBrand(guild_id, named, words, by), now)
        if brand is None:
            raise Invalid("There is a brand of that name here already. See it with /brand list.")
        await self.load_roster()
        return brand

    async def brands(self, guild_id: GuildId) -> Sequence[Brand]:
        """The guild's brands, oldest first."""
        return self._roster.brands(guild_id)

    async def find(self, guild_id: GuildId, brand_id: BrandId) -> Brand:
        """One brand of this guild."""
        for brand in self._roster.brands(guild_id):
            if brand.brand_id == brand_id:
                return brand
        raise NotFound("There is no such brand here. See which are here with /brand list.")

    async def remove(self, guild_id: GuildId, brand_id: BrandId) -> Brand:
        """A brand and all that it has goes, its representatives' labels with it. Raises as :meth:`revoke`."""
        brand = await self.find(guild_id, brand_id)
        await self._store.retire(brand)
        await self._apply_labels(guild_id)
        return brand

    async def reps(self, guild_id: GuildId) -> Sequence[Rep]:
        """Who speaks for a brand of this guild, or was asked to."""
        here = {brand.brand_id for brand in self._roster.brands(guild_id)}
        return [rep for rep in await self._store.reps() if rep.brand_id in here and rep.state is not RepState.ENDED]

    async def represented(self, guild_id: GuildId, member_id: MemberId) -> Sequence[Brand]:
        """The brands that a member speaks for; they can't recommend those as somebody without a stake."""
        return self.spoken_for(guild_id, member_id)

    def spoken_for(self, guild_id: GuildId, member_id: MemberId) -> Sequence[Brand]:
        """The same without waiting: every message asks."""
        return self._roster.represented(guild_id, member_id)

    async def require_rep(self, guild_id: GuildId, member_id: MemberId, brand_id: BrandId) -> Brand:
        """The brand, where the member speaks for it.

        Raises
        ------
        NotAllowed
            When they don't.
        """
        brand = await self.find(guild_id, brand_id)
        if brand not in self._roster.represented(guild_id, member_id):
            raise NotAllowed(
                "This one is for those who speak for {brand}. A moderator can ask you to.", brand=brand.name
            )
        return brand

    async def ask_rep(
        self, guild_id: GuildId, brand_id: BrandId, member_id: MemberId, by: MemberId, now: datetime
    ) -> Rep:
        """Asks a member to speak for a brand; they speak for it once they say yes themselves."""
        brand = await self.find(guild_id, brand_id)
        await self._labels.require(guild_id, member_id)
        rep = await self._store.ask_rep(brand, member_id, by, now)
        if rep.speaks:
            raise Invalid("They speak for {brand} already.", brand=brand.name)
        return rep

    async def accept(self, guild_id: GuildId, brand_id: BrandId, member_id: MemberId, now: datetime) -> Brand:
        """A member who was asked says yes, and is labelled."""
        brand, rep = await self._require_rep(guild_id, brand_id, member_id, RepState.ASKED, RepState.AGREED)
        if self._optouts.opted_out_at(guild_id, member_id) is not None:
            raise NotAllowed(
                "You opted out, so nothing you post is recorded, and a brand's posts have to be. "
                "Opt in with /privacy optin, then press again."
            )
        await self._labels.require(guild_id, member_id)
        await self._store.update_rep(rep, RepState.AGREED, over={RepState.ASKED}, since=now)
        await self._apply_labels(guild_id, member_id)
        return brand

    async def decline(self, guild_id: GuildId, brand_id: BrandId, member_id: MemberId) -> Brand:
        """A member who was asked says no; they can be asked again."""
        brand, rep = await self._require_rep(guild_id, brand_id, member_id, RepState.ASKED)
        await self._store.delete_rep(rep)
        return brand

    async def revoke_rep(self, guild_id: GuildId, brand_id: BrandId, member_id: MemberId) -> Brand:
        """From now on a member does not speak for a brand, or is not asked any more.

        Raises
        ------
        OutOfReach
            When Discord would not take their labels away; they don't speak for it any more all the same.
        """
        brand = await self.find(guild_id, brand_id)
        rep = await self._find_rep(guild_id, brand_id, member_id)
        if rep is None or rep.state is RepState.ENDED:
            raise NotFound("They don't speak for {brand}. See who does with /brand list.", brand=brand.name)
        await self._store.update_rep(rep, RepState.ENDED, over=SPEAKING | {RepState.ASKED})
        await self._apply_labels(guild_id, member_id)
        return brand

    async def update_labels(self, guild_id: GuildId, member_id: MemberId) -> None:
        """Makes a member's labels say again for which brands they speak. Raises as :meth:`revoke`."""
        async with self._locks.lock(guild_id, member_id):
            await self._labels.show(guild_id, member_id, self._roster.represented(guild_id, member_id))

    async def due_jobs(self, now: datetime) -> Sequence[DueJob]:
        """Giving and taking labels that Discord did not give or take so far; moderators are told once why not."""
        guilds = dict.fromkeys([rep.guild_id for rep in await self._reps_to_label()])
        return [
            *(DueJob(guild_id, partial(self._settle_or_tell, guild_id, now)) for guild_id in guilds),
            DueJob(None, self._erase_retired),
        ]

    async def _settle_or_tell(self, guild_id: GuildId, now: datetime) -> None:
        try:
            await self._apply_labels(guild_id)
        except Refusal as refusal:
            await self._notices.tell(guild_id, LABELS_NOTICE, now, refusal.sentence, **refusal.facts)
        else:
            await self._notices.settled(guild_id, LABELS_NOTICE)

    async def _require_rep(
        self, guild_id: GuildId, brand_id: BrandId, member_id: MemberId, *states: RepState
    ) -> tuple[Brand, Rep]:
        brand = await self.find(guild_id, brand_id)
        rep = await self._find_rep(guild_id, brand_id, member_id)
        if rep is None or rep.state not in states:
            raise NotFound("This question is settled. See who speaks for {brand} with /brand list.", brand=brand.name)
        return brand, rep

    async def _find_rep(self, guild_id: GuildId, brand_id: BrandId, member_id: MemberId) -> Rep | None:
        for rep in await self._store.reps():
            if (rep.guild_id, rep.brand_id, rep.member_id) == (guild_id, brand_id, member_id):
                return rep
        return None

    async def _reps_to_label(self) -> Sequence[Rep]:
        return [rep for rep in await self._store.reps() if rep.state in {RepState.AGREED, RepState.ENDED}]

    async def _apply_labels(self, guild_id: GuildId, member_id: MemberId | None = None) -> None:
        """Brings labels in line with who speaks for what, of one member or of all; raises the last that failed."""
        await self.load_roster()
        refused: Refusal | None = None
        for rep in await self._reps_to_label():
            if rep.guild_id != guild_id or member_id not in {None, rep.member_id}:
                continue
            try:
                await self.update_labels(guild_id, rep.member_id)
            except Refusal as refusal:
                refused = refusal
                continue
            if rep.state is RepState.ENDED:
                await self._store.delete_rep(rep)
            else:
                await self._store.update_rep(rep, RepState.LABELLED, over={RepState.AGREED})
        await self._erase_retired()
        if refused is not None:
            raise refused

    async def _erase_retired(self) -> None:
        for brand in await self._store.retired():
            await self._store.erase(brand)
