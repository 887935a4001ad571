"""Column types that mean the same on SQLite and on PostgreSQL, and what forgetting a person does to each."""

from datetime import UTC, datetime, timedelta
from enum import Enum
from typing import Any

from sqlalchemy import BigInteger, Column, ColumnElement, ForeignKey, Integer, SmallInteger, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


def microseconds(instant: datetime) -> int:
    """Returns the microseconds since 1970.

    Raises
    ------
    ValueError
        If the datetime is naive: it could mean any instant of a day.
    """
    if instant.tzinfo is None:
        message = f"{instant!r} has no time zone"
        raise ValueError(message)
    return (instant - EPOCH) // MICROSECOND


def from_microseconds(n_microseconds: int) -> datetime:
    """Returns the aware UTC instant."""
    return EPOCH + n_microseconds * MICROSECOND


def integer() -> TypeEngine[int]:
    """Returns the type of 64-bit integers: Discord's identifiers, counts."""
    return BigInteger().with_variant(Integer(), "sqlite")


class Instant(TypeDecorator[datetime]):
    """An aware UTC instant, stored as microseconds since 1970: the same arithmetic in both dialects."""

    impl = BigInteger
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Returns ``INTEGER`` where tables are strict, ``BIGINT`` elsewhere."""
        return dialect.type_descriptor(Integer() if dialect.name == "sqlite" else BigInteger())

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:  # noqa: ARG002
        """Converts an instant to microseconds.

        Raises
        ------
        ValueError
            If the datetime is naive.
        """
        return None if value is None else microseconds(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Converts microseconds to an instant in UTC."""
        return None if value is None else from_microseconds(value)


class Flag(TypeDecorator[bool]):
    """Yes or no, stored as 1 or 0."""

    impl = SmallInteger
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Returns ``INTEGER`` where tables are strict, ``SMALLINT`` elsewhere."""
        return dialect.type_descriptor(Integer() if dialect.name == "sqlite" else SmallInteger())

    def process_bind_param(self, value: bool | None, dialect: Dialect) -> int | None:  # noqa: ARG002
        """Converts a boolean to 1 or 0."""
        return None if value is None else int(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> bool | None:  # noqa: ARG002
        """Converts 1 or 0 to a boolean."""
        return None if value is None else bool(value)


class Forget(Enum):
    """What happens to a row when the member in one of its columns asks to be forgotten."""

    ROW = "the row goes"
    BLANK = "the column is emptied, the row stays"
    KEEP = "the row stays: it is the person's own wish, which forgetting must not undo"


def member(
    name: str,
    *,
    forget: Forget,
    words: tuple[str, ...] = (),
    gifts: tuple[str, ...] = (),
    primary_key: bool = False,
) -> Column[int]:
    """Returns a column that names a person, with what forgetting them does.

    ``words`` are the row's text columns that the person wrote, which blanking empties as well; so it does ``gifts``,
    unless the person leaves their recommendations to the others.
    """
    return Column(
        name,
        integer(),
        nullable=forget is Forget.BLANK,
        primary_key=primary_key,
        autoincrement=False,
        info={"forget": forget, "words": words, "gifts": gifts},
    )


def guild(*, primary_key: bool = False) -> Column[int]:
    """Returns the column of a row's guild; every table has it, every query names it."""
    return Column("guild_id", integer(), nullable=False, primary_key=primary_key)


def in_guild_unindexed(column: Column[int], guild_id: int) -> ColumnElement[bool]:
    """Returns the condition that rows looked up by their own numbers are of a guild, without using an index.

    It is computed, because SQLite, which has no statistics, would read all of a large guild by an index instead.
    """
    return column + 0 == guild_id


def snowflake(name: str, *, nullable: bool = False, primary_key: bool = False) -> Column[int]:
    """Returns a column of a Discord identifier that is not a person's."""
    return Column(name, integer(), nullable=nullable, primary_key=primary_key, autoincrement=False)


def identity(name: str) -> Column[int]:
    """Returns a primary key that the database generates."""
    return Column(name, integer(), primary_key=True, autoincrement=True)


def text(name: str, *, nullable: bool = False, primary_key: bool = False) -> Column[str]:
    """Returns a column of text."""
    return Column(name, Text(), nullable=nullable, primary_key=primary_key)


def number(name: str, *, nullable: bool = False, primary_key: bool = False) -> Column[int]:
    """Returns a column of whole numbers."""
    return Column(name, integer(), nullable=nullable, primary_key=primary_key, autoincrement=False)


def instant(name: str, *, nullable: bool = False, primary_key: bool = False) -> Column[datetime]:
    """Returns a column of aware UTC instants."""
    return Column(name, Instant(), nullable=nullable, primary_key=primary_key)


def flag(name: str) -> Column[bool]:
    """Returns a column of yes or no."""
    return Column(name, Flag(), nullable=False)


def belongs_to(name: str, target: str, *, primary_key: bool = False) -> Column[int]:
    """Returns a reference whose row is deleted with its target."""
    return Column(name, integer(), ForeignKey(target, ondelete="CASCADE"), nullable=False, primary_key=primary_key)
