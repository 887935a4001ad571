"""Compares the bot's records with the actions that were performed."""

from collections.abc import Mapping

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.sql.selectable import FromClause

from demo.simulation.server import DemoServer
from storage.tables.amas import ama, ama_question
from storage.tables.circles import circle
from storage.tables.engagement import activity
from storage.tables.greeters import greeter
from storage.tables.onboarding import onboarding
from storage.tables.privacy import optout
from storage.tables.recommendations import ask, choice, recommendation, recommendation_vote
from storage.tables.stewards import steward
from storage.tables.topics import topic

EXPECTED: Mapping[str, Mapping[str, int]] = {
    "asks": {"Ask": 1},
    "recommendations": {"Recommend": 1},
    "votes": {"Vote": 1},
    "choices": {"Choose": 1},
    "outcomes": {"Outcome": 1},
    "onboarding_finished": {"GetStarted": 1, "StartQuietly": 1},
    "introductions": {"GetStarted": 1},
    "opted_out": {"StartQuietly": 1},
    "greeters": {"OfferToGreet": 1, "StopGreeting": -1},
    "stewards": {"BecomeSteward": 1},
    "circles": {"OpenCircle": 1, "CloseCircle": -1},
    "amas": {"ProposeAma": 1},
    "questions": {"AskGuest": 1},
}
"""How many records of each kind the performed actions leave, by the name of the action's class."""
WHISPERS = "whispers"
"""The key of the count of recorded messages in circles, which has to be 0."""


async def count_records(server: DemoServer) -> dict[str, int]:
    """Returns the number of the bot's records by kind."""
    wanted: dict[str, tuple[FromClause, ColumnElement[bool] | None]] = {
        "topics": (topic, None),
        "asks": (ask, ask.c.thread_id.is_not(None)),
        "recommendations": (recommendation, recommendation.c.message_id.is_not(None)),
        "votes": (recommendation_vote, None),
        "choices": (choice, None),
        "outcomes": (choice, choice.c.result.is_not(None)),
        "onboarding_finished": (onboarding, onboarding.c.finished_at.is_not(None)),
        "introductions": (onboarding, onboarding.c.introduced_at.is_not(None)),
        "opted_out": (optout, None),
        "greeters": (greeter, None),
        "stewards": (steward, steward.c.since.is_not(None)),
        "circles": (circle, None),
        "amas": (ama, None),
        "questions": (ama_question, None),
        WHISPERS: (activity, activity.c.channel_id == server.circles_channel.id),
    }
    found = {}
    async with server.bot.database.read() as connection:
        for name, (table, condition) in wanted.items():
            query = select(func.count()).select_from(table)
            found[name] = int(await connection.scalar(query if condition is None else query.where(condition)) or 0)
    return found


def missing(found: Mapping[str, int], lived: Mapping[str, int]) -> list[str]:
    """Returns a sentence for each kind of record whose number differs from what the performed actions leave."""
    due = {name: sum(n * lived.get(action, 0) for action, n in kinds.items()) for name, kinds in EXPECTED.items()}
    told = [f"{n} {name} were lived, the bot kept {found[name]}" for name, n in due.items() if found[name] != n]
    return told + ([f"{found[WHISPERS]} whispers were kept"] if found[WHISPERS] else [])
