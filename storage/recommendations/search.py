"""The search for recommendations, in SQL: SQLite's FTS5, PostgreSQL's text search."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, Select, column, delete, insert, literal, or_, select, table, text
from sqlalchemy.ext.asyncio import AsyncConnection

from community.ids import AskId, ChannelId, GuildId, RecommendationId
from community.recommendations.recommendation import RecommendationState
from community.recommendations.search_ports import MAX_HITS, Hit
from community.recommendations.search_terms import SEPARATOR, Query, SearchWord, index_terms, relevance
from storage.database import Database
from storage.tables.recommendations import ask, recommendation
from storage.tables.search import recommendation_document as document
from storage.tables.search import recommendation_waiting as waiting

BATCH: Final = 100
"""Recommendations indexed in one transaction: the write lane is free in between."""
GUILD_MARK: Final = "\N{DAGGER}"
"""Begins the term that every text of a guild has; no word begins with it."""
POSTGRESQL_ALL: Final = "array_to_tsvector(string_to_array(item_terms || ' ' || why_terms, ' '))"
POSTGRESQL_ITEM: Final = "array_to_tsvector(string_to_array(item_terms, ' '))"

_index = table("recommendation_index", column("rowid"))


class SqlRecommendationSearch:
    """The port :class:`community.recommendations.search_ports.RecommendationSearch` on a database.

    The words are split and stemmed in Python, the same for every dialect; the database only looks them up.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    async def catch_up(self, limit: int | None = None) -> int:
        """Indexes what was recommended or changed since the last time, up to a limit, and returns how much."""
        return await self._catch_up(waiting.c.guild_id.is_not(None), limit)

    async def find(self, guild_id: GuildId, channels: Collection[ChannelId], wanted: Query) -> Sequence[Hit]:
        """Returns the recommendations in the threads of some channels that match a query, the most relevant first."""
        await self._catch_up(waiting.c.guild_id == guild_id)
        query = (
            select(
                document.c.recommendation_id,
                recommendation.c.voice_of,
                recommendation.c.ask_id,
                document.c.item_terms,
                document.c.why_terms,
            )
            .join(recommendation, recommendation.c.recommendation_id == document.c.recommendation_id)
            .join(ask, ask.c.ask_id == recommendation.c.ask_id)
            .where(
                document.c.guild_id == guild_id,
                ask.c.channel_id.in_(channels),
                ask.c.thread_id.is_not(None),
                *(_has(phrase) for phrase in wanted.phrases),
            )
            .order_by(document.c.recommendation_id.desc())
            .limit(MAX_HITS)
        )
        found: dict[int, Row[Any]] = {}
        async with self._database.read() as connection:
            for named in (True, False) if wanted.clauses else (False,):
                matching = _matching(connection, query, guild_id, wanted, named=named)
                found |= {row.recommendation_id: row for row in await connection.execute(matching)}
        hits = [
            Hit(RecommendationId(number), RecommendationId(row.voice_of or number), AskId(row.ask_id), fits)
            for number, row in found.items()
            if (fits := relevance(wanted, row.item_terms, row.why_terms)) is not None
        ]
        return sorted(hits, key=lambda hit: (-hit.relevance, -hit.recommendation_id))

    async def _catch_up(self, which: ColumnElement[bool], limit: int | None = None) -> int:
        n = 0
        while (limit is None or n < limit) and await self._is_behind(which):
            n += await self._index_batch(which, BATCH if limit is None else min(BATCH, limit - n))
        return n

    async def _is_behind(self, which: ColumnElement[bool]) -> bool:
        async with self._database.read() as connection:
            return await connection.scalar(select(literal(1)).where(which).select_from(waiting).limit(1)) is not None

    async def _index_batch(self, which: ColumnElement[bool], size: int) -> int:
        query = (
            select(recommendation.c.recommendation_id, recommendation.c.guild_id, *_shown())
            .join(waiting, waiting.c.recommendation_id == recommendation.c.recommendation_id)
            .where(which)
            .limit(size)
        )
        async with self._database.write() as connection:
            rows = (await connection.execute(query)).all()
            looked_at = [row.recommendation_id for row in rows]
            await connection.execute(delete(document).where(document.c.recommendation_id.in_(looked_at)))
            await connection.execute(delete(waiting).where(waiting.c.recommendation_id.in_(looked_at)))
            documents = [_document(row) for row in rows if _stands(row)]
            if documents:
                await connection.execute(insert(document), documents)
        return len(rows)


def _shown() -> Sequence[ColumnElement[Any]]:
    return recommendation.c.item, recommendation.c.why, recommendation.c.message_id, recommendation.c.state


def _stands(row: Row[Any]) -> bool:
    return row.message_id is not None and row.state == RecommendationState.STANDS and bool(row.item)


def _document(row: Row[Any]) -> dict[str, object]:
    return {
        "recommendation_id": row.recommendation_id,
        "guild_id": row.guild_id,
        "item_terms": f"{index_terms(row.item)} {GUILD_MARK}{row.guild_id}",
        "why_terms": index_terms(row.why),
    }


def _has(phrase: str) -> ColumnElement[bool]:
    """The condition that a text contains the words one after the other, before the separator."""
    pattern = f"% {phrase} %{SEPARATOR}%"
    return or_(*((literal(" ") + one).like(pattern) for one in (document.c.item_terms, document.c.why_terms)))


def _matching(
    connection: AsyncConnection, query: Select[Any], guild_id: GuildId, wanted: Query, *, named: bool
) -> Select[Any]:
    home = f"{GUILD_MARK}{guild_id}"
    if connection.dialect.name == "sqlite":
        match = " AND ".join([_quoted(home), *(_sqlite(clause) for clause in wanted.clauses)])
        match = f"{{item_terms}} : ({match})" if named else match
        indexed = query.join(_index, _index.c.rowid == document.c.recommendation_id).where(
            text("recommendation_index MATCH :match").bindparams(match=match)
        )
        return indexed.order_by(None).order_by(_index.c.rowid.desc())
    match = " & ".join([f"'{home}'", *(_postgresql(clause) for clause in wanted.clauses)])
    vector = POSTGRESQL_ITEM if named else POSTGRESQL_ALL
    return query.where(text(f"{vector} @@ CAST(:match AS tsquery)").bindparams(match=match))


def _sqlite(clause: Iterable[Iterable[SearchWord]]) -> str:
    """Returns a clause for FTS5; every term is quoted, so that none is an operator."""

    def one(word: SearchWord) -> str:
        return f"({_quoted(word.stem)} OR {_quoted(word.prefix)}*)" if word.prefix else _quoted(word.stem)

    return "(" + " OR ".join(f"({' AND '.join(map(one, words))})" for words in clause) + ")"


def _postgresql(clause: Iterable[Iterable[SearchWord]]) -> str:
    """Returns a clause for a tsquery; every term is quoted, and contains neither quotes nor backslashes."""

    def one(word: SearchWord) -> str:
        return f"('{word.stem}' | '{word.prefix}':*)" if word.prefix else f"'{word.stem}'"

    return "(" + " | ".join(f"({' & '.join(map(one, words))})" for words in clause) + ")"


def _quoted(term: str) -> str:
    return f'"{term}"'
