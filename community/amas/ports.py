"""What AMAs need from the outside."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from community.amas.ama import Ama, NewAma
from community.amas.question import AmaQuestion, QuestionState, QuestionTally
from community.ids import AmaId, ChannelId, GuildId, MemberId, MessageId, PostedMessage, QuestionId
from community.topics.topic import Topic


class AmaStore(Protocol):
    """The AMAs of each guild; those that are over stay."""

    async def propose(self, new: NewAma, topic: Topic, now: datetime) -> Ama | None:
        """Keeps a new AMA; none where one of that guest in that topic is unfinished."""
        ...

    async def ama(self, guild_id: GuildId, ama_id: AmaId) -> Ama | None:
        """One AMA of this guild."""
        ...

    async def unfinished(self, guild_id: GuildId | None = None) -> Sequence[Ama]:
        """Those of one guild or of all of which something is to come, the next first."""
        ...

    async def stale(self) -> Sequence[Ama]:
        """Those of all guilds whose cards show another state, or somebody who was forgotten since."""
        ...

    async def update_state(self, before: Ama, after: Ama) -> bool:
        """Keeps what became of an AMA; false where it is in another state than before by now.

        With an AMA that is over, what nobody decided on is left.
        """
        ...

    async def record_shown(self, ama: Ama, face: str) -> None:
        """Keeps what its card in the thread shows."""
        ...

    async def record_card(self, ama: Ama, card: PostedMessage) -> None:
        """Keeps where the moderators' card is, and that it shows this."""
        ...

    async def unnotified(self, guild_id: GuildId, guest_id: MemberId) -> Sequence[Ama]:
        """The AMAs of which a guest was not told what became of them, oldest first."""
        ...

    async def mark_notified(self, ama: Ama) -> bool:
        """Keeps that the guest was told of this state; false where they were."""
        ...


class QuestionStore(Protocol):
    """The questions of each AMA."""

    async def add(self, ama: Ama, author_id: MemberId, text: str, now: datetime) -> AmaQuestion | None:
        """Keeps a question, the same one of the same author once.

        None where the AMA is not live any more, or its author has as many questions there as one may have.
        """
        ...

    async def question(self, guild_id: GuildId, question_id: QuestionId) -> AmaQuestion | None:
        """One question of this guild."""
        ...

    async def questions(self, ama: Ama, state: QuestionState) -> Sequence[AmaQuestion]:
        """An AMA's questions in one state, oldest first."""
        ...

    async def questions_of(self, ama: Ama, author_id: MemberId) -> Sequence[AmaQuestion]:
        """One person's questions, oldest first."""
        ...

    async def tally(self, ama: Ama) -> QuestionTally:
        """How many there are in each queue."""
        ...

    async def update_state(self, before: AmaQuestion, after: AmaQuestion) -> bool:
        """Keeps what became of a question; false where it is in another state than before by now."""
        ...

    async def take_back(self, question: AmaQuestion) -> bool:
        """Forgets a question that nobody answered or turned down; false where somebody did."""
        ...

    async def stale(self) -> Sequence[AmaQuestion]:
        """The answered questions of all guilds whose post is not there yet, or shows what was forgotten since."""
        ...

    async def record_post(self, question: AmaQuestion, message_id: MessageId | None) -> None:
        """Keeps which post shows it, none where that was deleted, and that it shows this."""
        ...

    async def unnotified(self, guild_id: GuildId, author_id: MemberId) -> Sequence[AmaQuestion]:
        """What became of a person's questions since they were last told, oldest first."""
        ...

    async def mark_notified(self, question: AmaQuestion) -> bool:
        """Keeps that its author was told what became of it; false where they were."""
        ...


class AmaThreads(Protocol):
    """The thread of an AMA, on Discord. It pings nobody."""

    def is_available(self, guild_id: GuildId) -> bool:
        """Whether the guild can be reached at present."""
        ...

    async def require(self, guild_id: GuildId, channel_id: ChannelId) -> None:
        """Passes where Hamlet can open threads.

        Raises
        ------
        Refusal
            When it can't; the sentence says what is missing where.
        """
        ...

    async def is_member(self, guild_id: GuildId, member_id: MemberId) -> bool:
        """Whether somebody is a member of the guild. Raises as :meth:`require` where that can't be known."""
        ...

    async def exists(self, ama: Ama) -> bool:
        """Whether an AMA's thread was not deleted. Raises as :meth:`require` where that can't be known."""
        ...

    async def open(self, ama: Ama, tally: QuestionTally) -> PostedMessage:
        """An AMA's thread with its card: the one that was left behind, or a new one. Raises as :meth:`require`."""
        ...

    async def show(self, ama: Ama, tally: QuestionTally) -> None:
        """Makes the card in the thread show this; what was deleted stays deleted. Raises as :meth:`require`."""
        ...

    async def post(self, ama: Ama, question: AmaQuestion) -> MessageId | None:
        """Makes an answered question's one post show this: the one that is known, one left behind, or a new one.

        None where the thread was deleted. Raises as :meth:`require`. A post that somebody deleted stays deleted.
        """
        ...


class ApprovalCards(Protocol):
    """The moderators' cards of AMAs, on Discord. They ping nobody."""

    async def require(self, guild_id: GuildId) -> None:
        """Passes where a card can be posted.

        Raises
        ------
        OutOfReach
            When it can't; says what is missing.
        """
        ...

    async def show(self, ama: Ama) -> PostedMessage | None:
        """Makes an AMA's one card say how it stands: the one that is known, one left behind, or a new one.

        None where the guild has no place for it. Raises as :meth:`require`. A card that was deleted stays deleted.
        """
        ...
