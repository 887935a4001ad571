"""How far newcomers come, in SQL."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Column, ColumnElement, Select, exists, func, literal, select, type_coerce

from community.engagement.events import ActivityKind
from community.ids import GuildId
from community.onboarding.funnel import SECOND_WEEK, NewcomerPath, PromiseCounts
from community.onboarding.greeter_rotation import NoteState
from community.onboarding.journey import OnboardingStep
from storage.columns import MICROSECOND, Flag, integer
from storage.database import Database
from storage.engagement.responses import is_answered, select_first_message
from storage.optouts import is_opted_out
from storage.tables.engagement import activity, membership
from storage.tables.greeters import greeting_note
from storage.tables.onboarding import onboarding

SAME = (onboarding.c.guild_id == membership.c.guild_id) & (onboarding.c.member_id == membership.c.member_id)


class SqlFunnelReads:
    """The port :class:`community.onboarding.funnel.Paths` on a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def paths(self, guild_id: GuildId, since: datetime, until: datetime) -> Sequence[NewcomerPath]:
        """The ways of those who joined in ``[since, until)``, whether or not they passed the screening."""
        async with self._database.read() as connection:
            passed = list(await connection.execute(_joined_members(guild_id, since, until)))
            screened = list(await connection.execute(_screened_members(guild_id, since, until)))
        return [
            *(NewcomerPath(row[0], True, *(bool(cell) for cell in row[1:])) for row in passed),
            *(NewcomerPath(row[0], False, False, False, False, False, False) for row in screened),
        ]

    async def promise(self, guild_id: GuildId, since: datetime, until: datetime) -> PromiseCounts:
        """The notes about first messages of ``[since, until)``."""
        has_answer = exists().where(
            activity.c.guild_id == guild_id,
            activity.c.kind == ActivityKind.MESSAGE,
            activity.c.source_id == greeting_note.c.message_id,
            activity.c.member_id == greeting_note.c.member_id,
            is_answered(guild_id, activity),
        )
        query = select(func.count(), func.count(greeting_note.c.greeter_id), func.count().filter(has_answer)).where(
            greeting_note.c.guild_id == guild_id,
            greeting_note.c.state == NoteState.POSTED,
            greeting_note.c.said_at >= since,
            greeting_note.c.said_at < until,
            ~is_opted_out(greeting_note.c.guild_id, greeting_note.c.member_id),
        )
        async with self._database.read() as connection:
            row = (await connection.execute(query)).one()
        return PromiseCounts(row[0], row[1], row[2])


def _joined_members(guild_id: GuildId, since: datetime, until: datetime) -> Select[Any]:
    """Whoever is known to have joined."""
    return (
        select(
            membership.c.joined_at,
            onboarding.c.started_at.is_not(None),
            onboarding.c.finished_at.is_not(None),
            _has_activity(guild_id, activity.c.kind == ActivityKind.MESSAGE),
            _has_activity(
                guild_id,
                activity.c.source_id == select_first_message(guild_id, membership.c.member_id),
                activity.c.kind == ActivityKind.MESSAGE,
                is_answered(guild_id, activity),
            ),
            _has_activity(guild_id, *_second_week()),
        )
        .select_from(membership.outerjoin(onboarding, SAME))
        .where(
            membership.c.guild_id == guild_id,
            membership.c.inferred == literal(False, Flag()),
            membership.c.joined_at >= since,
            membership.c.joined_at < until,
            ~is_opted_out(membership.c.guild_id, membership.c.member_id),
        )
        .order_by(membership.c.joined_at, membership.c.member_id)
    )


def _screened_members(guild_id: GuildId, since: datetime, until: datetime) -> Select[Any]:
    """Whoever joined and is not known to have passed."""
    return (
        select(onboarding.c.joined_at)
        .where(
            onboarding.c.guild_id == guild_id,
            onboarding.c.step == OnboardingStep.SCREENING,
            onboarding.c.joined_at >= since,
            onboarding.c.joined_at < until,
            ~exists().where(SAME, membership.c.joined_at.is_not(None)),
            ~is_opted_out(onboarding.c.guild_id, onboarding.c.member_id),
        )
        .order_by(onboarding.c.joined_at, onboarding.c.member_id)
    )


def _has_activity(guild_id: GuildId, *what: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(activity.c.guild_id == guild_id, activity.c.member_id == membership.c.member_id, *what)


def _second_week() -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    first, end = (span // MICROSECOND for span in SECOND_WEEK)
    at, joined_at = _number(activity.c.at), _number(membership.c.joined_at)
    return at >= joined_at + first, at < joined_at + end


def _number(instant: Column[Any]) -> ColumnElement[int]:
    return type_coerce(instant, integer())
