"""The demo: what it writes when nobody watches, and the lobby."""

import json
import logging
import subprocess
import sys
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import structlog
from typer.testing import CliRunner

from demo import __main__ as demo
from demo.actions import Ask, Choose, GetStarted, Recommend, Vote, Whisper
from demo.life import Life
from demo.lobby import Lobby
from demo.plan import Plan, make_plan
from demo.report import DemoFailedError, Scrapbook, summary
from demo.stage import Stage

WEEKS = 2
REPOSITORY = Path(__file__).parents[2]
NEWCOMER = "wren"
NAME = "Wren & <b>Castellaw</b>"


@pytest.fixture(scope="session")
def runs(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two runs of the same seed, side by side, as a user starts them."""
    folders = tmp_path_factory.mktemp("one"), tmp_path_factory.mktemp("other")
    processes = [
        subprocess.Popen(
            [sys.executable, "-m", "bot", "demo", "--headless", str(folder), "--weeks", str(WEEKS)],
            cwd=REPOSITORY,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for folder in folders
    ]
    for process in processes:
        said, _ = process.communicate(timeout=120)
        assert process.returncode == 0, said
    return folders


@pytest.fixture
def plan() -> Plan:
    """Everybody, doing nothing."""
    return replace(make_plan(7, datetime(2026, 3, 2, tzinfo=UTC), 1), actions=())


@pytest.fixture
async def stage(plan: Plan, tmp_path: Path) -> AsyncIterator[Stage]:
    async with Stage(plan, f"sqlite+aiosqlite:///{tmp_path / 'hamlet.db'}") as stage:
        stage.welcome(NEWCOMER, NAME)
        await stage.settle()
        yield stage


@pytest.fixture
async def address(stage: Stage) -> AsyncIterator[str]:
    async with Lobby(stage, Life(stage), NEWCOMER).opened(0) as address:
        yield address


@pytest.fixture
async def browser() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as browser:
        yield browser


def read(path: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return loaded


def test_each_week_ends_in_one_digest_of_a_kind_posted_on_monday_morning(runs: tuple[Path, Path]) -> None:
    for kind in ("community", "topic"):
        posted = [read(path)["posted_at"] for path in sorted(runs[0].glob(f"{kind}-*.json"))]
        assert posted == ["2026-03-09T09:00:00+00:00", "2026-03-16T09:00:00+00:00"], kind


def test_a_written_digest_has_its_text_its_facts_and_its_chart(runs: tuple[Path, Path]) -> None:
    digest = read(runs[0] / "community-2.json")
    assert digest["span"] == {"from": "2026-03-09", "to": "2026-03-16", "tz": "UTC"}
    assert str(digest["numbers"]["messages"]) in digest["text"].replace(",", "")
    assert digest["items"]
    assert digest["alt"]
    assert (runs[0] / "community-2.png").read_bytes().startswith(b"\x89PNG\r\n\x1a\n")


def test_the_bot_keeps_everything_that_was_lived(runs: tuple[Path, Path]) -> None:
    plan = make_plan(7, demo.START, WEEKS + demo.SPARE_WEEKS)
    end = demo.START + timedelta(weeks=WEEKS, hours=9)
    lived = Counter(type(action) for action in plan.actions if action.at < end)
    told = read(runs[0] / "summary.json")
    assert (told["seed"], told["weeks"], told["topics"]) == (7, WEEKS, len(plan.topics) + 1), "one was proposed"
    assert told["digests"] == {"community": WEEKS, "topic": WEEKS}
    kept = told["asks"], told["recommendations"], told["votes"], told["choices"], told["onboarding_finished"]
    assert kept == (lived[Ask], lived[Recommend], lived[Vote], lived[Choose], lived[GetStarted])
    assert (told["stewards"], told["circles"], told["whispers"]) == (1, 1, 0)
    assert lived[Whisper] > 0
    assert told["insights"]["messages"] > 1_000
    assert told["insights"]["participation"]["value"] > 0.5


def test_the_same_seed_writes_the_same_files(runs: tuple[Path, Path]) -> None:
    one, other = runs
    for path in one.iterdir():
        if path.name != "summary.json":
            assert path.read_bytes() == (other / path.name).read_bytes(), path.name
    summaries = [read(folder / "summary.json") for folder in runs]
    assert all(told.pop("duration_s") > 0 for told in summaries)
    assert summaries[0] == summaries[1]


async def test_what_the_bot_did_not_keep_fails_the_demo(stage: Stage) -> None:
    life = Life(stage)
    life.done["Vote"] += 1
    with pytest.raises(DemoFailedError, match="1 votes were lived, the bot kept 0"):
        await summary(stage, life, Scrapbook(stage))


def test_an_error_in_the_log_is_a_fault(tmp_path: Path) -> None:
    with demo.journal(tmp_path) as faults:
        structlog.get_logger("bot").warning("this happens")
        structlog.get_logger("bot").error("this must not happen", guild=1)
        logging.getLogger("discord").error("nor this")
    assert ["this must not happen" in faults[0], "nor this" in faults[1], len(faults)] == [True, True, 2]
    assert "this happens" in (tmp_path / "hamlet.log").read_text("utf-8")


def test_a_failed_demo_says_what_failed_and_exits_with_one(monkeypatch: pytest.MonkeyPatch) -> None:
    async def fail(*_: object) -> None:
        raise DemoFailedError("the digest was eaten")

    monkeypatch.setattr(demo, "perform", fail)
    ended = CliRunner().invoke(demo.app)
    assert ended.exit_code == 1
    assert "the digest was eaten" in ended.stderr


async def test_the_lobby_lists_channels_and_people(stage: Stage, address: str, browser: aiohttp.ClientSession) -> None:
    async with browser.get(address) as answer:
        page = await answer.text()
    assert answer.status == 200
    for channel in (stage.digest, stage.welcome_channel, *stage.topics.values()):
        assert f">{channel.name}</a>" in page
    assert "Wren &amp; &lt;b&gt;Castellaw&lt;/b&gt;" in page
    for person in stage.plan.people:
        assert (person.name in page) is (person.joins_at is None)


async def test_everybody_sees_their_own_channels(stage: Stage, address: str, browser: aiohttp.ClientSession) -> None:
    hidden = stage.moderators
    for actor, seen in ((stage.moderator, True), (stage.people[NEWCOMER], False)):
        async with browser.get(address, params={"as": str(actor.id)}) as answer:
            assert (f">{hidden.name}</a>" in await answer.text()) is seen
        there = {"as": str(actor.id), "channel": str(hidden.id)}
        async with browser.get(f"{address}open", params=there, allow_redirects=False) as answer:
            assert answer.status == (303 if seen else 404)


async def test_opening_a_channel_leads_to_its_page_and_closes_the_one_before(
    stage: Stage, address: str, browser: aiohttp.ClientSession
) -> None:
    opened = []
    for channel in (stage.digest, stage.porch):
        there = {"as": str(stage.moderator.id), "channel": str(channel.id)}
        async with browser.get(f"{address}open", params=there, allow_redirects=False) as answer:
            assert answer.status == 303
            opened.append(answer.headers["Location"])
        async with browser.get(opened[-1]) as page:
            assert page.status == 200
    (first, key), (second, other_key) = (address.split("#") for address in opened)
    assert first == second
    assert key != other_key


async def test_unknown_ids_are_not_found(address: str, browser: aiohttp.ClientSession) -> None:
    paths = ("?as=1", "?as=nobody", "open", "open?as=1&channel=1", "face/nobody.png", "face/..%2F__main__.png")
    for path in paths:
        async with browser.get(address + path) as answer:
            assert answer.status == 404, path


async def test_only_this_machine_is_let_in(address: str, browser: aiohttp.ClientSession) -> None:
    port = address.rstrip("/").rpartition(":")[2]
    for headers in (
        {"Host": "hamlet.example"},
        {"Host": f"hamlet.example:{port}"},
        {"Origin": "https://hamlet.example"},
    ):
        async with browser.get(address, headers=headers) as answer:
            assert answer.status == 403
    async with browser.get(address, headers={"Host": f"localhost:{port}"}) as answer:
        assert answer.status == 200
        assert answer.headers["Referrer-Policy"] == "same-origin", "browsers would post without their origin"
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]


async def test_a_week_passes_at_the_press_of_a_button(
    stage: Stage, address: str, browser: aiohttp.ClientSession
) -> None:
    stage.move_to(stage.plan.start)
    pressed = {"as": str(stage.moderator.id)}
    async with browser.post(f"{address}week", data=pressed, headers={"Origin": address.rstrip("/")}) as answer:
        assert answer.status == 200
        assert "Monday, 9 March 2026" in await answer.text()
    assert stage.env.now() - stage.plan.start == timedelta(weeks=1)
