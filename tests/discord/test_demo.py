"""The demo: the files of a headless run, and the lobby."""

import asyncio
import json
import logging
import re
import subprocess
import sys
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, get_args

import aiohttp
import pytest
import structlog
from simcord.results import ResponseMessage
from typer.testing import CliRunner

from demo import __main__ as demo
from demo.simulation.report import DemoFailedError, DigestLog, Posted, summary
from demo.simulation.runner import Runner
from demo.simulation.server import DIGEST_HOUR, DemoServer, text
from demo.story.actions import (
    Action,
    Ask,
    Choose,
    GetStarted,
    OpenThread,
    Outcome,
    React,
    Recommend,
    Say,
    StartQuietly,
    Vote,
)
from demo.story.ama_actions import AmaAction
from demo.story.plan import Plan, make_plan
from demo.story.topic_actions import CircleAction, ReadOnlyAction, StewardAction, TopicAction, Whisper
from demo.web.lobby import Lobby

WEEKS = 1
WHOLE = 6
"""The default number of weeks of a demo."""
REPOSITORY = Path(__file__).parents[2]
NEWCOMER = "wren"
WORKED = re.compile(r"\[([^\]]+)\]\([^)]+\)\*\* worked for [1-9]")
NAME = "Wren & <b>Castellaw</b>"


@pytest.fixture(scope="session")
def runs(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Runs the demo twice with the same seed, as a user does; returns both folders."""
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


@dataclass(frozen=True, slots=True)
class Story:
    """The result of a whole demo; `said` is all text of the bot by channel, ephemeral answers included."""

    done: Mapping[str, int]
    said: Mapping[str, str]
    told: Mapping[str, Any]
    digests: list[Posted]


@pytest.fixture(scope="session")
def story(tmp_path_factory: pytest.TempPathFactory) -> Story:
    """Plays all weeks of the demo without most of the small talk."""
    plan = make_plan(7, demo.START, WHOLE + demo.SPARE_WEEKS)
    chosen = {action.ask for action in plan.actions if isinstance(action, Choose)}
    quiet = replace(plan, actions=tuple(action for action in plan.actions if _matters(action, chosen)))
    return asyncio.run(lived(quiet, f"sqlite+aiosqlite:///{tmp_path_factory.mktemp('story') / 'hamlet.db'}"))


def _matters(action: Action, chosen: set[str]) -> bool:
    """Returns whether an action is kept.

    Small talk is not, but for one opener in six days, which keeps a topic awake; votes are kept where the asker chose.
    """
    match action:
        case OpenThread() | React():
            return False
        case Say(thread=thread, replies_to=replies_to, at=at):
            return thread is None and replies_to is None and (at - demo.START).days % 6 == 0
        case Vote(recommendation=recommendation):
            return recommendation.rpartition("-item")[0] in chosen
        case _:
            return True


async def lived(plan: Plan, database_url: str) -> Story:
    async with DemoServer(plan, database_url) as stage:
        life, book = Runner(stage), DigestLog(stage)
        await stage.set_up()
        async for _ in life.advance(plan.start + timedelta(weeks=WHOLE, hours=DIGEST_HOUR)):
            await book.collect()
        assert stage.env.errors == []
        backend = stage.env.backend
        said: dict[str, list[str]] = {}
        for channel in backend.channels.values():
            posts = backend.messages.get(channel.id, {}).values()
            written = [text(ResponseMessage(stage.env, one)) for one in posts if one.author_id == backend.bot_user.id]
            said.setdefault(str(channel.name), []).extend(written)
        told = await summary(stage, life, book)
        return Story(life.done, {name: "\n".join(one) for name, one in said.items()}, told, book.digests)


@pytest.fixture
def plan() -> Plan:
    """Returns a plan with people and no actions."""
    return replace(make_plan(7, datetime(2026, 3, 2, tzinfo=UTC), 1), actions=())


@pytest.fixture
async def stage(plan: Plan, tmp_path: Path) -> AsyncIterator[DemoServer]:
    async with DemoServer(plan, f"sqlite+aiosqlite:///{tmp_path / 'hamlet.db'}") as stage:
        stage.welcome(NEWCOMER, NAME)
        await stage.settle()
        yield stage


@pytest.fixture
async def address(stage: DemoServer) -> AsyncIterator[str]:
    async with Lobby(stage, Runner(stage), NEWCOMER).opened(0) as address:
        yield address


@pytest.fixture
async def browser() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as browser:
        yield browser


def read(path: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return loaded


def test_a_week_ends_in_one_digest_of_a_kind_posted_on_monday_morning(runs: tuple[Path, Path]) -> None:
    for kind in ("community", "topic"):
        posted = [read(path)["posted_at"] for path in sorted(runs[0].glob(f"{kind}-*.json"))]
        assert posted == ["2026-03-09T09:00:00+00:00"], kind


def test_a_written_digest_has_its_text_its_facts_and_its_chart(runs: tuple[Path, Path]) -> None:
    digest = read(runs[0] / "community-1.json")
    assert digest["span"] == {"from": "2026-03-02", "to": "2026-03-09", "tz": "UTC"}
    assert str(digest["numbers"]["messages"]) in digest["text"].replace(",", "")
    assert digest["items"]
    assert digest["alt"]
    assert (runs[0] / "community-1.png").read_bytes().startswith(b"\x89PNG\r\n\x1a\n")


def test_the_bot_keeps_everything_that_was_lived(runs: tuple[Path, Path]) -> None:
    plan = make_plan(7, demo.START, WEEKS + demo.SPARE_WEEKS)
    end = demo.START + timedelta(weeks=WEEKS, hours=9)
    lived = Counter(type(action) for action in plan.actions if action.at < end)
    told = read(runs[0] / "summary.json")
    assert (told["seed"], told["weeks"], told["topics"]) == (7, WEEKS, len(plan.topics) + 1), "one was proposed"
    assert (told["digests"]["community"], told["digests"]["topic"]) == (WEEKS, WEEKS)
    kept = told["asks"], told["recommendations"], told["votes"], told["choices"], told["onboarding_finished"]
    started = lived[GetStarted] + lived[StartQuietly]
    assert kept == (lived[Ask], lived[Recommend], lived[Vote], lived[Choose], started)
    assert (told["stewards"], told["circles"], told["whispers"]) == (1, 1, 0)
    assert lived[Whisper] > 0
    assert told["insights"]["messages"] > 400
    assert told["insights"]["participation"]["value"] > 0.5


def test_people_do_everything_that_can_be_done_in_six_weeks(story: Story) -> None:
    places = (*get_args(TopicAction), *get_args(StewardAction), *get_args(CircleAction), *get_args(ReadOnlyAction))
    for kind in (*places, *get_args(AmaAction), StartQuietly, Outcome):
        assert story.done[kind.__name__] > 0, kind


def test_newcomers_choose_come_back_say_nothing_about_themselves_and_change_their_minds(story: Story) -> None:
    assert "Welcome, <@" in story.said["welcome"]
    assert "You are all set" in story.said["welcome"]
    assert "Look into **" in story.said["welcome"]
    assert "people who joined" in story.said["welcome"], "a suggestion says why"
    assert "said they'd help newcomers" in story.said["welcome"]
    assert story.said["introductions"].count("says hello") == story.done["GetStarted"] == story.told["introductions"]
    assert story.told["onboarding_finished"] == story.done["GetStarted"] + 1
    assert story.told["opted_out"] == story.done["StartQuietly"] == story.done["Hesitate"] == 1
    assert story.done["ChangeInterests"] == 1
    assert "You are all set" in story.said["porch"], "who changes their interests comes to the same end"


def test_greeters_are_told_of_who_waits_and_one_stops(story: Story) -> None:
    assert "Somebody waits for a hello" in story.said["greeters"]
    assert story.told["greeters"] == story.done["OfferToGreet"] - 1
    assert "you greet no more" in story.said["porch"]


def test_topics_are_proposed_wanted_taken_back_grown_folded_declined_and_met_by_what_is_there(story: Story) -> None:
    proposals, porch = story.said["proposals"], story.said["porch"]
    assert "There is something like it already" in porch
    assert "## Proposed" in porch, "somebody insists"
    assert "Welcome to" in porch
    assert "You left board-games" in porch
    assert "Taken back: 2 of 5 so far." in proposals
    assert "That was the one it took: it has sprouted." in proposals
    assert "Amateur radio does not go on\n\nThis time too few people came together" in proposals
    assert "Film club for children does not go on\n\nA moderator decided against it" in proposals
    for name in ("Bicycle repair", "Night walks"):
        assert f"{name} has sprouted" in story.said[name]
        assert f"{name} has grown" in story.said[name]
    assert "Night walks sprouts now" in story.said["moderators"]
    assert "Night walks is a topic now" in story.said["moderators"]


def test_a_quiet_topic_is_kept_another_goes_to_the_archive_and_a_third_comes_back(story: Story) -> None:
    assert "Good, it stays." in story.said["board-games"]
    assert "board-games stays" in story.said["board-games"]
    assert "Bicycle repair is in the archive" in story.said["Bicycle repair"]
    assert "Night walks stays" in story.said["Night walks"]
    assert "Night walks is back" in story.said["porch"]


def test_a_steward_looks_after_a_topic_by_their_own_yes_and_another_is_let_alone(story: Story) -> None:
    home = story.said["home-coffee"]
    for told in ("looks after this topic now", "is described now as", "It is pinned.", "Conversation starter"):
        assert told in home
    assert home.count("Conversation starter") == story.done["Prompt"] > 1
    assert "This question is settled" in story.said["film-club"]
    assert story.told["stewards"] == 1


def test_circles_are_joined_refused_left_and_closed_and_nothing_of_them_is_kept(story: Story) -> None:
    assert "You are in Readers now" in story.said["nook"]
    assert "nobody is told" in story.said["nook"]
    assert "You left Readers" in story.said["Readers"]
    assert "Rosa's birthday is closed" in story.said["Rosa's birthday"]
    assert "moderators with the permission Manage Threads" in story.said["Readers"]
    assert (story.told["circles"], story.told["whispers"]) == (1, 0)
    assert story.done["Whisper"] > 5


def test_a_brand_is_asked_openly_and_the_digest_tells_of_the_next_time(story: Story) -> None:
    thread = story.said["Ask Otterlamp anything"]
    assert thread.count("who speaks for Otterlamp · #") == story.done["AnswerQuestion"] == 2
    assert "Why do your bags have a valve" in thread
    assert "It is skipped. Whoever asked is told why" in thread
    assert "It was not passed on to the guest: We don't ask guests to talk badly about others" in thread
    assert "It is over. Thank you to everybody who asked!" in thread
    assert "would like to answer questions in" in story.said["moderators"]
    assert (story.told["amas"], story.told["questions"]) == (2, 3)
    told = [one.facts["text"] for one in story.digests if one.kind == "community"]
    assert ["ask your questions, <t:" in text for text in told] == [False, True, False, False, True, False]


def test_the_moderator_previews_counts_looks_ahead_and_has_access_go_over(story: Story) -> None:
    moderators = story.said["moderators"]
    for told in ("Nothing is changed.", "Newcomers of the last 30 days", "Room in this server", "2 topics go over"):
        assert told in moderators


def test_the_community_asks_answers_chooses_and_reports_back_and_the_digest_shows_what_worked(story: Story) -> None:
    for kept, kind in (
        ("asks", "Ask"),
        ("recommendations", "Recommend"),
        ("choices", "Choose"),
        ("outcomes", "Outcome"),
    ):
        assert story.told[kept] == story.done[kind] > 1, kept
    digests = [one for one in story.digests if one.kind == "community"]
    assert len(digests) == WHOLE
    items = {text for one in digests for text in WORKED.findall(one.facts["text"])}
    recommended = {
        action.item for action in make_plan(7, demo.START, WHOLE + 2).actions if isinstance(action, Recommend)
    }
    assert len(items) > 3
    assert items <= recommended


def test_the_same_seed_writes_the_same_files(runs: tuple[Path, Path]) -> None:
    one, other = runs
    for path in one.iterdir():
        if path.name != "summary.json":
            assert path.read_bytes() == (other / path.name).read_bytes(), path.name
    summaries = [read(folder / "summary.json") for folder in runs]
    assert all(told.pop("duration_s") > 0 for told in summaries)
    assert summaries[0] == summaries[1]


async def test_what_the_bot_did_not_keep_fails_the_demo(stage: DemoServer) -> None:
    life = Runner(stage)
    life.done["Vote"] += 1
    with pytest.raises(DemoFailedError, match="1 votes were lived, the bot kept 0"):
        await summary(stage, life, DigestLog(stage))


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


async def test_the_lobby_lists_channels_and_people(
    stage: DemoServer, address: str, browser: aiohttp.ClientSession
) -> None:
    async with browser.get(address) as answer:
        page = await answer.text()
    assert answer.status == 200
    for channel in (stage.digest, stage.welcome_channel, *stage.topics.values()):
        assert f">{channel.name}</a>" in page
    assert "Wren &amp; &lt;b&gt;Castellaw&lt;/b&gt;" in page
    for person in stage.plan.people:
        assert (person.name in page) is (person.joins_at is None)


async def test_everybody_sees_their_own_channels(
    stage: DemoServer, address: str, browser: aiohttp.ClientSession
) -> None:
    hidden = stage.moderators
    for actor, seen in ((stage.moderator, True), (stage.people[NEWCOMER], False)):
        async with browser.get(address, params={"as": str(actor.id)}) as answer:
            assert (f">{hidden.name}</a>" in await answer.text()) is seen
        there = {"as": str(actor.id), "channel": str(hidden.id)}
        async with browser.get(f"{address}open", params=there, allow_redirects=False) as answer:
            assert answer.status == (303 if seen else 404)


async def test_opening_a_channel_leads_to_its_page_and_closes_the_one_before(
    stage: DemoServer, address: str, browser: aiohttp.ClientSession
) -> None:
    opened = []
    for channel in (stage.digest, stage.general_channel):
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
    stage: DemoServer, address: str, browser: aiohttp.ClientSession
) -> None:
    stage.move_to(stage.plan.start)
    pressed = {"as": str(stage.moderator.id)}
    async with browser.post(f"{address}week", data=pressed, headers={"Origin": address.rstrip("/")}) as answer:
        assert answer.status == 200
        assert "Monday, 9 March 2026" in await answer.text()
    assert stage.env.now() - stage.plan.start == timedelta(weeks=1)
