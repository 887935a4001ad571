"""Writes the result of a headless demo: each digest as it was posted, and a summary."""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from simcord.results import ResponseMessage

from community.calendar import Window
from community.digests.digest import digest_as_json
from community.digests.issue import Issue, IssueState
from community.engagement.metric import build_report, collect_metrics, sources_of
from community.engagement.window_data import load_window
from community.ids import GuildId
from demo.simulation.runner import Runner
from demo.simulation.server import ZONE, DemoServer, text
from demo.simulation.verification import count_records, missing
from storage.engagement.activity_log import SqlActivityLog
from storage.engagement.conversations import SqlConversations

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
"""The keys of the metrics that the summary contains."""


class DemoFailedError(Exception):
    """Raised when the bot fails in a demo; the message says how."""


@dataclass(frozen=True, slots=True)
class Posted:
    """A digest as it was posted; `chart` is empty if it has none."""

    kind: str
    facts: Mapping[str, Any]
    chart: bytes


class DigestLog:
    """Collects the digests that were posted."""

    def __init__(self, server: DemoServer) -> None:
        self.digests: list[Posted] = []
        self._server = server
        self._kept: set[int] = set()

    async def collect(self) -> None:
        """Adds the digests that were posted since the last call.

        Raises
        ------
        DemoFailedError
            If a digest could not be posted.
        """
        for standing in await self._server.bot.services.digests.schedules(GuildId(self._server.guild.id)):
            issue = standing.last_issue
            if issue is None or issue.state is IssueState.QUIET or issue.message_id in self._kept:
                continue
            if issue.state is not IssueState.POSTED or issue.message_id is None:
                raise DemoFailedError(f"the {issue.schedule.kind} digest of {issue.local_date} is {issue.state}")
            self._kept.add(issue.message_id)
            self.digests.append(await self._posted(issue, issue.message_id))

    async def _posted(self, issue: Issue, message_id: int) -> Posted:
        backend = self._server.env.backend
        post = backend.messages[issue.schedule.channel_id][message_id]
        message = ResponseMessage(self._server.env, post)
        picture = message.attachments[0] if message.attachments else None
        digest = await self._server.bot.services.digests.recompose(issue)
        facts = digest_as_json(digest, (picture and picture.description) or "")
        told = {"posted_at": post.timestamp, "text": text(message)}
        chart = (picture and backend.cdn.get(picture.url)) or b""
        return Posted(issue.schedule.kind, facts | told, chart)


async def summary(server: DemoServer, life: Runner, book: DigestLog) -> Mapping[str, Any]:
    """Returns the counts of the bot's records and its metrics.

    Raises
    ------
    DemoFailedError
        If the bot's records differ from the performed actions.
    """
    found = await count_records(server)
    faults = missing(found, life.done)
    if faults:
        raise DemoFailedError("; ".join(faults))
    digests = Counter(one.kind for one in book.digests)
    counts = {"members": server.n_people, **found, "digests": dict(digests)}
    return counts | {"insights": await _insights(server, life)}


def write(folder: Path, book: DigestLog, summary_data: Mapping[str, Any]) -> None:
    """Writes the digests, numbered by kind, and `summary_data` as `summary.json`."""
    folder.mkdir(parents=True, exist_ok=True)
    numbers: Counter[str] = Counter()
    for digest in book.digests:
        numbers[digest.kind] += 1
        name = f"{digest.kind}-{numbers[digest.kind]}"
        (folder / f"{name}.json").write_text(_json(digest.facts), "utf-8")
        if digest.chart:
            (folder / f"{name}.png").write_bytes(digest.chart)
    (folder / "summary.json").write_text(_json(summary_data), "utf-8")


async def _insights(server: DemoServer, life: Runner) -> Mapping[str, Any]:
    """Returns the metrics of all whole days that were played."""
    metrics = [metric for key, metric in collect_metrics().items() if key in INSIGHTS]
    days = Window.days_before(life.lived_until, (life.lived_until - server.plan.start) // timedelta(days=1), ZONE)
    log = SqlActivityLog(server.bot.database)
    conversations = SqlConversations(server.bot.database)
    return build_report(
        await load_window(log, GuildId(server.guild.id), days, sources_of(metrics), conversations), metrics
    )


def _json(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
