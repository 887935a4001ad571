from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from community.amas.ama import Ama, AmaState, NewAma
from community.amas.question import OPEN, QUESTIONS_PER_MEMBER, AmaQuestion, QuestionState, QuestionTally
from community.errors import OutOfReach
from community.ids import AmaId, ChannelId, GuildId, MemberId, MessageId, PostedMessage, QuestionId
from community.topics.topic import Topic


class MemoryQuestionStore:
    """Implements ``QuestionStore`` in memory; ``live`` are the AMAs that take questions."""

    def __init__(self) -> None:
        self.live: set[AmaId] = set()
        self._kept: dict[QuestionId, AmaQuestion] = {}
        self._told: set[QuestionId] = set()
        self._n = 0

    def leave(self, ama: Ama) -> None:
        """Marks the open questions of an AMA that ended as left."""
        self.live.discard(ama.ama_id)
        for one in [one for one in self._kept.values() if one.ama_id == ama.ama_id and one.state in OPEN]:
            self._kept[one.question_id] = replace(one, state=QuestionState.LEFT, changed_at=ama.since, changed_by=None)

    async def add(self, ama: Ama, author_id: MemberId, text: str, now: datetime) -> AmaQuestion | None:
        of_author = await self.questions_of(ama, author_id)
        if ama.ama_id not in self.live:
            return None
        for one in of_author:
            if one.text == text:
                return one
        if len(of_author) >= QUESTIONS_PER_MEMBER:
            return None
        self._n += 1
        number = QuestionId(self._n)
        asked = AmaQuestion(number, ama.guild_id, ama.ama_id, author_id, text, QuestionState.WAITING, now, now)
        self._kept[number] = asked
        return asked

    async def question(self, guild_id: GuildId, question_id: QuestionId) -> AmaQuestion | None:
        found = self._kept.get(question_id)
        return found if found is not None and found.guild_id == guild_id else None

    async def questions(self, ama: Ama, state: QuestionState) -> Sequence[AmaQuestion]:
        return [one for one in self._of(ama) if one.state is state]

    async def questions_of(self, ama: Ama, author_id: MemberId) -> Sequence[AmaQuestion]:
        return [one for one in self._of(ama) if one.author_id == author_id]

    async def tally(self, ama: Ama) -> QuestionTally:
        queues = (QuestionState.WAITING, QuestionState.QUEUED, QuestionState.ANSWERED)
        return QuestionTally(*[len(await self.questions(ama, state)) for state in queues])

    async def update_state(self, before: AmaQuestion, after: AmaQuestion) -> bool:
        kept = await self.question(before.guild_id, before.question_id)
        if kept is None or kept.state is not before.state:
            return False
        self._kept[after.question_id] = replace(after, message_id=kept.message_id, shown=kept.shown)
        return True

    async def take_back(self, question: AmaQuestion) -> bool:
        kept = await self.question(question.guild_id, question.question_id)
        if kept is None or kept.state not in OPEN:
            return False
        del self._kept[question.question_id]
        return True

    async def stale(self) -> Sequence[AmaQuestion]:
        return [
            one for one in self._kept.values() if one.state is QuestionState.ANSWERED and one.shown != one.shown_version
        ]

    async def record_post(self, question: AmaQuestion, message_id: MessageId | None) -> None:
        kept = await self.question(question.guild_id, question.question_id)
        if kept is not None:
            self._kept[kept.question_id] = replace(kept, message_id=message_id, shown=question.shown_version)

    async def unnotified(self, guild_id: GuildId, author_id: MemberId) -> Sequence[AmaQuestion]:
        return [
            one
            for one in self._kept.values()
            if (one.guild_id, one.author_id) == (guild_id, author_id)
            and one.state not in OPEN
            and one.question_id not in self._told
        ]

    async def mark_notified(self, question: AmaQuestion) -> bool:
        kept = await self.question(question.guild_id, question.question_id)
        if kept is None or kept.question_id in self._told:
            return False
        self._told.add(kept.question_id)
        return True

    def _of(self, ama: Ama) -> Sequence[AmaQuestion]:
        return [one for one in self._kept.values() if (one.guild_id, one.ama_id) == (ama.guild_id, ama.ama_id)]


class MemoryAmaStore:
    """Implements ``AmaStore`` in memory, beside the questions that end with an AMA."""

    def __init__(self, questions: MemoryQuestionStore) -> None:
        self._questions = questions
        self._kept: dict[AmaId, Ama] = {}
        self._told: dict[AmaId, AmaState] = {}

    async def propose(self, new: NewAma, topic: Topic, now: datetime) -> Ama | None:
        for one in await self.unfinished(new.guild_id):
            if (one.topic_id, one.guest_id) == (new.topic_id, new.guest_id):
                return None
        ama = Ama(
            AmaId(len(self._kept) + 1),
            new.guild_id,
            new.topic_id,
            topic.channel_id,
            topic.name,
            new.brand_id,
            new.brand,
            new.guest_id,
            new.initial_state,
            now,
            now,
            new.at,
        )
        self._kept[ama.ama_id] = ama
        self._told[ama.ama_id] = ama.state
        return ama

    async def ama(self, guild_id: GuildId, ama_id: AmaId) -> Ama | None:
        found = self._kept.get(ama_id)
        return found if found is not None and found.guild_id == guild_id else None

    async def unfinished(self, guild_id: GuildId | None = None) -> Sequence[Ama]:
        return self._sorted(
            one for one in self._kept.values() if one.is_unfinished and guild_id in {None, one.guild_id}
        )

    async def stale(self) -> Sequence[Ama]:
        return self._sorted(
            one
            for one in self._kept.values()
            if (one.thread_id is not None and not (one.shown or "").startswith(f"{one.shown_version}:"))
            or (one.card_id is not None and one.card_shown != one.card_version)
        )

    async def update_state(self, before: Ama, after: Ama) -> bool:
        kept = await self.ama(before.guild_id, before.ama_id)
        if kept is None or kept.state is not before.state:
            return False
        self._kept[kept.ama_id] = replace(
            after,
            card_id=kept.card_id,
            card_channel_id=kept.card_channel_id,
            card_shown=kept.card_shown,
            shown=kept.shown,
        )
        if after.state is AmaState.LIVE:
            self._questions.live.add(after.ama_id)
        elif not after.is_unfinished:
            self._questions.leave(after)
        return True

    async def record_shown(self, ama: Ama, version: str) -> None:
        if await self.ama(ama.guild_id, ama.ama_id) is not None:
            self._kept[ama.ama_id] = replace(self._kept[ama.ama_id], shown=version)

    async def record_card(self, ama: Ama, card: PostedMessage) -> None:
        if await self.ama(ama.guild_id, ama.ama_id) is not None:
            self._kept[ama.ama_id] = replace(
                self._kept[ama.ama_id],
                card_channel_id=card.channel_id,
                card_id=card.message_id,
                card_shown=ama.card_version,
            )

    async def unnotified(self, guild_id: GuildId, guest_id: MemberId) -> Sequence[Ama]:
        return self._sorted(
            one
            for one in self._kept.values()
            if (one.guild_id, one.guest_id) == (guild_id, guest_id) and self._told[one.ama_id] is not one.state
        )

    async def mark_notified(self, ama: Ama) -> bool:
        kept = await self.ama(ama.guild_id, ama.ama_id)
        if kept is None or self._told[ama.ama_id] is ama.state:
            return False
        self._told[ama.ama_id] = ama.state
        return True

    @staticmethod
    def _sorted(found: Iterable[Ama]) -> Sequence[Ama]:
        return sorted(found, key=lambda one: (one.at, one.ama_id))


class MemoryAmaThreads:
    """Implements ``AmaThreads``: what threads and posts show, who left, and whether everything is refused."""

    def __init__(self) -> None:
        self.threads: dict[AmaId, str] = {}
        self.posts: dict[QuestionId, str] = {}
        self.n_opened = 0
        self.gone: set[MemberId] = set()
        self.closed = False

    def is_available(self, guild_id: GuildId) -> bool:
        return True

    async def require(self, guild_id: GuildId, channel_id: ChannelId) -> None:
        if self.closed:
            raise OutOfReach("I need a permission.")

    async def is_member(self, guild_id: GuildId, member_id: MemberId) -> bool:
        return member_id not in self.gone

    async def exists(self, ama: Ama) -> bool:
        return ama.ama_id in self.threads

    async def open(self, ama: Ama, tally: QuestionTally) -> PostedMessage:
        await self.require(ama.guild_id, ama.channel_id)
        self.n_opened += ama.ama_id not in self.threads
        self.threads.setdefault(ama.ama_id, f"{ama.shown_version}:{tally.shown_version}")
        return PostedMessage(ChannelId(1000 + ama.ama_id), MessageId(2000 + ama.ama_id))

    async def show(self, ama: Ama, tally: QuestionTally) -> None:
        await self.require(ama.guild_id, ama.channel_id)
        if ama.ama_id in self.threads:
            self.threads[ama.ama_id] = f"{ama.shown_version}:{tally.shown_version}"

    async def post(self, ama: Ama, question: AmaQuestion) -> MessageId | None:
        await self.require(ama.guild_id, ama.channel_id)
        if ama.ama_id not in self.threads:
            return None
        self.posts[question.question_id] = question.shown_version
        return MessageId(3000 + question.question_id)


class MemoryApprovalCards:
    """Implements ``ApprovalCards``: what each card shows, and whether there is a channel for them."""

    def __init__(self) -> None:
        self.cards: dict[AmaId, str] = {}
        self.closed = False
        self.there = True

    async def require(self, guild_id: GuildId) -> None:
        if self.closed or not self.there:
            raise OutOfReach("There is no channel for moderators.")

    async def show(self, ama: Ama) -> PostedMessage | None:
        if not self.there:
            return None
        await self.require(ama.guild_id)
        self.cards[ama.ama_id] = ama.card_version
        return PostedMessage(ChannelId(9), MessageId(4000 + ama.ama_id))
