from datetime import UTC, datetime, timedelta

from bot.session import IdentifyBudget

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
APART = timedelta(seconds=90)


class MemoryLogins:
    def __init__(self) -> None:
        self.kept: dict[int, datetime] = {}
        self.broken = False

    async def last_login(self, shard_id: int) -> datetime | None:
        if self.broken:
            raise OSError("disk full")
        return self.kept.get(shard_id)

    async def record_login(self, shard_id: int, at: datetime) -> None:
        if self.broken:
            raise OSError("disk full")
        self.kept[shard_id] = at


class Life:
    """Processes that follow each other on one ledger; waiting moves the clock."""

    def __init__(self) -> None:
        self.now = NOON
        self.logins = MemoryLogins()
        self.waited: list[float] = []

    def process(self) -> IdentifyBudget:
        return IdentifyBudget(self.logins, APART, lambda: self.now, self.sleep)

    async def sleep(self, seconds: float) -> None:
        self.waited.append(seconds)
        self.now += timedelta(seconds=seconds)


async def test_the_first_login_of_all_waits_for_nothing() -> None:
    life = Life()
    await life.process().spend(0)
    assert life.waited == []


async def test_a_process_after_a_crash_waits_for_the_rest_of_the_span() -> None:
    life = Life()
    await life.process().spend(0)
    life.now += timedelta(seconds=30)
    await life.process().spend(0)
    assert life.waited == [60]
    assert life.logins.kept[0] == NOON + APART


async def test_shards_wait_for_themselves_only() -> None:
    life = Life()
    budget = life.process()
    await budget.spend(0)
    await budget.spend(1)
    assert life.waited == []


async def test_a_clock_that_was_set_back_makes_nobody_wait_longer_than_a_span() -> None:
    life = Life()
    await life.process().spend(0)
    life.now -= timedelta(days=3)
    await life.process().spend(0)
    assert life.waited == [90]


async def test_where_the_ledger_is_out_of_reach_the_process_remembers_its_own_logins() -> None:
    life = Life()
    budget = life.process()
    life.logins.broken = True
    await budget.spend(0)
    await budget.spend(0)
    assert life.waited == [90]
