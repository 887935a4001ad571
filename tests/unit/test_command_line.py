"""The command line, as an operator types it: in a process of its own."""

import asyncio
import os
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import web

ROOT = Path(__file__).parents[2]
CANARY = "MTAwMDAwMDAwMDAwMDAwMDAwMDAw.G4nArY.thisIsThePlantedCanaryTokenOfTheTests"


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
    shown = hamlet(tmp_path, "--help").stdout
    for command in ("run", "demo", "migrate", "doctor", "activity", "insights"):
        assert command in shown


def test_a_wrong_setting_is_one_line_without_a_trace(tmp_path: Path) -> None:
    outcome = hamlet(tmp_path, "run", BELL_SECONDS="soon")
    assert outcome.returncode == 2
    assert outcome.stderr.startswith("hamlet: BELL_SECONDS")
    assert len(outcome.stderr.splitlines()) == 1


def test_running_without_a_token_says_which_variable_is_missing(tmp_path: Path) -> None:
    outcome = hamlet(tmp_path, "run")
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


@pytest.fixture
async def unfriendly(unused_tcp_port: int) -> AsyncIterator[str]:
    """A REST server that accepts no token."""

    async def refuse(_: web.Request) -> web.Response:
        return web.Response(status=401)

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", refuse)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", unused_tcp_port).start()
    yield f"http://127.0.0.1:{unused_tcp_port}/api/v10"
    await runner.cleanup()


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


def test_the_doctor_sees_a_wrong_setting(tmp_path: Path) -> None:
    outcome = hamlet(tmp_path, "doctor", BELL_SECONDS="soon")
    assert outcome.returncode == 1
    assert "FAULT  settings  BELL_SECONDS" in outcome.stdout
