"""The brands of a guild, and their representatives by their own consent."""

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
"""Brands of one guild (our choice: a small community has no room for more)."""
LABELS_NOTICE = "brands.labels"
"""Key of the notice that labels could not be given or taken."""


class BrandService:
    """Adds and removes brands, asks members to represent them, and ends that.

    A representative's state is stored before their labels change. :meth:`due_jobs` changes the labels that Discord
    did not change so far.
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
        """Loads all brands and representatives into memory."""
        self._roster.load(await self._store.brands(), await self._store.reps())

    async def add(self, guild_id: GuildId, name: str, keywords: str, by: MemberId, now: datetime) -> Brand:
        """Adds a brand to a guild.

        Raises
        ------
        Invalid
            If the name or a keyword can't be used, the name is taken, or the guild has too many brands.
        """
        brand_name = parse_brand_name(name)
        all_keywords = parse_brand_keywords(brand_name, keywords)
        if len(self._roster.brands(guild_id)) >= N_BRANDS:
            raise Invalid(
                "This server has {limit} brands already. Remove one first, with /brand remove.", limit=N_BRANDS
            )
        brand = await self._store.add(NewBrand(guild_id, brand_name, all_keywords, by), now)
        if brand is None:
            raise Invalid("There is a brand of that name here already. See it with /brand list.")
        await self.load_roster()
        return brand

    async def brands(self, guild_id: GuildId) -> Sequence[Brand]:
        """Returns the guild's brands, oldest first."""
        return self._roster.brands(guild_id)

    async def find(self, guild_id: GuildId, brand_id: BrandId) -> Brand:
        """Returns one brand of the guild.

        Raises
        ------
        NotFound
            If there is none.
        """
        for brand in self._roster.brands(guild_id):
            if brand.brand_id == brand_id:
                return brand
        raise NotFound("There is no such brand here. See which are here with /brand list.")

    async def remove(self, guild_id: GuildId, brand_id: BrandId) -> Brand:
        """Removes a brand with all that belongs to it, and its representatives' labels.

        Raises
        ------
        NotFound
            If the guild has no such brand.
        OutOfReach
            If labels could not be taken; the brand is removed all the same.
        """
        brand = await self.find(guild_id, brand_id)
        await self._store.retire(brand)
        await self._apply_labels(guild_id)
        return brand

    async def reps(self, guild_id: GuildId) -> Sequence[Rep]:
        """Returns the members who speak for a brand of the guild or were asked to."""
        here = {brand.brand_id for brand in self._roster.brands(guild_id)}
        return [rep for rep in await self._store.reps() if rep.brand_id in here and rep.state is not RepState.ENDED]

    def spoken_for(self, guild_id: GuildId, member_id: MemberId) -> Sequence[Brand]:
        """Returns the brands that a member speaks for, without awaiting: every message asks."""
        return self._roster.represented(guild_id, member_id)

    async def require_rep(self, guild_id: GuildId, member_id: MemberId, brand_id: BrandId) -> Brand:
        """Returns the brand if the member speaks for it.

        Raises
        ------
        NotFound
            If the guild has no such brand.
        NotAllowed
            If the member does not speak for it.
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
        """Asks a member to speak for a brand; they do once they accept.

        Raises
        ------
        NotFound
            If the guild has no such brand or member.
        Invalid
            If the member speaks for it already or is a bot, or no role for representatives is set.
        OutOfReach
            If the member could not be labelled.
        """
        brand = await self.find(guild_id, brand_id)
        await self._labels.require(guild_id, member_id)
        rep = await self._store.ask_rep(brand, member_id, by, now)
        if rep.speaks:
            raise Invalid("They speak for {brand} already.", brand=brand.name)
        return rep

    async def accept(self, guild_id: GuildId, brand_id: BrandId, member_id: MemberId, now: datetime) -> Brand:
        """Makes a member who was asked a representative, and labels them.

        Raises
        ------
        NotFound
            If the guild has no such brand, or the member was not asked.
        NotAllowed
            If the member opted out.
        OutOfReach
            If the member could not be labelled.
        """
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
        """Deletes the request to a member, who can be asked again.

        Raises
        ------
        NotFound
            If the guild has no such brand, or the member was not asked.
        """
        brand, rep = await self._require_rep(guild_id, brand_id, member_id, RepState.ASKED)
        await self._store.delete_rep(rep)
        return brand

    async def revoke_rep(self, guild_id: GuildId, brand_id: BrandId, member_id: MemberId) -> Brand:
        """Ends that a member speaks for a brand or is asked to.

        Raises
        ------
        NotFound
            If the guild has no such brand, or the member does not speak for it.
        OutOfReach
            If their labels could not be taken; they don't speak for it all the same.
        """
        brand = await self.find(guild_id, brand_id)
        rep = await self._find_rep(guild_id, brand_id, member_id)
        if rep is None or rep.state is RepState.ENDED:
            raise NotFound("They don't speak for {brand}. See who does with /brand list.", brand=brand.name)
        await self._store.update_rep(rep, RepState.ENDED, over=SPEAKING | {RepState.ASKED})
        await self._apply_labels(guild_id, member_id)
        return brand

    async def update_labels(self, guild_id: GuildId, member_id: MemberId) -> None:
        """Makes a member's labels name the brands that they speak for.

        Raises
        ------
        OutOfReach
            If a permission is missing; the sentence says which.
        """
        async with self._locks.lock(guild_id, member_id):
            await self._labels.show(guild_id, member_id, self._roster.represented(guild_id, member_id))

    async def due_jobs(self, now: datetime) -> Sequence[DueJob]:
        """Returns the jobs that give and take labels which Discord refused so far, and erase retired brands."""
        guilds = dict.fromkeys([rep.guild_id for rep in await self._reps_to_label()])
        return [
            *(DueJob(guild_id, partial(self._apply_labels_or_notify, guild_id, now)) for guild_id in guilds),
            DueJob(None, self._erase_retired),
        ]

    async def _apply_labels_or_notify(self, guild_id: GuildId, now: datetime) -> None:
        try:
            await self._apply_labels(guild_id)
        except Refusal as refusal:
            await self._notices.notify(guild_id, LABELS_NOTICE, now, refusal.sentence, **refusal.facts)
        else:
            await self._notices.settle(guild_id, LABELS_NOTICE)

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
        """Updates the labels of one member or of all whose state changed; raises the last refusal at the end."""
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
