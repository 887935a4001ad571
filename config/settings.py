"""The operator's settings. Moderators change the others in Discord, with ``/settings``."""

from datetime import timedelta
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, SettingsConfigDict

from community.errors import BadSetting


def _database_address(value: str) -> str:
    if value.startswith("postgres://"):
        return "postgresql+asyncpg://" + value.removeprefix("postgres://")
    if value.startswith("postgresql://"):
        return "postgresql+asyncpg://" + value.removeprefix("postgresql://")
    if value.startswith("sqlite://"):
        return "sqlite+aiosqlite://" + value.removeprefix("sqlite://")
    if not value.startswith(("sqlite+aiosqlite:///", "postgresql+asyncpg://")):
        message = "should be an address such as sqlite+aiosqlite:///hamlet.db or postgres://user:word@host/name"
        raise ValueError(message)
    return value


def _web_address(schemes: tuple[str, ...]) -> AfterValidator:
    def check(value: str | None) -> str | None:
        if value is not None and not value.startswith(tuple(f"{scheme}://" for scheme in schemes)):
            message = f"should be an address that begins with {' or '.join(f'{s}://' for s in schemes)}"
            raise ValueError(message)
        return value.rstrip("/") if value else value

    return AfterValidator(check)


def _empty_is_none(value: object) -> object:
    return None if value == "" else value


class Settings(BaseSettings):
    """The settings; each field is an environment variable of its name in capitals, also read from ``.env``."""

    model_config = SettingsConfigDict(env_file=".env", env_file_encoding="utf-8", extra="ignore", frozen=True)

    discord_token: Annotated[SecretStr | None, BeforeValidator(_empty_is_none)] = Field(
        default=None,
        description="The bot's token, from Discord's developer portal. Secret; only `run` and `doctor` need it.",
    )
    database_url: Annotated[str, AfterValidator(_database_address)] = Field(
        default="sqlite+aiosqlite:///hamlet.db",
        description="Where everything is kept: one SQLite file, or PostgreSQL (postgres://user:word@host/name).",
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(default="info", description="How much is logged.")
    log_format: Literal["json", "text"] = Field(
        default="text", description="Log lines for people (text) or for machines (json)."
    )
    rest_url: Annotated[str | None, BeforeValidator(_empty_is_none), _web_address(("http", "https"))] = Field(
        default=None,
        description="Discord's REST address, where it is not Discord's own: a proxy, a test server.",
    )
    gateway_url: Annotated[str | None, BeforeValidator(_empty_is_none), _web_address(("ws", "wss"))] = Field(
        default=None, description="The gateway's address, where it is not Discord's own."
    )
    shard_count: Annotated[int | None, BeforeValidator(lambda v: None if v == "auto" else v)] = Field(
        default=1,
        ge=1,
        description="Gateway connections: 1 is right up to about 1,000 guilds; auto asks Discord.",
    )
    batch_size: int = Field(
        default=4_000, ge=1, le=10_000, description="Recorded events are stored when this many wait."
    )
    batch_seconds: float = Field(
        default=10,
        ge=0.1,
        le=300,
        description="Recorded events are stored when the oldest has waited this long.",
    )
    queue_size: int = Field(
        default=50_000,
        ge=100,
        description="How many recorded events may wait; beyond it the newest are refused and counted.",
    )
    identify_seconds: float = Field(
        default=90,
        ge=0,
        le=3_600,
        description="At least this long between two logins, also across restarts: Discord allows 1,000 a day.",
    )
    bell_seconds: int = Field(
        default=60, ge=5, le=3_600, description="How often Hamlet looks for digests that are due."
    )
    message_content: bool = Field(
        default=False,
        description="Ask Discord for message content, to count how often brands are named; no text is kept.",
    )

    @property
    def login_span(self) -> timedelta:
        """The minimum time between two logins of a shard."""
        return timedelta(seconds=self.identify_seconds)

    @property
    def batch_age(self) -> timedelta:
        """The longest that a recorded event may wait."""
        return timedelta(seconds=self.batch_seconds)


def load_settings() -> Settings:
    """Returns the settings of the environment and ``.env``.

    Raises
    ------
    BadSetting
        If a value is invalid: one line that names the variable and says what it should be, never the value of a secret.
    """
    try:
        return Settings()
    except ValidationError as error:
        raise BadSetting("; ".join(_line(fault) for fault in error.errors(include_url=False))) from None


def _line(fault: ErrorDetails) -> str:
    variable = str(fault["loc"][0]).upper()
    reason = fault["msg"].removeprefix("Value error, ")
    return f"{variable} {reason[0].lower()}{reason[1:]}"
