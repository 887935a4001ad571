"""Posts conversation starters: one a topic and day, each with its author's name."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Protocol

from community.calendar import local_date
from community.concurrency import KeyedLocks
from community.errors import Invalid, Refusal
from community.ids import GuildId, MemberId, MessageId, TopicId
from community.settings.general import GeneralSettings
from community.settings.service import SettingsService
from community.topics.topic import Topic

TEXT_LENGTH = 1_000


@dataclass(frozen=True, slots=True)
class Prompt:
    """A topic's latest conversation starter; its text is in its post only."""

    topic_id: TopicId
    guild_id: GuildId
    member_id: MemberId | None
    local_date: date
    claimed_at: datetime
    message_id: MessageId | None = None

    @property
    def mark(self) -> str:
        """Returns the text that ends its post, by which the post is found again."""
        return f"<@{self.member_id}> · {self.local_date.isoformat()}"


class PromptStore(Protocol):
    """Stores the latest conversation starter of each topic."""

    async def latest(self, guild_id: GuildId, topic_id: TopicId) -> Prompt | None:
        """Returns a topic's latest conversation starter, or none."""
        ...

    async def save(self, prompt: Prompt) -> None:
        """Stores a conversation starter in place of its topic's earlier one; does nothing if the topic was removed."""
        ...

    async def remove(self, prompt: Prompt) -> None:
        """Deletes a conversation starter."""
        ...


class PromptPosts(Protocol):
    """Posts conversation starters on Discord."""

    async def post(self, topic: Topic, prompt: Prompt, text: str) -> MessageId:
        """Posts a conversation starter, pinging nobody.

        Raises
        ------
        OutOfReach
            When Discord would not let Hamlet; it says what a moderator can mend.
        """
        ...

    async def find(self, topic: Topic, prompt: Prompt) -> MessageId | None:
        """Returns the post of a conversation starter, or none.

        Raises
        ------
        OutOfReach
            As :meth:`post`.
        """
        ...


class PromptService:
    """Posts conversation starters of stewards and moderators.

    The topic's day is claimed first, then the post is made, then its id is stored. A claim without a post is looked for
    in the topic; only if it is not there, another takes its place.
    """

    def __init__(self, store: PromptStore, posts: PromptPosts, settings: SettingsService) -> None:
        self._store = store
        self._posts = posts
        self._settings = settings
        self._locks = KeyedLocks()

    async def post(self, topic: Topic, member_id: MemberId, text: str, now: datetime) -> Prompt:
        """Posts somebody's words in a topic.

        Raises
        ------
        Invalid
            When the topic had its conversation starter today.
        """
        if not text.strip() or len(text) > TEXT_LENGTH:
            raise Invalid("A conversation starter has 1 to {limit} characters. Please shorten it.", limit=TEXT_LENGTH)
        tz = (await self._settings.read(topic.guild_id, GeneralSettings)).tz
        prompt = Prompt(topic.topic_id, topic.guild_id, member_id, local_date(now, tz), now)
        async with self._locks.lock(topic.topic_id):
            await self._require_free_day(topic, prompt)
            await self._store.save(prompt)
            try:
                message_id = await self._posts.post(topic, prompt, text)
            except Refusal:
                await self._store.remove(prompt)
                raise
            posted = replace(prompt, message_id=message_id)
            await self._store.save(posted)
        return posted

    async def _require_free_day(self, topic: Topic, prompt: Prompt) -> None:
        latest = await self._store.latest(topic.guild_id, topic.topic_id)
        if latest is None or latest.local_date < prompt.local_date:
            return
        if latest.message_id is None and latest.member_id is not None:
            message_id = await self._posts.find(topic, latest)
            if message_id is None:
                return
            await self._store.save(replace(latest, message_id=message_id))
        raise Invalid(
            "{topic} had its conversation starter today. One a day keeps it worth reading; please come back tomorrow.",
            topic=topic.name,
        )
