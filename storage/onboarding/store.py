"""How far newcomers came, in SQL."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, exists, literal, select, update

from community.digests.rows import Introduction
from community.ids import ChannelId, GuildId, MemberId, MessageId, PostedMessage, TopicId
from community.onboarding.journey import Journey, OnboardingStep
from storage.bulk import upsert
from storage.columns import Flag
from storage.database import Database
from storage.optouts import is_opted_out
from storage.tables.engagement import membership
from storage.tables.onboarding import onboarding


class SqlOnboardingStore:
    """The port :class:`community.onboarding.ports.OnboardingStore` on a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def journey(self, guild_id: GuildId, member_id: MemberId) -> Journey:
        """Where a member is; whoever is not known has a journey at its very beginning."""
        async with self._database.read() as connection:
            row = (await connection.execute(_of(guild_id, member_id))).one_or_none()
        return Journey() if row is None else _journey(row)

    async def advance(
        self, guild_id: GuildId, member_id: MemberId, move: Callable[[Journey], Journey]
    ) -> tuple[Journey, Journey]:
        """Keeps what a move makes of a journey, one move of a member after the other; returns before and after."""
        async with self._database.write() as connection:
            await connection.execute(
                upsert(connection, onboarding)
                .values(guild_id=guild_id, member_id=member_id, **_values(Journey()))
                .on_conflict_do_nothing()
            )
            row = (await connection.execute(_of(guild_id, member_id).with_for_update())).one()
            before = _journey(row)
            after = move(before)
            if after != before:
                await connection.execute(
                    update(onboarding)
                    .where(onboarding.c.guild_id == guild_id, onboarding.c.member_id == member_id)
                    .values(**_values(after))
                )
        return before, after

    async def unwelcomed(self, since: datetime) -> Sequence[tuple[GuildId, MemberId, datetime]]:
        """Who is not known to have been welcomed, in all guilds, with when they joined, earliest first."""
        broke_off = select(onboarding.c.guild_id, onboarding.c.member_id, onboarding.c.joined_at).where(
            onboarding.c.step != OnboardingStep.SCREENING,
            onboarding.c.joined_at >= since,
            onboarding.c.welcomed_at.is_(None),
            onboarding.c.started_at.is_(None),
        )
        member = (
            (membership.c.inferred == literal(False, Flag()))
            & membership.c.left_at.is_(None)
            & ~is_opted_out(membership.c.guild_id, membership.c.member_id)
        )
        same = (onboarding.c.guild_id == membership.c.guild_id) & (onboarding.c.member_id == membership.c.member_id)
        unnoticed = (
            select(membership.c.guild_id, membership.c.member_id, membership.c.joined_at)
            .outerjoin(onboarding, same)
            .where(member, membership.c.joined_at >= since, onboarding.c.member_id.is_(None))
        )
        screened = (
            select(onboarding.c.guild_id, onboarding.c.member_id, onboarding.c.joined_at)
            .join(membership, same)
            .where(member, onboarding.c.step == OnboardingStep.SCREENING)
        )
        async with self._database.read() as connection:
            rows = [row for query in (broke_off, unnoticed, screened) for row in await connection.execute(query)]
        return [(GuildId(row[0]), MemberId(row[1]), row[2]) for row in sorted(rows, key=lambda row: (row[2], row[1]))]

    async def introducing(self) -> Sequence[tuple[GuildId, MemberId]]:
        """Whose introduction may be out or not, in all guilds."""
        query = (
            select(onboarding.c.guild_id, onboarding.c.member_id)
            .where(onboarding.c.introducing_at.is_not(None), onboarding.c.introduced_at.is_(None))
            .order_by(onboarding.c.introducing_at)
        )
        async with self._database.read() as connection:
            return [(GuildId(row[0]), MemberId(row[1])) for row in await connection.execute(query)]

    async def introductions(self, guild_id: GuildId, since: datetime, until: datetime) -> Sequence[Introduction]:
        """The introductions of ``[since, until)`` that their authors agreed to have told in the digest."""
        left = exists().where(
            membership.c.guild_id == onboarding.c.guild_id,
            membership.c.member_id == onboarding.c.member_id,
            membership.c.left_at.is_not(None),
        )
        query = (
            select(onboarding)
            .where(
                onboarding.c.guild_id == guild_id,
                onboarding.c.shared == literal(True, Flag()),
                onboarding.c.introduction_id.is_not(None),
                onboarding.c.introduced_at >= since,
                onboarding.c.introduced_at < until,
                ~left,
                ~is_opted_out(onboarding.c.guild_id, onboarding.c.member_id),
            )
            .order_by(onboarding.c.introduced_at, onboarding.c.member_id)
        )
        async with self._database.read() as connection:
            return [
                Introduction(
                    MemberId(row.member_id),
                    ChannelId(row.introduced_in),
                    MessageId(row.introduction_id),
                    row.introduced_at,
                )
                for row in await connection.execute(query)
            ]


def _of(guild_id: GuildId, member_id: MemberId) -> Select[Any]:
    return select(onboarding).where(onboarding.c.guild_id == guild_id, onboarding.c.member_id == member_id)


def _values(journey: Journey) -> dict[str, Any]:
    return {
        "step": journey.step.value,
        "page": journey.page,
        "joining": _text(journey.joining),
        "leaving": _text(journey.leaving),
        "joined_at": journey.joined_at,
        "started_at": journey.started_at,
        "finished_at": journey.finished_at,
        "welcomed_at": journey.welcomed_at,
        "introduction": journey.introduction,
        "introducing_at": journey.introducing_at,
        "introduced_at": journey.introduced_at,
        "introduced_in": None if journey.post is None else journey.post.channel_id,
        "introduction_id": None if journey.post is None else journey.post.message_id,
        "shared": journey.shared,
    }


def _journey(row: Row[Any]) -> Journey:
    return Journey(
        step=OnboardingStep(row.step),
        page=row.page,
        joining=_topic_ids(row.joining),
        leaving=_topic_ids(row.leaving),
        joined_at=row.joined_at,
        started_at=row.started_at,
        finished_at=row.finished_at,
        welcomed_at=row.welcomed_at,
        introduction=row.introduction,
        introducing_at=row.introducing_at,
        introduced_at=row.introduced_at,
        post=None
        if row.introduction_id is None
        else PostedMessage(ChannelId(row.introduced_in), MessageId(row.introduction_id)),
        shared=row.shared,
    )


def _post(channel_id: int | None, message_id: int | None) -> PostedMessage | None:
    return (
        None
        if channel_id is None or message_id is None
        else PostedMessage(ChannelId(channel_id), MessageId(message_id))
    )


def _text(topic_ids: Iterable[TopicId]) -> str:
    return " ".join(str(topic_id) for topic_id in sorted(topic_ids))


def _topic_ids(text: str) -> frozenset[TopicId]:
    return frozenset(TopicId(int(topic_id)) for topic_id in text.split())
