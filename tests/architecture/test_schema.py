from pathlib import Path
from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, text

from storage.columns import Forget
from storage.database import Database
from storage.privacy import member_columns
from storage.schema import migrate
from storage.tables import metadata

FULL_TEXT = "recommendation_index"
"""SQLite's full-text index and what it keeps itself in; no table that the metadata could declare."""
PEOPLE = (
    "member_id",
    "author_id",
    "mentioned_id",
    "replied_to",
    "created_by",
    "changed_by",
    "invited_by",
    "greeter_id",
    "asked_by",
    "called_by",
    "guest_id",
)


async def migrated(tmp_path: Path) -> Database:
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'schema.db'}")
    await migrate(database)
    return database


async def test_the_migrations_lead_to_the_tables_that_the_code_declares(tmp_path: Path) -> None:
    database = await migrated(tmp_path)

    def is_declared(name: str | None, kind: str, _: object) -> bool:
        return kind != "table" or not str(name).startswith(FULL_TEXT)

    def differences(connection: Connection) -> list[Any]:
        context = MigrationContext.configure(connection, opts={"include_name": is_declared})
        return list(compare_metadata(context, metadata))

    async with database.engine.connect() as connection:
        assert await connection.run_sync(differences) == []
    await database.close()


async def test_migrating_twice_changes_nothing(tmp_path: Path) -> None:
    database = await migrated(tmp_path)
    await migrate(database)
    await database.close()


async def test_every_table_is_strict_on_sqlite(tmp_path: Path) -> None:
    database = await migrated(tmp_path)
    async with database.read() as connection:
        rows = list(await connection.execute(text("PRAGMA table_list")))
    strict = {row.name: row.strict for row in rows}
    await database.close()
    assert [table.name for table in metadata.sorted_tables if not strict[table.name]] == []


def test_every_column_that_names_a_person_says_what_forgetting_does() -> None:
    for table in metadata.sorted_tables:
        declared = {column.name for column in member_columns(table)}
        assert declared == {column.name for column in table.columns if column.name in PEOPLE}, table.name
        assert not declared or "keeps" in table.info, f"{table.name} does not say what it keeps"


def test_a_column_that_is_emptied_can_be_empty() -> None:
    for table in metadata.sorted_tables:
        for column in member_columns(table):
            assert column.nullable == (column.info["forget"] is Forget.BLANK)
            assert set(column.info["words"]) <= set(table.columns.keys())


def test_every_table_belongs_to_a_guild_or_says_to_what() -> None:
    assert [table.name for table in metadata.sorted_tables if ("guild_id" in table.c) == ("of" in table.info)] == []
