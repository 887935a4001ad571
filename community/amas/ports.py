"""Ports of AMAs: their stores, and their threads and cards on Discord."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from community.amas.ama import Ama, NewAma
from community.amas.question import AmaQuestion, QuestionState, QuestionTally
from community.ids import AmaId, ChannelId, GuildId, MemberId, MessageId, PostedMessage, QuestionId
from community.topics.topic import Topic


class AmaStore(Protocol):
    """Stores the AMAs of each guild; those that are over are kept."""

    async def propose(self, new: NewAma, topic: Topic, now: datetime) -> Ama | None:
        """Stores a new AMA; returns None if that guest has an unfinished one in that topic."""
        ...

    async def ama(self, guild_id: GuildId, ama_id: AmaId) -> Ama | None:
        """Returns one AMA of the guild, None if there is none."""
        ...

    async def unfinished(self, guild_id: GuildId | None = None) -> Sequence[Ama]:
        """Returns the unfinished AMAs of one guild or of all, the next first."""
        ...

    async def stale(self) -> Sequence[Ama]:
        """Returns the AMAs of all guilds of which a posted card is out of date.

        A card is out of date if it shows another state, or a person who was forgotten since.
        """
        ...

    async def update_state(self, before: Ama, after: Ama) -> bool:
        """Stores a new state; returns False if the AMA is no longer in the state before.

        If the new state is final, the open questions become ``LEFT``.
        """
        ...

    async def record_shown(self, ama: Ama, version: str) -> None:
        """Stores the version that the card in the thread shows."""
        ...

    async def record_card(self, ama: Ama, card: PostedMessage) -> None:
        """Stores where the moderators' card is, and that it shows the AMA's current version."""
        ...

    async def unnotified(self, guild_id: GuildId, guest_id: MemberId) -> Sequence[Ama]:
        """Returns a guest's AMAs whose state the guest was not told, the next first."""
        ...

    async def mark_notified(self, ama: Ama) -> bool:
        """Stores that the guest was told of this state; returns False if that was stored before."""
        ...


class QuestionStore(Protocol):
    """Stores the questions of each AMA."""

    async def add(self, ama: Ama, author_id: MemberId, text: str, now: datetime) -> AmaQuestion | None:
        """Stores a question; returns the existing one if its author asked the same before.

        Returns None if the AMA is not live, or its author has reached the limit of questions in it.
        """
        ...

    async def question(self, guild_id: GuildId, question_id: QuestionId) -> AmaQuestion | None:
        """Returns one question of the guild, None if there is none."""
        ...

    async def questions(self, ama: Ama, state: QuestionState) -> Sequence[AmaQuestion]:
        """Returns an AMA's questions in one state, oldest first."""
        ...

    async def questions_of(self, ama: Ama, author_id: MemberId) -> Sequence[AmaQuestion]:
        """Returns one member's questions in an AMA, oldest first."""
        ...

    async def tally(self, ama: Ama) -> QuestionTally:
        """Returns the numbers of questions that are waiting, queued and answered."""
        ...

    async def update_state(self, before: AmaQuestion, after: AmaQuestion) -> bool:
        """Stores a new state; returns False if the question is no longer in the state before."""
        ...

    async def take_back(self, question: AmaQuestion) -> bool:
        """Deletes an open question; returns False if it was answered or turned down."""
        ...

    async def stale(self) -> Sequence[AmaQuestion]:
        """Returns the answered questions of all guilds whose post is missing or out of date."""
        ...

    async def record_post(self, question: AmaQuestion, message_id: MessageId | None) -> None:
        """Stores which post shows the question's current version, None if that post was deleted."""
        ...

    async def unnotified(self, guild_id: GuildId, author_id: MemberId) -> Sequence[AmaQuestion]:
        """Returns a member's closed questions whose outcome they were not told, oldest first."""
        ...

    async def mark_notified(self, question: AmaQuestion) -> bool:
        """Stores that the author was told the outcome; returns False if that was stored before."""
        ...


class AmaThreads(Protocol):
    """The threads of AMAs on Discord; posting in them pings nobody."""

    def is_available(self, guild_id: GuildId) -> bool:
        """Returns whether the guild can be reached at present."""
        ...

    async def require(self, guild_id: GuildId, channel_id: ChannelId) -> None:
        """Checks that Hamlet can open a thread in a channel.

        Raises
        ------
        Invalid
            If the channel is of a kind that has no threads.
        OutOfReach
            If the channel or a permission is missing; the sentence says which.
        """
        ...

    async def is_member(self, guild_id: GuildId, member_id: MemberId) -> bool:
        """Returns whether somebody is a member of the guild.

        Raises
        ------
        OutOfReach
            If that cannot be known at present.
        """
        ...

    async def exists(self, ama: Ama) -> bool:
        """Returns whether the thread of an AMA exists.

        Raises
        ------
        OutOfReach
            If that cannot be known at present.
        """
        ...

    async def open(self, ama: Ama, tally: QuestionTally) -> PostedMessage:
        """Returns the card in an AMA's thread: one that was posted but not recorded, or a new one.

        Raises
        ------
        Refusal
            As :meth:`require`.
        """
        ...

    async def show(self, ama: Ama, tally: QuestionTally) -> None:
        """Edits the card in the thread; leaves a deleted card deleted.

        Raises
        ------
        OutOfReach
            If the thread cannot be reached.
        """
        ...

    async def post(self, ama: Ama, question: AmaQuestion) -> MessageId | None:
        """Posts or edits an answered question; returns the id of its post.

        A post that was made but not recorded is found again. Returns None if the thread was deleted; a post that people
        deleted stays deleted.

        Raises
        ------
        OutOfReach
            If the thread cannot be reached.
        """
        ...


class ApprovalCards(Protocol):
    """The moderators' cards of AMAs on Discord; they ping nobody."""

    async def require(self, guild_id: GuildId) -> None:
        """Checks that a card can be posted.

        Raises
        ------
        OutOfReach
            If the channel or a permission is missing; the sentence says which.
        """
        ...

    async def show(self, ama: Ama) -> PostedMessage | None:
        """Posts or edits an AMA's card; returns where it is.

        A card that was posted but not recorded is found again. Returns None if the guild has no channel for cards; a
        card that people deleted stays deleted.

        Raises
        ------
        OutOfReach
            As :meth:`require`.
        """
        ...
