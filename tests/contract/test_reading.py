"""What a block that reads may count on, whichever database it reads from."""

import pytest
from sqlalchemy import func, insert, select
from sqlalchemy.exc import DBAPIError

from storage.database import Database
from storage.tables.settings import setting

ROW = {"guild_id": 1, "key": "a.b", "value": "1"}
N_SETTINGS = select(func.count()).select_from(setting)


async def test_all_that_a_block_reads_is_of_one_moment(database: Database | None) -> None:
    if database is None:
        pytest.skip("memory has no connections")
    async with database.read() as reading:
        before = await reading.scalar(N_SETTINGS)
        async with database.write() as writing:
            await writing.execute(insert(setting).values(ROW))
        after = await reading.scalar(N_SETTINGS)
    async with database.read() as reading:
        assert (before, after, await reading.scalar(N_SETTINGS)) == (0, 0, 1)


async def test_a_block_that_reads_cannot_write(database: Database | None) -> None:
    if database is None:
        pytest.skip("memory has no connections")
    with pytest.raises(DBAPIError, match=r"read-?only"):
        async with database.read() as connection:
            await connection.execute(insert(setting).values(ROW))
    async with database.read() as connection:
        assert await connection.scalar(N_SETTINGS) == 0
