"""Generates a guild with many recommendations; its words are the demo's, its numbers are random."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from random import Random
from typing import Any, Final

from sqlalchemy import Table, insert

from community.engagement.events import ActivityKind
from community.ids import ChannelId, GuildId
from community.recommendations.outcome import QUESTION_DELAY, OutcomeStage, Result
from community.recommendations.recommendation import RecommendationState, Relation, Verdict, item_key
from demo.story.recommendations import CASES
from storage.database import Database
from storage.tables.engagement import member_day, membership
from storage.tables.recommendations import ask, choice, recommendation, recommendation_vote

NOW: Final = datetime.now(UTC)
BETWEEN_ASKS: Final = timedelta(minutes=40)
MOST_ANSWERS: Final = 7
MEAN_VOTES: Final = 3.0
CHOSEN, TOLD, TALKS = 0.6, 0.7, 0.8
"""Shares: of the asks for which something was chosen, of the choices that were told of, of the members who talk."""
BATCH: Final = 20_000
MAKERS: Final = 300
SYLLABLES: Final = "ba bri den fer gal hol ka lind mor nor ost pel rav sund tor ul ven wick yar zel"
THINGS: Final = (
    "oven kettle tent jacket lamp chair guitar bicycle notebook boots novel knife grinder rucksack thermos dentist"
    " mattress keyboard pan bakery helmet stroller camera drill printer vacuum headphones scarf teapot planter saw"
    " microphone monitor gloves tripod razor blender hammock sewing-machine podcast course app board-game puzzle"
)
KINDS: Final = "small sturdy cheap quiet old folding wireless bright light steel wool second-hand electric Café"
MODELS: Final = ("", "", "", "Pro", "Mini", "Mk II", "300", "450", "2nd edition", "XL", "e-bike")


class RecommendationData:
    """The data of a guild with ``n_members`` members and ``n`` recommendations; the same in every run."""

    def __init__(self, guild_id: GuildId, channels: Sequence[ChannelId], n_members: int, n: int) -> None:
        self._guild_id = guild_id
        self._channels = channels
        self._n = n
        self._random = random = Random(guild_id)  # noqa: S311 - nothing secret is drawn
        kinds = KINDS.split()
        makers = ["".join(random.choices(SYLLABLES.split(), k=random.choice((2, 2, 3)))).title() for _ in range(MAKERS)]
        self.items = [
            " ".join(filter(None, (random.choice((*makers, *kinds)), random.choice(kinds), thing, model)))
            for thing in THINGS.split()
            for model in MODELS
            for _ in range(1 + n // 4_000)
        ]
        random.shuffle(self.items)
        self._sentences = sorted(
            {said for case in CASES for one in case.suggestions for said in one.why.split(". ") if said}
        )
        self._wanted = sorted({case.wanted for case in CASES})
        self._members = range(500, 500 + n_members)
        self._liveliness = list(accumulate(1 / (place + 5) for place in range(n_members)))
        self._popularity = list(accumulate(1 / (place + 20) for place in range(len(self.items))))

    async def store(self, database: Database) -> None:
        """Stores the data as the bot would have stored it."""
        rows = list(self._recommendations())
        await _store(database, membership, self._memberships())
        await _store(database, member_day, self._days())
        await _store(database, ask, self._asks(rows[-1]["ask_id"]))
        await _store(database, recommendation, rows)
        await _store(database, recommendation_vote, self._votes(rows))
        await _store(database, choice, self._choices(rows))

    def _memberships(self) -> Iterator[Mapping[str, object]]:
        for number, member in enumerate(self._members):
            joined_at = NOW - timedelta(days=1 + 1_000 * (number * 7919 % 1_000) / 1_000)
            yield {**self._home, "member_id": member, "joined_at": joined_at, "left_at": None, "inferred": False}

    def _days(self) -> Iterator[Mapping[str, object]]:
        for member in self._members:
            if self._random.random() < TALKS:
                channel = self._random.choice(self._channels)
                said = {"day": 20_000, "kind": ActivityKind.MESSAGE, "channel_id": channel, "n": 3}
                yield {**self._home, "member_id": member, **said}

    def _asks(self, last: int) -> Iterator[Mapping[str, object]]:
        for number in range(1, last + 1):
            at = self._asked_at(number, last)
            yield {
                **self._home,
                "ask_id": number,
                "author_id": self._somebody(),
                "channel_id": self._random.choice(self._channels),
                "thread_id": 10_000_000_000 + number,
                "form_id": number,
                "wanted": self._random.choice(self._wanted),
                "matters": "",
                "limits": "",
                "asked_at": at,
                "stirred_at": at,
                "closed_at": at,
                "title_due": False,
                "standings_due": False,
            }

    def _recommendations(self) -> Iterator[Mapping[str, Any]]:
        number, ask_id = 1, 1
        while number <= self._n:
            n_answers = min(self._random.randint(1, MOST_ANSWERS), self._n + 1 - number)
            authors = {self._somebody() for _ in range(n_answers)}
            for author in sorted(authors):
                item = self._random.choices(self.items, cum_weights=self._popularity)[0]
                yield {
                    **self._home,
                    "recommendation_id": number,
                    "ask_id": ask_id,
                    "author_id": author,
                    "message_id": 20_000_000_000 + number,
                    "item": item,
                    "item_key": item_key(item),
                    "why": ". ".join(self._random.sample(self._sentences, self._random.randint(1, 4))),
                    "link": f"https://shop-{number % 400}.example/{number}" if number % 3 else "",
                    "relation": self._random.choices(list(Relation), (70, 8, 4, 3, 15))[0],
                    "recommended_at": NOW - BETWEEN_ASKS,
                    "state": RecommendationState.STANDS,
                    "reason": "",
                    "card_due": False,
                }
                number += 1
            ask_id += 1

    def _votes(self, rows: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, object]]:
        for row in rows:
            voters = {self._somebody() for _ in range(int(self._random.expovariate(1 / (MEAN_VOTES + 0.5))))}
            for voter in sorted(voters - {row["author_id"]}):
                verdict = self._random.choices(list(Verdict), (6, 2, 2))[0]
                number = row["recommendation_id"]
                yield {
                    **self._home,
                    "recommendation_id": number,
                    "member_id": voter,
                    "verdict": verdict,
                    "voted_at": row["recommended_at"],
                }

    def _choices(self, rows: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, object]]:
        for row in {row["ask_id"]: row for row in rows if self._random.random() < CHOSEN}.values():
            told = self._random.random() < TOLD
            yield {
                **self._home,
                "ask_id": row["ask_id"],
                "recommendation_id": row["recommendation_id"],
                "chosen_at": row["recommended_at"],
                "due_at": row["recommended_at"] + QUESTION_DELAY,
                "stage": OutcomeStage.TOLD if told else OutcomeStage.DROPPED,
                "result": self._random.choices(list(Result), (6, 2, 1, 1))[0] if told else None,
                "told_at": row["recommended_at"] + QUESTION_DELAY if told else None,
            }

    def _asked_at(self, number: int, last: int) -> datetime:
        return NOW - (last + 1 - number) * BETWEEN_ASKS

    def _somebody(self) -> int:
        """Returns a random member: a few do much, many a little."""
        return self._random.choices(self._members, cum_weights=self._liveliness)[0]

    @property
    def _home(self) -> Mapping[str, object]:
        return {"guild_id": self._guild_id}


async def _store(database: Database, table: Table, rows: Iterable[Mapping[str, object]]) -> None:
    waiting = list(rows)
    async with database.write() as connection:
        for start in range(0, len(waiting), BATCH):
            await connection.execute(insert(table), waiting[start : start + BATCH])
