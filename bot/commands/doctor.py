"""``python -m bot doctor``: checks what the bot needs, a line each."""

import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path

import aiohttp
import discord
from discord.http import Route
from sqlalchemy import make_url, text
from sqlalchemy.exc import SQLAlchemyError

from bot.endpoints import set_endpoints
from community.errors import OperatorError
from config.settings import Settings, load_settings
from storage.database import Database
from storage.schema import current_revision, head_revision

DISK_NEEDED = 200 * 1024**2
"""Bytes: about a year of a busy community, and room for a backup beside it."""
CLOCK_TOLERANCE = timedelta(seconds=30)
TIMEOUT = aiohttp.ClientTimeout(total=10)


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """The result of one check."""

    name: str
    healthy: bool
    remark: str


async def diagnose() -> list[Diagnosis]:
    """Checks everything that the bot needs, and continues after a fault."""
    try:
        settings = load_settings()
    except OperatorError as error:
        return [Diagnosis("settings", healthy=False, remark=str(error))]
    set_endpoints(settings)
    findings = [Diagnosis("settings", healthy=True, remark="every value can be used")]
    findings += [finding async for finding in _discord(settings)]
    findings += [await _database(settings), _disk(settings), await _clock()]
    return findings


async def _discord(settings: Settings) -> AsyncIterator[Diagnosis]:
    if settings.discord_token is None:
        yield Diagnosis("token", healthy=False, remark="DISCORD_TOKEN is not set")
        return
    try:
        async with discord.Client(intents=discord.Intents.none()) as client:
            await client.login(settings.discord_token.get_secret_value())
            flags = (await client.application_info()).flags
            name = str(client.user)
    except discord.LoginFailure:
        yield Diagnosis("token", healthy=False, remark="Discord refused it; make a new one in the developer portal")
        return
    except (discord.HTTPException, OSError) as error:
        yield Diagnosis("token", healthy=False, remark=f"Discord could not be asked: {type(error).__name__}")
        return
    yield Diagnosis("token", healthy=True, remark=f"accepted; the bot is {name}")
    yield _intents(flags, content=settings.message_content)


def _intents(flags: discord.ApplicationFlags, *, content: bool) -> Diagnosis:
    needed = {"Server Members": flags.gateway_guild_members or flags.gateway_guild_members_limited}
    if content:
        needed["Message Content"] = flags.gateway_message_content or flags.gateway_message_content_limited
    missing = [name for name, on in needed.items() if not on]
    if missing:
        remark = f"turn on {' and '.join(missing)} in the developer portal, under Bot"
    else:
        remark = " and ".join(needed) + (" are on" if content else " is on")
    return Diagnosis("intents", healthy=not missing, remark=remark)


async def _database(settings: Settings) -> Diagnosis:
    database = Database(settings.database_url)
    if not database.exists:
        return Diagnosis("database", healthy=True, remark="the file will be made by the first run")
    try:
        revision = await current_revision(database)
        async with database.read() as connection:
            damage = await connection.scalar(text("PRAGMA quick_check")) if database.is_sqlite else "ok"
    except (SQLAlchemyError, OSError) as error:
        return Diagnosis("database", healthy=False, remark=f"cannot be opened: {type(error).__name__}")
    finally:
        await database.close()
    if damage != "ok":
        return Diagnosis("database", healthy=False, remark=f"is damaged: {damage}; restore a backup")
    if revision != head_revision():
        return Diagnosis("database", healthy=False, remark="has another schema; run: python -m bot migrate")
    return Diagnosis("database", healthy=True, remark=f"{database.url.get_backend_name()}, revision {revision}")


def _disk(settings: Settings) -> Diagnosis:
    url = make_url(settings.database_url)
    place = Path(str(url.database)).resolve().parent if url.get_backend_name() == "sqlite" else Path.cwd()
    if not place.exists():
        return Diagnosis("disk", healthy=False, remark=f"there is no folder {place}")
    free = shutil.disk_usage(place).free
    return Diagnosis("disk", healthy=free >= DISK_NEEDED, remark=f"{free // 1024**2:,} MB free")


async def _clock() -> Diagnosis:
    try:
        async with (
            aiohttp.ClientSession(timeout=TIMEOUT, trust_env=True) as session,
            session.get(f"{Route.BASE}/gateway") as answer,
        ):
            there = parsedate_to_datetime(answer.headers["Date"])
    except (aiohttp.ClientError, TimeoutError, KeyError, ValueError):
        return Diagnosis("clock", healthy=False, remark="Discord could not be asked for the time")
    off = abs(datetime.now(UTC) - there)
    return Diagnosis("clock", healthy=off <= CLOCK_TOLERANCE, remark=f"{off.total_seconds():.0f} s off Discord's")
