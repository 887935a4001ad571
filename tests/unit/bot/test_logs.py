import io
import json
import logging
from collections.abc import Iterator

import pytest
import structlog
from pydantic import SecretStr

from bot.logs import LIBRARY_LEVELS, configure_logging
from config.settings import Settings

CANARY = "MTAwMDAwMDAwMDAwMDAwMDAwMDAw.G4nArY.thisIsThePlantedCanaryTokenOfTheTests"
PASSWORD = "correct-horse"


@pytest.fixture(params=["json", "text"])
def journal(request: pytest.FixtureRequest) -> Iterator[io.StringIO]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    levels = {name: logging.getLogger(name).level for name in LIBRARY_LEVELS}
    stream = io.StringIO()
    settings = Settings(log_format=request.param, log_level="debug", discord_token=SecretStr("short-canary"))
    configure_logging(settings, stream)
    yield stream
    root.handlers[:] = handlers
    root.setLevel(level)
    for name in LIBRARY_LEVELS:
        logging.getLogger(name).setLevel(levels[name])
    structlog.reset_defaults()


def test_a_planted_token_appears_in_no_line_whoever_logs_it(journal: io.StringIO) -> None:
    log = structlog.get_logger("hamlet")
    log.info(f"token {CANARY}", header=f"Bot {CANARY}", nested={"deep": [CANARY]})
    log.warning("the known one", token="short-canary")
    logging.getLogger("discord.http").info("sending %s", {"Authorization": f"Bot {CANARY}"})
    try:
        raise RuntimeError(CANARY)
    except RuntimeError:
        log.exception("failed")
        logging.getLogger("aiohttp").exception("failed with %s", CANARY)

    written = journal.getvalue()
    assert CANARY not in written
    assert "short-canary" not in written
    assert written.count("[redacted]") >= 7


def test_a_password_in_an_address_is_taken_out(journal: io.StringIO) -> None:
    structlog.get_logger("hamlet").info("opening", url=f"postgresql+asyncpg://hamlet:{PASSWORD}@db/hamlet")
    assert PASSWORD not in journal.getvalue()
    assert "hamlet" in journal.getvalue()


def test_a_trace_is_logged_with_its_reference(journal: io.StringIO) -> None:
    try:
        raise ValueError("boom")
    except ValueError as error:
        structlog.get_logger("hamlet").error("an interaction failed", reference="abc123", exc_info=error)
    written = journal.getvalue()
    assert "abc123" in written
    assert "boom" in written
    assert "test_logs" in written


def test_a_trace_shows_no_values(journal: io.StringIO) -> None:
    try:
        text_of_a_message = "what somebody said"
        raise ValueError(len(text_of_a_message))
    except ValueError:
        structlog.get_logger("hamlet").exception("failed")
        logging.getLogger("discord").exception("failed")
    assert "what somebody said" not in journal.getvalue().replace('text_of_a_message = "what somebody said"', "")


def test_the_libraries_whole_events_are_not_logged_even_at_debug(journal: io.StringIO) -> None:
    logging.getLogger("discord.gateway").debug("WebSocket Event: %s", {"content": "what somebody said"})
    logging.getLogger("aiosqlite").debug("executing %s", "what somebody said")
    logging.getLogger("apscheduler").debug("still heard")
    assert "what somebody said" not in journal.getvalue()
    assert "still heard" in journal.getvalue()


def test_each_json_line_is_an_object() -> None:
    stream = io.StringIO()
    handlers = logging.getLogger().handlers[:]
    configure_logging(Settings(log_format="json"), stream)
    structlog.get_logger("hamlet").info("hello", guild=1)
    logging.getLogger("discord").warning("there")
    logging.getLogger().handlers[:] = handlers
    structlog.reset_defaults()
    lines = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert [line["event"] for line in lines] == ["hello", "there"]
    assert lines[0]["guild"] == 1
