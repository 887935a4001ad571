"""Column types of the migrations, frozen: an old migration must always build the same schema.

Nothing here may change, and nothing of the project is imported. A migration that needs another type adds it.
"""

from sqlalchemy import BigInteger, Integer, SmallInteger
from sqlalchemy.types import TypeEngine


def integer() -> TypeEngine[int]:
    """Returns the type of identifiers and counts: ``INTEGER`` on SQLite, ``BIGINT`` on PostgreSQL."""
    return BigInteger().with_variant(Integer(), "sqlite")


def instant() -> TypeEngine[int]:
    """Returns the type of instants, kept as microseconds since 1970."""
    return integer()


def flag() -> TypeEngine[int]:
    """Returns the type of yes (1) and no (0): ``INTEGER`` on SQLite, ``SMALLINT`` on PostgreSQL."""
    return SmallInteger().with_variant(Integer(), "sqlite")
