"""``insights``: one object, on the command line and from the service."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from community.calendar import Window
from community.engagement.activity_log import MemberDay, Opening, Spell
from community.engagement.events import Activity, ActivityKind
from community.engagement.known_members import KnownMembers
from community.engagement.optouts import OptOuts
from community.engagement.recorder import Recorder, RecorderLimits
from community.engagement.service import EngagementService
from community.errors import BadDatabase, Invalid, OperatorError
from community.ids import ChannelId, GuildId, MemberId
from tests.fakes.engagement.activity_log import MemoryActivityLog
from tests.fakes.engagement.conversations import MemoryConversations
from tests.unit.engagement.insight_queries import ask, keep, numbers

HOME = GuildId(7)
AMY, BEA = MemberId(1), MemberId(2)
UTC_ZONE = ZoneInfo("UTC")
NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)


def said(member: MemberId, at: datetime, thread: int | None = None, guild: GuildId = HOME) -> Activity:
    number = round(at.timestamp() * 1000) * 10 + member
    return Activity(
        guild, ActivityKind.MESSAGE, number, member, at, ChannelId(100), None if thread is None else ChannelId(thread)
    )


@pytest.fixture
def address(tmp_path: Path) -> str:
    """A small server: a question of Amy's, answered by Bea 10 minutes later, and one that nobody answered."""
    return keep(
        tmp_path / "small.db",
        [
            said(AMY, NOON, thread=200),
            said(BEA, NOON + timedelta(minutes=10), thread=200),
            said(AMY, NOON + timedelta(hours=1), thread=201),
            said(AMY, NOON + timedelta(hours=2)),
            said(AMY, NOON, guild=GuildId(8)),
        ],
    )


# The command


def test_it_prints_one_object_in_the_order_of_the_definitions(address: str) -> None:
    answer = numbers(address, HOME, "2026-03-01", "2026-03-08")
    assert list(answer)[:8] == ["guild", "from", "to", "tz", "eligible", "active", "messages", "threads"]
    assert list(answer)[-3:] == ["retention", "states", "top_channels"]
    assert [answer[key] for key in ("guild", "from", "to", "tz")] == ["7", "2026-03-01", "2026-03-08", "UTC"]
    assert [answer[key] for key in ("eligible", "active", "messages", "threads", "new_members")] == [2, 2, 4, 2, 2]
    assert answer["participation"] == {"value": 1, "low": pytest.approx(0.342380, abs=5e-7), "high": 1, "n": 2}
    assert answer["first_response"] == {
        "n": 2,
        "answered": 1,
        "unanswered": 1,
        "median_s": {"value": 600, "low": None, "high": None},
        "p90_s": 600,
    }
    assert (answer["reply_rate_24h"]["value"], answer["reply_rate_24h"]["n"]) == (0.5, 2)


def test_the_first_day_counts_and_the_last_one_does_not(address: str) -> None:
    assert numbers(address, HOME, "2026-03-03", "2026-03-04")["messages"] == 4
    assert numbers(address, HOME, "2026-03-01", "2026-03-03")["messages"] == 0
    assert numbers(address, HOME, "2026-03-04", "2026-03-05")["messages"] == 0


def test_days_are_those_of_the_time_zone(address: str) -> None:
    assert numbers(address, HOME, "2026-03-04", "2026-03-05", "Pacific/Kiritimati")["messages"] == 4


def test_an_empty_window_of_a_known_server_is_all_zeros(address: str) -> None:
    answer = numbers(address, HOME, "2020-01-01", "2020-02-01")
    assert (answer["eligible"], answer["messages"], answer["states"][0]["active"]) == (0, 0, 0)
    assert answer["participation"] == {"value": None, "low": None, "high": None, "n": 0}


def test_without_json_it_is_a_table_for_people(address: str) -> None:
    result = ask(address, "--guild", "7", "--from", "2026-03-01", "--to", "2026-03-08")
    assert result.exit_code == 0
    assert "participation" in result.stdout
    assert "see them with --json" in result.stdout


@pytest.mark.parametrize(
    ("options", "line"),
    [
        (("--from", "yesterday", "--to", "2026-03-08"), "--from should be a day such as"),
        (("--from", "2026-03-01", "--to", "2026-02-30"), "--to should be a day such as"),
        (("--from", "0001-01-01", "--to", "2026-03-08"), "--from should be a day from 2015-01-01"),
        (("--from", "2026-03-01", "--to", "9999-12-31"), "--to should be a day from 2015-01-01"),
        (("--from", "2026-03-08", "--to", "2026-03-08"), "--to should be later than --from"),
        (("--from", "2026-03-01", "--to", "2026-03-08", "--tz", "Mars/Olympus"), "--tz should be a time zone"),
        (("--from", "2026-03-01", "--to", "2026-03-08", "--tz", "../zones"), "--tz should be a time zone"),
    ],
)
def test_what_does_not_fit_is_told_in_one_line(address: str, options: tuple[str, ...], line: str) -> None:
    with pytest.raises(OperatorError, match=line) as refused:
        ask(address, "--guild", "7", *options)
    assert "\n" not in str(refused.value)


def test_a_server_that_nothing_is_known_of_is_told_from_a_silent_one(address: str) -> None:
    with pytest.raises(OperatorError, match="nothing is recorded of guild 9"):
        ask(address, "--guild", "9", "--from", "2026-03-01", "--to", "2026-03-08")


@pytest.mark.parametrize("guild", ["0", "-1", str(2**63), "seven"])
def test_a_number_that_is_no_identifier_is_refused(address: str, guild: str) -> None:
    assert ask(address, "--guild", guild, "--from", "2026-03-01", "--to", "2026-03-08").exit_code == 2


def test_a_missing_database_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(BadDatabase, match="python -m bot migrate"):
        ask(f"sqlite+aiosqlite:///{tmp_path / 'none.db'}", "--guild", "7", "--from", "2026-03-01", "--to", "2026-03-08")
    assert not list(tmp_path.iterdir())


def test_a_database_without_our_tables_says_which_command_helps(tmp_path: Path) -> None:
    (tmp_path / "empty.db").touch()
    with pytest.raises(BadDatabase, match="python -m bot migrate"):
        ask(
            f"sqlite+aiosqlite:///{tmp_path / 'empty.db'}", "--guild", "7", "--from", "2026-03-01", "--to", "2026-03-08"
        )


# The service


class Observed(MemoryActivityLog):
    """Remembers what was read."""

    def __init__(self) -> None:
        super().__init__()
        self.read: list[tuple[str, date]] = []

    async def spells(self, guild_id: GuildId, window: Window) -> Sequence[Spell]:
        self.read.append(("spells", window.first))
        return await super().spells(guild_id, window)

    async def member_days(
        self,
        guild_id: GuildId,
        window: Window,
        *,
        channel_id: ChannelId | None = None,
        member_id: MemberId | None = None,
    ) -> Sequence[MemberDay]:
        self.read.append(("member_days", window.first))
        return await super().member_days(guild_id, window, channel_id=channel_id, member_id=member_id)

    async def openings(
        self, guild_id: GuildId, window: Window, *, member_id: MemberId | None = None
    ) -> Sequence[Opening]:
        self.read.append(("openings", window.first))
        return await super().openings(guild_id, window, member_id=member_id)


class Silence:
    """An alarm that never rings."""

    def cancel(self) -> None:
        """Nothing to call off."""


def service(log: MemoryActivityLog) -> EngagementService:
    recorder = Recorder(log, RecorderLimits(), call_later=lambda _, __: Silence(), start_flush=lambda: None)
    return EngagementService(log, recorder, MemoryConversations(log), OptOuts(), KnownMembers())


THREE_DAYS = Window(date(2026, 3, 2), date(2026, 3, 5), UTC_ZONE)
MONTH_BEFORE = date(2026, 2, 3)


async def test_what_still_waits_to_be_stored_is_counted() -> None:
    engagement = service(MemoryActivityLog())
    engagement.record(said(AMY, NOON))
    assert (await engagement.read_metrics(HOME, THREE_DAYS, ["messages"]))["messages"] == 1


@pytest.mark.parametrize(
    ("key", "reads"),
    [
        ("eligible", [("spells", MONTH_BEFORE)]),
        ("messages", [("member_days", MONTH_BEFORE)]),
        ("threads", [("openings", THREE_DAYS.first)]),
        ("mau", [("spells", MONTH_BEFORE), ("member_days", MONTH_BEFORE)]),
        ("states", [("spells", MONTH_BEFORE), ("member_days", date(2015, 1, 1))]),
    ],
)
async def test_only_what_a_number_needs_is_read(key: str, reads: list[tuple[str, date]]) -> None:
    log = Observed()
    await service(log).read_metrics(HOME, THREE_DAYS, [key])
    assert log.read == reads


async def test_some_numbers_come_in_the_order_of_all_and_an_unknown_one_is_an_error() -> None:
    engagement = service(MemoryActivityLog())
    answer = await engagement.read_metrics(HOME, THREE_DAYS, ["gini", "active"])
    assert list(answer) == ["guild", "from", "to", "tz", "active", "gini"]
    with pytest.raises(KeyError, match="charm"):
        await engagement.read_metrics(HOME, THREE_DAYS, ["charm"])


@pytest.mark.parametrize("n_days", [-1, 0, 6, 366])
async def test_spans_that_are_not_shown_are_refused_with_the_bounds(n_days: int) -> None:
    engagement = service(MemoryActivityLog())
    for refused in (
        engagement.own_numbers(HOME, AMY, n_days, UTC_ZONE, NOON),
        engagement.overview(HOME, n_days, UTC_ZONE, NOON),
    ):
        with pytest.raises(Invalid, match="from 7 to 365"):
            await refused


async def test_ones_own_days_end_with_today_and_a_servers_with_yesterday() -> None:
    engagement = service(MemoryActivityLog())
    kiritimati = ZoneInfo("Pacific/Kiritimati")
    own = await engagement.own_numbers(HOME, AMY, 7, kiritimati, NOON)
    assert (own.window.first, own.window.end) == (date(2026, 2, 26), date(2026, 3, 5))
    assert list(own.messages) == list(own.window.days())
    server = await engagement.overview(HOME, 7, kiritimati, NOON)
    assert (server.window.first, server.window.end) == (date(2026, 2, 25), date(2026, 3, 4))


@pytest.mark.parametrize(("days_before", "known"), [(13, False), (14, True), (44, True), (45, False)])
async def test_nothing_is_compared_with_days_before_anybody_recorded(days_before: int, known: bool) -> None:
    engagement = service(MemoryActivityLog())
    engagement.record(said(AMY, NOON - timedelta(days=days_before)))
    engagement.record(said(AMY, NOON - timedelta(days=8)))
    overview = await engagement.overview(HOME, 7, UTC_ZONE, NOON)
    assert (overview.trends.participation is not None) is known
    assert (overview.trends.messages is not None) is known
