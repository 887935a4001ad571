"""Conversation starters: one a topic a day, always by somebody with a name."""

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
    """A topic's latest conversation starter; its words are in its post and nowhere else."""

    topic_id: TopicId
    guild_id: GuildId
    member_id: MemberId | None
    local_date: date
    claimed_at: datetime
    message_id: MessageId | None = None

    @property
    def mark(self) -> str:
        """What ends its post, by which it is found again."""
        return f"<@{self.member_id}> · {self.local_date.isoformat()}"


class PromptStore(Protocol):
    """The latest conversation starter of each topic."""

    async def latest(self, guild_id: GuildId, topic_id: TopicId) -> Prompt | None:
        """A topic's latest one."""
        ...

    async def save(self, prompt: Prompt) -> None:
        """Keeps it instead of the one before; where the topic is gone by now nothing is kept."""
        ...

    async def remove(self, prompt: Prompt) -> None:
        """Forgets it."""
        ...


class PromptPosts(Protocol):
    """Posts in a topic on Discord."""

    async def post(self, topic: Topic, prompt: Prompt, text: str) -> MessageId:
        """Posts a conversation starter, pinging nobody.

        Raises
        ------
        OutOfReach
            When Discord would not let Hamlet; it says what a moderator can mend.
        """
        ...

    async def find(self, topic: Topic, prompt: Prompt) -> MessageId | None:
        """The post of a conversation starter; none where there is none. Raises as :meth:`post`."""
        ...


class PromptService:
    """Has people start conversations.

    A topic's day is claimed, then the prompt is posted, then kept with its post: a claim that was left without a
    post is looked for in the topic, and only where it is not there somebody else's takes its place.
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
            await self._require_free(topic, prompt)
            await self._store.save(prompt)
            try:
                message_id = await self._posts.post(topic, prompt, text)
            except Refusal:
                await self._store.remove(prompt)
                raise
            posted = replace(prompt, message_id=message_id)
            await self._store.save(posted)
        return posted

    async def _require_free(self, topic: Topic, prompt: Prompt) -> None:
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
