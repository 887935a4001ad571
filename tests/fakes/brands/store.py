from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from community.brands.brand import Brand, NewBrand, Rep, RepState, normalize_text
from community.errors import OutOfReach
from community.ids import BrandId, GuildId, MemberId


class MemoryBrandStore:
    """Implements ``BrandStore`` in memory."""

    def __init__(self) -> None:
        self._brands: dict[BrandId, Brand] = {}
        self._retired: set[BrandId] = set()
        self._reps: dict[tuple[BrandId, MemberId], Rep] = {}
        self._n_brands = 0

    async def add(self, new: NewBrand, now: datetime) -> Brand | None:
        names = {(one.guild_id, normalize_text(one.name)) for one in await self.brands()}
        if (new.guild_id, normalize_text(new.name)) in names:
            return None
        self._n_brands += 1
        brand = Brand(BrandId(self._n_brands), new.guild_id, new.name, new.keywords)
        self._brands[brand.brand_id] = brand
        return brand

    async def brands(self) -> Sequence[Brand]:
        return [brand for brand in self._brands.values() if brand.brand_id not in self._retired]

    async def retire(self, brand: Brand) -> None:
        if self._brands.get(brand.brand_id) == brand:
            self._retired.add(brand.brand_id)
            for key, rep in self._reps.items():
                if rep.brand_id == brand.brand_id:
                    self._reps[key] = replace(rep, state=RepState.ENDED)

    async def retired(self) -> Sequence[Brand]:
        labelled = {rep.brand_id for rep in self._reps.values()}
        return [self._brands[one] for one in sorted(self._retired - labelled)]

    async def erase(self, brand: Brand) -> None:
        if self._brands.get(brand.brand_id) == brand:
            del self._brands[brand.brand_id]
            self._retired.discard(brand.brand_id)
            self._reps = {key: rep for key, rep in self._reps.items() if rep.brand_id != brand.brand_id}

    async def ask_rep(self, brand: Brand, member_id: MemberId, asked_by: MemberId, now: datetime) -> Rep:
        key = (brand.brand_id, member_id)
        kept = self._reps.get(key)
        if kept is None or kept.state is RepState.ENDED:
            self._reps[key] = Rep(brand.brand_id, brand.guild_id, member_id, RepState.ASKED)
        return self._reps[key]

    async def reps(self) -> Sequence[Rep]:
        return list(self._reps.values())

    async def update_rep(
        self, rep: Rep, to: RepState, *, over: Collection[RepState], since: datetime | None = None
    ) -> None:
        kept = self._reps.get((rep.brand_id, rep.member_id))
        if kept is not None and kept.guild_id == rep.guild_id and kept.state in over:
            self._reps[rep.brand_id, rep.member_id] = replace(kept, state=to, since=since or kept.since)

    async def mark_notified(self, rep: Rep, up_to: datetime) -> bool:
        theirs = [
            (key, one)
            for key, one in self._reps.items()
            if (one.guild_id, one.member_id) == (rep.guild_id, rep.member_id)
            and (one.told_at is None or one.told_at < up_to)
        ]
        for key, one in theirs:
            self._reps[key] = replace(one, told_at=up_to)
        return bool(theirs)

    async def delete_rep(self, rep: Rep) -> None:
        kept = self._reps.get((rep.brand_id, rep.member_id))
        if kept is not None and kept.guild_id == rep.guild_id and kept.state in {RepState.ASKED, RepState.ENDED}:
            del self._reps[rep.brand_id, rep.member_id]


class MemoryRepLabels:
    """Implements ``RepLabels``: the brands that each member's labels name, and whether labels can be changed."""

    def __init__(self) -> None:
        self.shown: dict[tuple[GuildId, MemberId], list[str]] = {}
        self.locked = False

    async def require(self, guild_id: GuildId, member_id: MemberId) -> None:
        if self.locked:
            raise OutOfReach("I need a permission.")

    async def show(self, guild_id: GuildId, member_id: MemberId, brands: Sequence[Brand]) -> None:
        await self.require(guild_id, member_id)
        self.shown[guild_id, member_id] = [brand.name for brand in brands]
