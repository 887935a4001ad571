"""The first message and first answer of each thread, updated with every change of the raw rows.

A thread is known from the first activity recorded in it; a thread made from a message of its channel has that message's
identifier and begins with it.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Final, NamedTuple

import orjson
from sqlalchemy import bindparam, delete, select, text, union
from sqlalchemy.ext.asyncio import AsyncConnection

from community.engagement.events import ActivityKind
from storage.bulk import as_keys, key_cell, key_rows, select_by_keys
from storage.columns import integer
from storage.engagement.activity_row import ActivityRow
from storage.tables.engagement import activity, opening

INSERT_OPENINGS: Final = """
INSERT INTO opening (guild_id, thread_id, known_at, source_id, channel_id, member_id, at, answered_at)
WITH thread AS (
    SELECT {guild} AS guild_id, {thread} AS thread_id FROM {keys}
), known AS (
    SELECT thread.guild_id, thread.thread_id, (
        SELECT min(a.at) FROM activity AS a WHERE a.guild_id = thread.guild_id AND a.thread_id = thread.thread_id
    ) AS known_at, (
        SELECT min(a.at) FROM activity AS a
        WHERE a.guild_id = thread.guild_id AND a.thread_id = thread.thread_id AND a.kind || '' = '{message}'
    ) AS talked_at
    FROM thread
), told AS (
    SELECT known.guild_id, known.thread_id, known.known_at, a.source_id, a.member_id, a.at
    FROM known CROSS JOIN activity AS a
    WHERE a.guild_id = known.guild_id AND a.thread_id = known.thread_id AND a.at = known.talked_at
        AND a.kind || '' = '{message}'
    UNION ALL
    SELECT known.guild_id, known.thread_id, known.known_at, a.source_id, a.member_id, a.at
    FROM known CROSS JOIN activity AS a
    WHERE a.guild_id = known.guild_id AND a.kind = '{message}' AND a.source_id = known.thread_id
        AND a.thread_id IS NULL
), placed AS (
    SELECT told.*, row_number() OVER (PARTITION BY guild_id, thread_id ORDER BY at, source_id, member_id) AS place
    FROM told
)
SELECT begun.guild_id, begun.thread_id, known_at, source_id, (
    SELECT min(a.channel_id) FROM activity AS a WHERE a.guild_id = begun.guild_id AND a.kind = '{message}'
        AND a.source_id = begun.source_id AND a.member_id = begun.member_id
), member_id, at, (
    SELECT min(answer.at) FROM (
        SELECT min(a.at) AS at FROM activity AS a
        WHERE a.guild_id = begun.guild_id AND a.thread_id = begun.thread_id AND a.kind || '' = '{message}'
            AND a.member_id <> begun.member_id
        UNION ALL
        SELECT min(a.at + 0) FROM activity AS a
        WHERE a.guild_id = begun.guild_id AND a.kind = '{message}' AND a.source_id = begun.thread_id
            AND a.thread_id IS NULL AND a.member_id <> begun.member_id
    ) AS answer
)
FROM placed AS begun WHERE place = 1 AND known_at IS NOT NULL
"""
"""Inserts the first messages and first answers of the threads in ``:keys``, in the SQL of both dialects.

The order of the joins, what is left out of ``told``, ``kind || ''`` and ``at + 0`` make SQLite read these threads' part
of one index, and of that only what comes before the first answer.
"""

SELECT_STARTED_THREADS: Final = {
    "sqlite": """
SELECT DISTINCT a.guild_id, a.thread_id
FROM json_each(:messages) AS guild CROSS JOIN json_each(guild.value) AS message CROSS JOIN activity AS a
WHERE a.guild_id = CAST(guild.key AS INTEGER) AND a.thread_id = message.value
""",
    "postgresql": """
SELECT DISTINCT a.guild_id, a.thread_id
FROM jsonb_each(CAST(:messages AS jsonb)) AS guild(key, value)
    CROSS JOIN jsonb_array_elements_text(guild.value) AS message(id)
    CROSS JOIN activity AS a
WHERE a.guild_id = CAST(guild.key AS bigint) AND a.thread_id = CAST(message.id AS bigint)
""",
}
"""Selects the threads that were made from ``:messages``, an object of guilds with lists: most messages start none."""

Thread = tuple[int, int]
"""A guild, and a thread in it."""


class StoredOpening(NamedTuple):
    """What a row of ``opening`` says of a thread, as the driver gives it.

    Units
    -----
    Instants are in microseconds since 1970.
    """

    known_at: int
    at: int
    source_id: int
    member_id: int
    answered_at: int | None


async def update_openings(connection: AsyncConnection, changed: Sequence[ActivityRow]) -> None:
    """Updates openings after rows of ``activity`` were added or removed."""
    in_threads = [((row.guild_id, row.thread_id), row) for row in changed if row.thread_id is not None]
    stored = {
        (guild_id, thread_id): StoredOpening(*rest)
        for guild_id, thread_id, *rest in await select_by_keys(
            connection,
            opening,
            ("guild_id", "thread_id"),
            {thread for thread, _ in in_threads},
            ("guild_id", "thread_id", *StoredOpening._fields),
        )
    }
    moved = {thread for thread, row in in_threads if _may_change(stored.get(thread), row)}
    channel_messages = {
        (row.guild_id, row.source_id) for row in changed if row.thread_id is None and row.kind == ActivityKind.MESSAGE
    }
    await recompute_openings(connection, moved | await _started_threads(connection, channel_messages))


async def recompute_openings(connection: AsyncConnection, threads: Collection[Thread]) -> None:
    """Computes the openings of these threads from the raw rows."""
    if not threads:
        return
    guild, thread = bindparam("guild", type_=integer()), bindparam("thread", type_=integer())
    await connection.execute(
        delete(opening).where(opening.c.guild_id == guild, opening.c.thread_id == thread),
        [{"guild": guild_id, "thread": thread_id} for guild_id, thread_id in threads],
    )
    found = INSERT_OPENINGS.format(
        keys=key_rows(connection),
        guild=key_cell(connection, 0),
        thread=key_cell(connection, 1),
        message=ActivityKind.MESSAGE,
    )
    await connection.execute(text(found), {"keys": as_keys(threads)})


async def _started_threads(connection: AsyncConnection, messages: Collection[Thread]) -> set[Thread]:
    """Returns the threads that were made from these messages, each with its guild."""
    if not messages:
        return set()
    by_guild: defaultdict[str, list[int]] = defaultdict(list)
    for guild_id, source_id in messages:
        by_guild[str(guild_id)].append(source_id)
    found = await connection.execute(
        text(SELECT_STARTED_THREADS[connection.dialect.name]), {"messages": orjson.dumps(by_guild).decode()}
    )
    return {(row[0], row[1]) for row in found}


async def threads_of_member(connection: AsyncConnection, member_id: int, guild_id: int | None) -> set[Thread]:
    """Returns the threads that a person wrote in, or that were made from a message of theirs."""
    spoke = activity.c.member_id == member_id
    if guild_id is not None:
        spoke &= activity.c.guild_id == guild_id
    in_thread = select(activity.c.guild_id, activity.c.thread_id).where(spoke, activity.c.thread_id.is_not(None))
    begun = (
        select(opening.c.guild_id, opening.c.thread_id)
        .join(
            activity,
            (activity.c.guild_id == opening.c.guild_id)
            & (activity.c.kind == ActivityKind.MESSAGE)
            & (activity.c.source_id == opening.c.thread_id),
        )
        .where(spoke, activity.c.thread_id.is_(None))
    )
    return {(row[0], row[1]) for row in await connection.execute(union(in_thread, begun))}


def _may_change(stored: StoredOpening | None, row: ActivityRow) -> bool:
    """Returns whether a row in a thread may change the thread's opening."""
    if stored is None or row.at_us <= stored.known_at:
        return True
    if row.kind != ActivityKind.MESSAGE:
        return False
    if (row.at_us, row.source_id) <= (stored.at, stored.source_id):
        return True
    return row.member_id != stored.member_id and (stored.answered_at is None or row.at_us <= stored.answered_at)
