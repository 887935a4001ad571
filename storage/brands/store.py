"""Brands and their representatives, in SQL."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, exists, or_, select, update

from community.brands.brand import Brand, NewBrand, Rep, RepState, normalize_text
from community.ids import BrandId, GuildId, MemberId
from storage.bulk import upsert
from storage.database import Database
from storage.tables.brands import brand as brands
from storage.tables.brands import brand_rep


class SqlBrandStore:
    """Implements :class:`community.brands.ports.BrandStore` on a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, new: NewBrand, now: datetime) -> Brand | None:
        """Stores a new brand; returns None if the guild has one of that name."""
        async with self._database.write() as connection:
            statement = (
                upsert(connection, brands)
                .values(
                    guild_id=new.guild_id,
                    name=new.name,
                    name_key=normalize_text(new.name),
                    keywords="\n".join(new.keywords),
                    created_by=new.created_by,
                    created_at=now,
                )
                .on_conflict_do_nothing()
                .returning(*brands.c)
            )
            row = (await connection.execute(statement)).one_or_none()
        return None if row is None else brand_of(row)

    async def brands(self) -> Sequence[Brand]:
        """Returns the brands of all guilds without retired ones, oldest first."""
        query = select(brands).where(brands.c.name_key.is_not(None)).order_by(brands.c.brand_id)
        async with self._database.read() as connection:
            return [brand_of(row) for row in await connection.execute(query)]

    async def retire(self, brand: Brand) -> None:
        """Marks a brand as retired and ends its representatives; its name can be used again."""
        mine = (brands.c.guild_id == brand.guild_id, brands.c.brand_id == brand.brand_id)
        reps = (brand_rep.c.guild_id == brand.guild_id, brand_rep.c.brand_id == brand.brand_id)
        async with self._database.write() as connection:
            await connection.execute(update(brands).where(*mine).values(name_key=None))
            await connection.execute(update(brand_rep).where(*reps).values(state=RepState.ENDED))

    async def retired(self) -> Sequence[Brand]:
        """Returns the retired brands of all guilds of which no representative is left to unlabel."""
        labelled = exists().where(brand_rep.c.brand_id == brands.c.brand_id)
        query = select(brands).where(brands.c.name_key.is_(None), ~labelled).order_by(brands.c.brand_id)
        async with self._database.read() as connection:
            return [brand_of(row) for row in await connection.execute(query)]

    async def erase(self, brand: Brand) -> None:
        """Deletes a brand and all that belongs to it."""
        mine = (brands.c.guild_id == brand.guild_id, brands.c.brand_id == brand.brand_id)
        async with self._database.write() as connection:
            await connection.execute(delete(brands).where(*mine))

    async def ask_rep(self, brand: Brand, member_id: MemberId, asked_by: MemberId, now: datetime) -> Rep:
        """Stores that a member was asked to speak for a brand; leaves one who was asked or speaks already."""
        async with self._database.write() as connection:
            statement = upsert(connection, brand_rep).values(
                brand_id=brand.brand_id,
                guild_id=brand.guild_id,
                member_id=member_id,
                asked_by=asked_by,
                state=RepState.ASKED,
                asked_at=now,
            )
            anew = {"state": RepState.ASKED, "asked_by": asked_by, "asked_at": now, "since": None}
            await connection.execute(
                statement.on_conflict_do_update(
                    index_elements=list(brand_rep.primary_key), set_=anew, where=brand_rep.c.state == RepState.ENDED
                )
            )
            query = select(brand_rep).where(brand_rep.c.brand_id == brand.brand_id, brand_rep.c.member_id == member_id)
            return _rep((await connection.execute(query)).one())

    async def reps(self) -> Sequence[Rep]:
        """Returns the representatives of all guilds in any state, also of retired brands."""
        query = select(brand_rep).order_by(brand_rep.c.asked_at, brand_rep.c.brand_id, brand_rep.c.member_id)
        async with self._database.read() as connection:
            return [_rep(row) for row in await connection.execute(query)]

    async def update_rep(
        self, rep: Rep, to: RepState, *, over: Collection[RepState], since: datetime | None = None
    ) -> None:
        """Stores a new state if the current one is in ``over``, and since when they speak if that is given."""
        values: dict[str, object] = {"state": to} if since is None else {"state": to, "since": since}
        async with self._database.write() as connection:
            await connection.execute(update(brand_rep).where(*_row_of(rep), brand_rep.c.state.in_(over)).values(values))

    async def mark_notified(self, rep: Rep, up_to: datetime) -> bool:
        """Stores up to when a member was told of unwelcome posts, for all their brands; False if they were."""
        untold = or_(brand_rep.c.told_at.is_(None), brand_rep.c.told_at < up_to)
        theirs = (brand_rep.c.guild_id == rep.guild_id, brand_rep.c.member_id == rep.member_id)
        async with self._database.write() as connection:
            result = await connection.execute(update(brand_rep).where(*theirs, untold).values(told_at=up_to))
        return bool(result.rowcount)

    async def delete_rep(self, rep: Rep) -> None:
        """Deletes a representative who declined, or whose end needs no change of labels."""
        waiting = brand_rep.c.state.in_({RepState.ASKED, RepState.ENDED})
        async with self._database.write() as connection:
            await connection.execute(delete(brand_rep).where(*_row_of(rep), waiting))


def brand_of(row: Row[Any]) -> Brand:
    """Returns the brand of a row."""
    return Brand(
        brand_id=BrandId(row.brand_id),
        guild_id=GuildId(row.guild_id),
        name=row.name,
        keywords=tuple(row.keywords.split("\n")),
    )


def _row_of(rep: Rep) -> tuple[Any, ...]:
    return (
        brand_rep.c.guild_id == rep.guild_id,
        brand_rep.c.brand_id == rep.brand_id,
        brand_rep.c.member_id == rep.member_id,
    )


def _rep(row: Row[Any]) -> Rep:
    return Rep(
        brand_id=BrandId(row.brand_id),
        guild_id=GuildId(row.guild_id),
        member_id=MemberId(row.member_id),
        state=RepState(row.state),
        since=row.since,
        told_at=row.told_at,
    )
