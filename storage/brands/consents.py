"""Votes of topics on brands, in SQL."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, func, or_, select, update

from community.brands.consent import Consent, ConsentState, ConsentTally, NewConsent
from community.ids import BrandId, ChannelId, ConsentId, GuildId, MemberId, MessageId, TopicId
from storage.brands.topic_names import select_with_names
from storage.bulk import upsert
from storage.database import Database
from storage.tables.brands import brand_consent, brand_consent_vote
from storage.tables.topics import topic_member

_CONSENTS = select_with_names(brand_consent, brand_consent.c.consent_id)


class SqlConsentStore:
    """Implements :class:`community.brands.ports.ConsentStore` on a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def open_vote(self, new: NewConsent, now: datetime, closes_at: datetime) -> Consent | None:
        """Stores a new vote; returns None if one of that topic on that brand is open."""
        values = {
            "guild_id": new.guild_id,
            "brand_id": new.brand_id,
            "topic_id": new.topic_id,
            "called_by": new.called_by,
            "state": ConsentState.VOTING,
            "opened_at": now,
            "closes_at": closes_at,
            **dict.fromkeys(("n_yes", "n_no", "n_members"), 0),
        }
        async with self._database.write() as connection:
            statement = (
                upsert(connection, brand_consent)
                .values(values)
                .on_conflict_do_nothing()
                .returning(brand_consent.c.consent_id)
            )
            consent_id = (await connection.execute(statement)).scalar_one_or_none()
            if consent_id is None:
                return None
            row = (await connection.execute(_CONSENTS.where(brand_consent.c.consent_id == consent_id))).one()
        return _consent(row)

    async def consents(self, guild_id: GuildId) -> Sequence[Consent]:
        """Returns the guild's votes without those on retired brands, oldest first."""
        return await self._select(brand_consent.c.guild_id == guild_id)

    async def unsettled(self, now: datetime) -> Sequence[Consent]:
        """Returns the votes of all guilds that have to be decided, ended or shown."""
        state = brand_consent.c.state
        return await self._select(
            or_(
                and_(state == ConsentState.VOTING, brand_consent.c.closes_at <= now),
                and_(state == ConsentState.GRANTED, brand_consent.c.ends_at <= now),
                brand_consent.c.shown.is_(None),
                brand_consent.c.shown != state,
            )
        )

    async def record_vote(self, consent: Consent, member_id: MemberId, now: datetime, *, yes: bool) -> bool:
        """Stores a member's vote in place of an earlier one; returns False if the vote is decided."""
        still_open = select(brand_consent.c.consent_id).where(
            *_row_of(consent), brand_consent.c.state == ConsentState.VOTING
        )
        async with self._database.write() as connection:
            if (await connection.execute(still_open.with_for_update())).first() is None:
                return False
            statement = upsert(connection, brand_consent_vote).values(
                consent_id=consent.consent_id, guild_id=consent.guild_id, member_id=member_id, yes=yes, voted_at=now
            )
            await connection.execute(
                statement.on_conflict_do_update(
                    index_elements=list(brand_consent_vote.primary_key),
                    set_={"yes": statement.excluded.yes, "voted_at": statement.excluded.voted_at},
                )
            )
        return True

    async def tally(self, consent: Consent) -> ConsentTally:
        """Returns the votes of those who are members of the topic now."""
        members = select(topic_member.c.member_id).where(topic_member.c.topic_id == consent.topic_id)
        votes = (
            select(brand_consent_vote.c.yes, func.count())
            .where(
                brand_consent_vote.c.guild_id == consent.guild_id,
                brand_consent_vote.c.consent_id == consent.consent_id,
                brand_consent_vote.c.member_id.in_(members),
            )
            .group_by(brand_consent_vote.c.yes)
        )
        async with self._database.read() as connection:
            counted = {bool(row[0]): int(row[1]) for row in await connection.execute(votes)}
            n_members = await connection.scalar(select(func.count()).select_from(members.subquery()))
        return ConsentTally(counted.get(True, 0), counted.get(False, 0), int(n_members or 0))

    async def record_outcome(
        self, consent: Consent, tally: ConsentTally, now: datetime, *, ends_at: datetime | None
    ) -> None:
        """Stores the outcome of an open vote, a yes until ``ends_at``; a yes replaces the topic's earlier one."""
        outcome = {
            "state": ConsentState.REFUSED if ends_at is None else ConsentState.GRANTED,
            "n_yes": tally.n_yes,
            "n_no": tally.n_no,
            "n_members": tally.n_members,
            "granted_at": None if ends_at is None else now,
            "ends_at": ends_at,
        }
        earlier = (
            brand_consent.c.guild_id == consent.guild_id,
            brand_consent.c.brand_id == consent.brand_id,
            brand_consent.c.topic_id == consent.topic_id,
            brand_consent.c.consent_id != consent.consent_id,
            brand_consent.c.state == ConsentState.GRANTED,
        )
        voting = (*_row_of(consent), brand_consent.c.state == ConsentState.VOTING)
        async with self._database.write() as connection:
            if (await connection.execute(update(brand_consent).where(*voting).values(outcome))).rowcount:
                await connection.execute(
                    update(brand_consent).where(*earlier).values(state=ConsentState.REPLACED, ends_at=now)
                )

    async def end(self, consent: Consent, to: ConsentState, now: datetime, *, over: Collection[ConsentState]) -> bool:
        """Stores that a vote or its consent ended, at the latest now; returns False if its state is not in ``over``."""
        ends_at = now if consent.ends_at is None else min(now, consent.ends_at)
        async with self._database.write() as connection:
            result = await connection.execute(
                update(brand_consent)
                .where(*_row_of(consent), brand_consent.c.state.in_(over))
                .values(state=to, ends_at=ends_at)
            )
        return bool(result.rowcount)

    async def record_post(self, consent: Consent, message_id: MessageId) -> None:
        """Stores which post shows a vote, and the state that it shows."""
        async with self._database.write() as connection:
            await connection.execute(
                update(brand_consent).where(*_row_of(consent)).values(message_id=message_id, shown=consent.state)
            )

    async def _select(self, wanted: ColumnElement[bool]) -> Sequence[Consent]:
        async with self._database.read() as connection:
            return [_consent(row) for row in await connection.execute(_CONSENTS.where(wanted))]


def _row_of(consent: Consent) -> tuple[ColumnElement[bool], ...]:
    return (brand_consent.c.guild_id == consent.guild_id, brand_consent.c.consent_id == consent.consent_id)


def _consent(row: Row[Any]) -> Consent:
    return Consent(
        consent_id=ConsentId(row.consent_id),
        guild_id=GuildId(row.guild_id),
        brand_id=BrandId(row.brand_id),
        topic_id=TopicId(row.topic_id),
        channel_id=ChannelId(row.channel_id),
        brand=row.brand,
        topic=row.topic,
        state=ConsentState(row.state),
        opened_at=row.opened_at,
        closes_at=row.closes_at,
        tally=ConsentTally(row.n_yes, row.n_no, row.n_members),
        granted_at=row.granted_at,
        ends_at=row.ends_at,
        message_id=None if row.message_id is None else MessageId(row.message_id),
        shown=None if row.shown is None else ConsentState(row.shown),
    )
