from datetime import UTC, datetime, timedelta

import pytest

from bot.session import Logins
from storage.database import Database
from storage.logins import SqlLogins
from tests.unit.bot.test_session import MemoryLogins

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)


@pytest.fixture
def logins(database: Database | None) -> Logins:
    return MemoryLogins() if database is None else SqlLogins(database)


async def test_the_latest_login_of_each_shard_is_known(logins: Logins) -> None:
    assert await logins.last_login(0) is None
    await logins.record_login(0, NOON)
    await logins.record_login(0, NOON + timedelta(minutes=2))
    await logins.record_login(1, NOON)
    assert await logins.last_login(0) == NOON + timedelta(minutes=2)
    assert await logins.last_login(1) == NOON
