"""What the demo leaves behind when nobody watches: every digest as it was posted, and a summary."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from simcord.results import ResponseMessage
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.sql.selectable import FromClause

from community.calendar import Window
from community.digests.digest import digest_as_json
from community.digests.issue import State
from community.engagement.metric import collected, report, sources
from community.engagement.reading import take
from community.ids import GuildId
from demo.life import Life
from demo.stage import ZONE, Stage, text
from storage.activity import SqlActivityLog
from storage.conversations import SqlConversations
from storage.tables.onboarding import onboarding
from storage.tables.recommendations import ask, recommendation, recommendation_vote
from storage.tables.topics import topic

INSIGHTS = (
    "eligible",
    "active",
    "messages",
    "threads",
    "participation",
    "first_response",
    "reply_rate_24h",
    "newcomer_reply_rate_24h",
    "reciprocity",
    "gini",
    "members_for_half",
)
"""Of the numbers, those that tell the most about six weeks."""
LIVED = {"asks": "Ask", "recommendations": "Recommend", "votes": "Vote", "onboarding_finished": "GetStarted"}
"""What the bot has to have kept of what people did, by the names of their actions."""


class DemoFailedError(Exception):
    """Something went wrong that must not; the message says what."""


@dataclass(frozen=True, slots=True)
class Posted:
    """A digest as it was posted."""

    facts: Mapping[str, Any]
    chart: bytes


class Scrapbook:
    """Keeps every digest as soon as it is posted."""

    def __init__(self, stage: Stage) -> None:
        self.digests: list[Posted] = []
        self._stage = stage
        self._n_posts = 0

    async def look(self) -> None:
        """Keeps what is new in the digest's channel."""
        posts = list(self._stage.env.backend.messages[self._stage.digest.id].values())
        if len(posts) == self._n_posts:
            return
        self._n_posts = len(posts)
        (standing,) = await self._stage.bot.services.digests.standings(GuildId(self._stage.guild.id))
        if standing.last is None or standing.last.state is not State.POSTED:
            raise DemoFailedError("there is a post in the digest's channel that is no digest")
        post = next(one for one in posts if one.id == standing.last.message_id)
        message = ResponseMessage(self._stage.env, post)
        (picture,) = message.attachments
        digest = await self._stage.bot.services.digests.retell(standing.last)
        facts = digest_as_json(digest, picture.description or "")
        told = {"posted_at": post.timestamp, "text": text(message)}
        self.digests.append(Posted(facts | told, self._stage.env.backend.cdn.get(picture.url) or b""))


async def summary(stage: Stage, life: Life, book: Scrapbook) -> Mapping[str, Any]:
    """How many of everything, and what the bot makes of it.

    *Raises*: `DemoFailedError` where the bot did not keep what was lived.
    """
    kept = await _kept(stage)
    for name, action in LIVED.items():
        if kept[name] != life.done[action]:
            raise DemoFailedError(f"{life.done[action]} {name} were lived, the bot kept {kept[name]}")
    counts = {"members": stage.n_people, **kept, "digests": len(book.digests)}
    return counts | {"insights": await _insights(stage, life)}


def write(folder: Path, book: Scrapbook, told: Mapping[str, Any]) -> None:
    """Writes the digests, and `summary.json` with what is `told`."""
    folder.mkdir(parents=True, exist_ok=True)
    for place, digest in enumerate(book.digests, start=1):
        (folder / f"digest-{place}.json").write_text(_json(digest.facts), "utf-8")
        (folder / f"digest-{place}.png").write_bytes(digest.chart)
    (folder / "summary.json").write_text(_json(told), "utf-8")


async def _kept(stage: Stage) -> dict[str, int]:
    """What is in the bot's own database."""
    wanted: dict[str, tuple[FromClause, ColumnElement[bool] | None]] = {
        "topics": (topic, None),
        "asks": (ask, ask.c.thread_id.is_not(None)),
        "recommendations": (recommendation, recommendation.c.message_id.is_not(None)),
        "votes": (recommendation_vote, None),
        "onboarding_finished": (onboarding, onboarding.c.finished_at.is_not(None)),
    }
    found = {}
    async with stage.bot.database.read() as connection:
        for name, (table, condition) in wanted.items():
            query = select(func.count()).select_from(table)
            found[name] = int(await connection.scalar(query if condition is None else query.where(condition)) or 0)
    return found


async def _insights(stage: Stage, life: Life) -> Mapping[str, Any]:
    """The numbers of all whole days that were lived."""
    metrics = [metric for key, metric in collected().items() if key in INSIGHTS]
    days = Window.days_before(life.lived_until, (life.lived_until - stage.plan.start) // timedelta(days=1), ZONE)
    log = SqlActivityLog(stage.bot.database)
    conversations = SqlConversations(stage.bot.database)
    return report(await take(log, GuildId(stage.guild.id), days, sources(metrics), conversations), metrics)


def _json(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
