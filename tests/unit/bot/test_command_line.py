"""The command line, as an operator types it: in a process of its own where what a process is matters."""

import asyncio
import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, chdir, redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path

import discord
import pytest
from aiohttp import web

from bot.cli import main

ROOT = Path(__file__).parents[3]
CANARY = "MTAwMDAwMDAwMDAwMDAwMDAwMDAw.G4nArY.thisIsThePlantedCanaryTokenOfTheTests"

pytestmark = pytest.mark.slow


def environment(folder: Path, **variables: str) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return {
        **kept,
        "PYTHONPATH": str(ROOT),
        "DATABASE_URL": f"sqlite:///{folder / 'hamlet.db'}",
        "COLUMNS": "200",
        **variables,
    }


def hamlet(folder: Path, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Runs a command in this process, with an environment, a folder and streams of its own."""
    said, faults = StringIO(), StringIO()
    with (
        chdir(folder),
        pytest.MonkeyPatch.context() as patch,
        redirect_stdout(said),
        redirect_stderr(faults),
        pytest.raises(SystemExit) as ended,
    ):
        patch.setattr(os, "environ", environment(folder, **variables))
        patch.setattr(sys, "argv", ["hamlet", *words])
        main()
    return subprocess.CompletedProcess(words, int(ended.value.code or 0), said.getvalue(), faults.getvalue())


def hamlet_alone(folder: Path, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Runs a command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "bot", *words],
        cwd=folder,
        env=environment(folder, **variables),
        capture_output=True,
        text=True,
        check=False,
    )


async def hamlet_beside(folder: Path, *words: str, **variables: str) -> tuple[int, str]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        *words,
        cwd=folder,
        env=environment(folder, **variables),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    printed, _ = await process.communicate()
    assert process.returncode is not None
    return process.returncode, printed.decode()


def test_without_a_command_the_help_lists_them_all(tmp_path: Path) -> None:
    shown = hamlet_alone(tmp_path, "--help").stdout
    for command in ("run", "demo", "migrate", "doctor", "activity", "insights"):
        assert command in shown


def test_a_wrong_setting_is_one_line_without_a_trace(tmp_path: Path) -> None:
    outcome = hamlet_alone(tmp_path, "run", BELL_SECONDS="soon")
    assert outcome.returncode == 2
    assert outcome.stderr.startswith("hamlet: BELL_SECONDS")
    assert len(outcome.stderr.splitlines()) == 1


def test_running_without_a_token_says_which_variable_is_missing(tmp_path: Path) -> None:
    outcome = hamlet_alone(tmp_path, "run")
    assert outcome.returncode == 2
    assert "DISCORD_TOKEN is not set" in outcome.stderr
    assert "Traceback" not in outcome.stderr


def test_migrate_makes_the_database_and_may_be_repeated(tmp_path: Path) -> None:
    for _ in range(2):
        outcome = hamlet(tmp_path, "migrate")
        assert outcome.returncode == 0, outcome.stderr
    assert (tmp_path / "hamlet.db").exists()


def test_a_database_newer_than_the_code_is_refused(tmp_path: Path) -> None:
    hamlet(tmp_path, "migrate")
    with sqlite3.connect(tmp_path / "hamlet.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    outcome = hamlet(tmp_path, "migrate")
    assert outcome.returncode == 2
    assert "newer than this code" in outcome.stderr


Handler = Callable[[web.Request], Awaitable[web.Response]]


@asynccontextmanager
async def rest(port: int, handle: Handler) -> AsyncIterator[str]:
    """The address of a REST server that answers everything in one way."""
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", handle)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    yield f"http://127.0.0.1:{port}/api/v10"
    await runner.cleanup()


@pytest.fixture
async def unfriendly(unused_tcp_port: int) -> AsyncIterator[str]:
    """A REST server that accepts no token."""

    async def refuse(_: web.Request) -> web.Response:
        return web.Response(status=401)

    async with rest(unused_tcp_port, refuse) as address:
        yield address


@pytest.fixture
async def friendly(unused_tcp_port: int) -> AsyncIterator[str]:
    """A REST server that accepts every token; of the privileged intents, the application has Server Members alone."""
    person = {"id": "1", "username": "hamlet", "discriminator": "0", "avatar": None, "bot": True}
    kinds = {
        "bot_public": True,
        "bot_require_code_grant": False,
        "flags": discord.ApplicationFlags.gateway_guild_members.flag,
    }
    application = {
        **person,
        **kinds,
        "name": "Hamlet",
        "description": "",
        "icon": None,
        "owner": person,
        "verify_key": "",
    }

    async def accept(_: web.Request) -> web.Response:
        return web.Response(body=json.dumps(application).encode(), content_type="application/json")

    async with rest(unused_tcp_port, accept) as address:
        yield address


async def test_a_refused_token_ends_in_one_plain_sentence_and_is_not_printed(tmp_path: Path, unfriendly: str) -> None:
    code, printed = await hamlet_beside(tmp_path, "run", DISCORD_TOKEN=CANARY, REST_URL=unfriendly, LOG_LEVEL="debug")
    assert code == 2
    assert "DISCORD_TOKEN should be a bot token that Discord accepts" in printed
    assert CANARY not in printed
    assert "Traceback" not in printed


async def test_the_doctor_says_a_line_for_each_thing_and_fails_on_a_fault(tmp_path: Path, unfriendly: str) -> None:
    code, printed = await hamlet_beside(tmp_path, "doctor", DISCORD_TOKEN=CANARY, REST_URL=unfriendly)
    lines = [line.split()[:2] for line in printed.splitlines()]
    assert code == 1
    assert lines[:2] == [["ok", "settings"], ["FAULT", "token"]]
    assert ["ok", "database"] in lines
    assert ["ok", "disk"] in lines
    assert ["ok", "clock"] in lines
    assert CANARY not in printed


@pytest.mark.parametrize(
    ("content", "code", "line"),
    [("false", 0, "Server Members is on"), ("true", 1, "turn on Message Content in the developer portal")],
)
async def test_the_doctor_misses_the_intents_that_the_settings_need(
    tmp_path: Path, friendly: str, content: str, code: int, line: str
) -> None:
    set_up = {"DISCORD_TOKEN": CANARY, "REST_URL": friendly, "MESSAGE_CONTENT": content}
    told, printed = await hamlet_beside(tmp_path, "doctor", **set_up)
    assert line in printed
    assert told == code


def test_the_doctor_sees_a_wrong_setting(tmp_path: Path) -> None:
    outcome = hamlet(tmp_path, "doctor", BELL_SECONDS="soon")
    assert outcome.returncode == 1
    assert "FAULT  settings  BELL_SECONDS" in outcome.stdout
