from community.ids import GuildId, MessageId, TopicId
from community.stewards.prompts import Prompt
from community.topics.ports import TopicStore
from community.topics.topic import Topic


class MemoryPromptStore:
    """The port ``PromptStore``, in memory, beside the topics of another fake."""

    def __init__(self, topics: TopicStore) -> None:
        self._topics = topics
        self.kept: dict[tuple[GuildId, TopicId], Prompt] = {}

    async def latest(self, guild_id: GuildId, topic_id: TopicId) -> Prompt | None:
        return self.kept.get((guild_id, topic_id))

    async def save(self, prompt: Prompt) -> None:
        if await self._topics.topic(prompt.guild_id, prompt.topic_id) is not None:
            self.kept[prompt.guild_id, prompt.topic_id] = prompt

    async def remove(self, prompt: Prompt) -> None:
        self.kept.pop((prompt.guild_id, prompt.topic_id), None)


class MemoryPromptPosts:
    """The port ``PromptPosts``: records what was posted; can refuse, and can lose the answer after posting."""

    def __init__(self) -> None:
        self.posts: list[tuple[str, str]] = []
        self.refusal: Exception | None = None
        self.loses_answers = False

    async def post(self, topic: Topic, prompt: Prompt, text: str) -> MessageId:
        if self.refusal is not None:
            raise self.refusal
        self.posts.append((prompt.mark, text))
        if self.loses_answers:
            raise ConnectionError
        return MessageId(len(self.posts))

    async def find(self, topic: Topic, prompt: Prompt) -> MessageId | None:
        marks = [mark for mark, _ in self.posts]
        return MessageId(marks.index(prompt.mark) + 1) if prompt.mark in marks else None
