"""The ledger's query of recorded activity; it has no fake."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Insert, insert

from community.amas.ama import AmaState
from community.amas.question import QuestionState
from community.engagement.events import ActivityKind
from community.ids import GuildId, MemberId
from storage.brands.ledger import SqlRepActivityLog
from storage.database import Database
from storage.tables.amas import ama, ama_question
from storage.tables.engagement import activity

NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)
DAY = timedelta(days=1)
HOME, ELSEWHERE = GuildId(1), GuildId(2)
FINN, GIA, AMY = MemberId(2**62), MemberId(11), MemberId(12)

pytestmark = pytest.mark.parametrize("database", ["sqlite", "postgres"], indirect=True)


def given(ama_id: int, guild: GuildId, guest: MemberId) -> Insert:
    """Returns the insertion of a closed AMA whose thread has its id."""
    return insert(ama).values(
        ama_id=ama_id,
        guild_id=guild,
        topic_id=1,
        channel_id=100,
        topic="bread",
        brand="Foo",
        guest_id=guest,
        state=AmaState.CLOSED,
        since=NOW,
        proposed_at=NOW,
        at=NOW,
        reason="",
        thread_id=ama_id,
        told=AmaState.CLOSED,
    )


def decided(ama_id: int, text: str, by: MemberId, state: QuestionState, at: datetime = NOW) -> Insert:
    """Returns the insertion of a question with an outcome."""
    return insert(ama_question).values(
        guild_id=ELSEWHERE if ama_id == 3 else HOME,
        ama_id=ama_id,
        author_id=AMY,
        text=text,
        state=state,
        asked_at=at,
        changed_at=at,
        changed_by=by,
        reply="Yes.",
        told=False,
    )


def posted(source_id: int, thread_id: int | None) -> Insert:
    """Returns a message of Finn's."""
    return insert(activity).values(
        guild_id=HOME,
        kind=ActivityKind.MESSAGE,
        source_id=source_id,
        member_id=FINN,
        emoji="",
        at=NOW,
        channel_id=100,
        thread_id=thread_id,
    )


async def test_posts_in_ones_own_ama_are_invited_and_answers_are_counted_in_their_span(database: Database) -> None:
    async with database.write() as connection:
        for statement in (
            given(1, HOME, FINN),
            given(2, HOME, GIA),
            given(3, ELSEWHERE, FINN),
            posted(1, 1),
            posted(2, 2),
            posted(3, 3),
            posted(4, None),
            decided(1, "counted", FINN, QuestionState.ANSWERED),
            decided(1, "before", FINN, QuestionState.ANSWERED, NOW - 9 * DAY),
            decided(1, "no answer", FINN, QuestionState.PASSED),
            decided(2, "somebody else's", GIA, QuestionState.ANSWERED),
            decided(3, "another server's", FINN, QuestionState.ANSWERED),
        ):
            await connection.execute(statement)
    deeds = await SqlRepActivityLog(database).activity_of(HOME, FINN, NOW - DAY, NOW)
    invited = [(one.thread_id, one.invited) for one in deeds.posts]
    assert invited == [(1, True), (2, False), (3, False), (None, False)]
    assert deeds.n_answered == 1
