"""Structured logs, with secrets removed whatever wrote them."""

import logging
import re
import sys
from collections.abc import Iterable
from typing import TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from config.settings import Settings

TOKEN_SHAPE = re.compile(r"[\w-]{23,28}\.[\w-]{6,7}\.[\w-]{27,}")
"""The shape of a bot token (Source: Discord, Authentication)."""
PASSWORD_IN_URL = re.compile(r"(?<=://)([^:/@\s]+):([^@/\s]+)(?=@)")
REDACTED = "[redacted]"
LIBRARY_LEVELS = {
    "discord": logging.INFO,
    "aiosqlite": logging.INFO,
    "sqlalchemy": logging.WARNING,
}
"""The minimum log level of libraries: below it are whole events, rows and requests, and every statement.

What people wrote does not belong in a log.
"""


class Redaction:
    """Replaces secrets in a rendered line: the known ones, and anything shaped like a token or a password."""

    def __init__(self, secrets: Iterable[str]) -> None:
        self._secrets = sorted((secret for secret in secrets if secret), key=len, reverse=True)

    def __call__(self, line: str) -> str:
        """Returns the line without its secrets."""
        for secret in self._secrets:
            line = line.replace(secret, REDACTED)
        return PASSWORD_IN_URL.sub(rf"\1:{REDACTED}", TOKEN_SHAPE.sub(REDACTED, line))


def configure_logging(settings: Settings, stream: TextIO | None = None) -> None:
    """Sends every log line of the process, of Hamlet and libraries, through one renderer and the redaction."""
    token = settings.discord_token.get_secret_value() if settings.discord_token else ""
    redact = Redaction([token])
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.stdlib.ExtraAdder(),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                *_renderers(settings),
                RedactionProcessor(redact),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(settings.log_level.upper())
    for library, level in LIBRARY_LEVELS.items():
        logging.getLogger(library).setLevel(max(level, root.level))


def _renderers(settings: Settings) -> list[Processor]:
    if settings.log_format == "json":
        return [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
    return [structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)]


class RedactionProcessor:
    """The last processor of the chain: redacts the rendered line."""

    def __init__(self, redact: Redaction) -> None:
        self._redact = redact

    def __call__(self, _: WrappedLogger, __: str, rendered: EventDict | str) -> str:
        """Returns the rendered line without secrets."""
        return self._redact(str(rendered))
