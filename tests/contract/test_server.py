"""The PostgreSQL that the contracts run on."""

import pytest
from sqlalchemy import text

from storage.database import Database


async def test_the_server_is_not_closed_off_by_another_run_of_the_suite(
    postgres_address: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    for folder in (tmp_path_factory.getbasetemp(), tmp_path_factory.getbasetemp().parent):
        folder.chmod(0o700)
    database = Database(postgres_address)
    try:
        async with database.engine.connect() as connection:
            await connection.execution_options(isolation_level="AUTOCOMMIT")
            await connection.execute(text("CHECKPOINT"))
            assert await connection.scalar(text("SELECT 1")) == 1
    finally:
        await database.close()
