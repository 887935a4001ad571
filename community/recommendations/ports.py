"""Ports of recommendations: the store, Discord, brands and the activity log."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from community.engagement.events import Event
from community.ids import AskId, ChannelId, GuildId, MemberId, MessageId, RecommendationId
from community.recommendations.ask import Ask, NewAsk, OpenedThread
from community.recommendations.card import Card
from community.recommendations.closing import AskResult
from community.recommendations.outcome import Choice
from community.recommendations.recommendation import NewRecommendation, Recommendation, Verdict, Vote
from community.recommendations.standings import Standing


class RecommendationStore(Protocol):
    """Stores asks, recommendations and votes of every guild."""

    async def add_ask(self, new: NewAsk, now: datetime) -> Ask | None:
        """Adds an ask, not yet with a thread; returns none where its author sent this modal before."""
        ...

    async def find_sent_ask(self, new: NewAsk) -> Ask | None:
        """Returns the ask that its author opened by the same modal before."""
        ...

    async def find_ask(self, guild_id: GuildId, ask_id: AskId) -> Ask | None:
        """Returns an ask of the guild."""
        ...

    async def find_asks(self, guild_id: GuildId, ask_ids: Collection[AskId]) -> Sequence[Ask]:
        """Returns those of some asks that are of the guild, oldest first."""
        ...

    async def find_ask_in(self, guild_id: GuildId, thread_id: ChannelId) -> Ask | None:
        """Returns the ask of a thread of the guild."""
        ...

    async def record_thread(self, ask: Ask, thread_id: ChannelId, card_id: MessageId) -> None:
        """Records the thread of an ask and the message of its card."""
        ...

    async def record_standings(self, ask: Ask, message_id: MessageId) -> None:
        """Records the message that shows an ask's standings."""
        ...

    async def remove_ask(self, guild_id: GuildId, ask_id: AskId) -> None:
        """Removes an ask with its recommendations and votes."""
        ...

    async def remove_asks_in(self, guild_id: GuildId, channel_id: ChannelId) -> None:
        """Removes the asks of a channel or of a thread."""
        ...

    async def add(self, new: NewRecommendation, now: datetime) -> Recommendation | None:
        """Adds a recommendation, not yet posted; returns none where its author named this item there before."""
        ...

    async def reword(self, new: NewRecommendation) -> Recommendation | None:
        """Changes words and relation of a stored recommendation that is not posted, and returns it; else none."""
        ...

    async def find(self, guild_id: GuildId, recommendation_id: RecommendationId) -> Recommendation | None:
        """Returns a recommendation of the guild."""
        ...

    async def record_card(self, recommended: Recommendation, message_id: MessageId) -> None:
        """Records the message of a recommendation's card."""
        ...

    async def join_card(self, voice: Recommendation, anchor: Recommendation) -> bool:
        """Moves an unposted recommendation to another's card and name; returns false where its author is on that card.

        Removes the author's vote on that card: it is their own now.
        """
        ...

    async def remove(self, guild_id: GuildId, recommendation_id: RecommendationId) -> None:
        """Removes a recommendation and its votes."""
        ...

    async def recommendations_for(
        self, guild_id: GuildId, ask_ids: Collection[AskId], on: Collection[RecommendationId] | None = None
    ) -> Sequence[Recommendation]:
        """Returns the recommendations for some asks, posted or not, oldest first.

        With ``on``, only those on these cards, and those of people who disclosed a relation.
        """
        ...

    async def by_author(self, guild_id: GuildId, member_id: MemberId) -> Sequence[Recommendation]:
        """Returns the posted recommendations of a member, newest first."""
        ...

    async def toggle_vote(
        self, recommended: Recommendation, member_id: MemberId, verdict: Verdict, now: datetime
    ) -> Verdict | None:
        """Records a member's vote in place of their previous one, or removes it where it is the same.

        Returns the current vote.
        """
        ...

    async def votes_for(self, guild_id: GuildId, ask_ids: Collection[AskId]) -> Sequence[Vote]:
        """Returns the votes on the recommendations for some asks."""
        ...

    async def votes_on(self, guild_id: GuildId, card_ids: Collection[RecommendationId]) -> Sequence[Vote]:
        """Returns the votes on some cards."""
        ...

    async def unanswered_asks(self, guild_id: GuildId, since: datetime) -> Sequence[Ask]:
        """Returns the open asks since a moment that have a thread and no shown answer, oldest first."""
        ...

    async def asks_that_worked(self, guild_id: GuildId, since: datetime, until: datetime) -> Sequence[Ask]:
        """Returns the asks for which something worked in ``[since, until)``, oldest first."""
        ...


class AskThreads(Protocol):
    """Shows asks, recommendations and standings on Discord; mentions nobody."""

    async def require_channel(self, guild_id: GuildId, channel_id: ChannelId) -> None:
        """Requires that the bot can open threads in a channel.

        Raises
        ------
        Refusal
            When it can't; the sentence says what is missing where.
        """
        ...

    async def require_thread(self, ask: Ask) -> None:
        """Requires that the bot can post in the thread of an ask.

        Raises
        ------
        Refusal
            As :meth:`require_channel`.
        """
        ...

    async def find_thread(self, ask: Ask) -> OpenedThread | None:
        """Finds the thread that was made for an ask whose thread was not recorded."""
        ...

    async def open_thread(self, ask: Ask, tags: Collection[int] = (), *, again: bool) -> OpenedThread:
        """Opens the thread of an ask with its card and forum tags; ``again`` continues an attempt that broke off.

        Raises
        ------
        Refusal
            As :meth:`require_channel`.
        """
        ...

    async def post_card(self, ask: Ask, card: Card, *, again: bool) -> MessageId:
        """Posts a card; ``again`` continues an attempt that broke off.

        Raises
        ------
        Refusal
            As :meth:`require_channel`.
        """
        ...

    async def show_card(self, ask: Ask, card: Card) -> None:
        """Updates a posted card; deletes one whose item was erased.

        Raises
        ------
        Refusal
            As :meth:`require_channel`.
        """
        ...

    async def show_standings(self, ask: Ask, standings: Sequence[Standing], choice: Choice | None) -> MessageId:
        """Updates the one standings message of an ask, and returns it.

        Raises
        ------
        Refusal
            As :meth:`require_channel`.
        """
        ...


@dataclass(frozen=True, slots=True)
class ThreadPresence:
    """What of an ask exists on Discord: its thread, and which of its messages are missing."""

    has_thread: bool
    missing: frozenset[MessageId] = frozenset()


class ThreadUpkeep(Protocol):
    """Maintains the threads of asks on Discord."""

    def is_available(self, guild_id: GuildId) -> bool:
        """Whether the guild is available at present."""
        ...

    async def last_message_at(self, ask: Ask) -> datetime | None:
        """Returns when the last message was written in an ask's thread; none where that can't be known."""
        ...

    async def show_result(self, ask: Ask, end: AskResult | None) -> None:
        """Shows an ask's result in its title and on its card and archives the thread.

        Without a result, shows it as open.

        Raises
        ------
        OutOfReach
            When Discord will not have it.
        """
        ...

    async def check_presence(self, ask: Ask, message_ids: Collection[MessageId]) -> ThreadPresence:
        """Returns what of an ask exists on Discord.

        Raises
        ------
        OutOfReach
            If that can't be known.
        """
        ...


class OutcomeQuestions(Protocol):
    """Asks on Discord how a choice worked out; mentions the asker and nobody else."""

    def is_available(self, guild_id: GuildId) -> bool:
        """Whether the guild is available at present."""
        ...

    async def is_member(self, ask: Ask) -> bool:
        """Whether the asker is still a member."""
        ...

    async def post_question(self, ask: Ask, choice: Choice, item: str) -> MessageId:
        """Posts the question.

        Raises
        ------
        OutOfReach
            When Discord will not have it, or the person can't see the thread.
        """
        ...

    async def find_question(self, ask: Ask, choice: Choice) -> MessageId | None:
        """Finds the posted question; none proves that it was not posted.

        Raises
        ------
        OutOfReach
            As :meth:`post_question`.
        """
        ...

    async def show_answer(self, ask: Ask, choice: Choice, item: str) -> None:
        """Shows the answer on the question.

        Raises
        ------
        OutOfReach
            As :meth:`post_question`.
        """
        ...


class Representatives(Protocol):
    """Knows who represents which brand."""

    async def represents(self, guild_id: GuildId, member_id: MemberId, item: str) -> bool:
        """Whether a member represents the brand that an item is of."""
        ...


class ActivityRecorder(Protocol):
    """Records what members do."""

    def record(self, event: Event, /) -> None:
        """Records an event without waiting."""
        ...
