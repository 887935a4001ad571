"""What recommendations need from the outside."""

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
    """The asks of each guild, what was recommended, and the votes."""

    async def add_ask(self, new: NewAsk, now: datetime) -> Ask | None:
        """Keeps a new ask, not yet with a thread; none where its author sent this form before."""
        ...

    async def find_sent_ask(self, new: NewAsk) -> Ask | None:
        """The ask that its author sent this form for before."""
        ...

    async def find_ask(self, guild_id: GuildId, ask_id: AskId) -> Ask | None:
        """One ask of this guild."""
        ...

    async def find_asks(self, guild_id: GuildId, ask_ids: Collection[AskId]) -> Sequence[Ask]:
        """Those of these asks that are of this guild, oldest first."""
        ...

    async def find_ask_in(self, guild_id: GuildId, thread_id: ChannelId) -> Ask | None:
        """The ask of a thread of this guild."""
        ...

    async def record_thread(self, ask: Ask, thread_id: ChannelId, card_id: MessageId) -> None:
        """Keeps which thread an ask has, and which message is its card."""
        ...

    async def record_standings(self, ask: Ask, message_id: MessageId) -> None:
        """Keeps which message shows an ask's standings."""
        ...

    async def remove_ask(self, guild_id: GuildId, ask_id: AskId) -> None:
        """Forgets an ask and all that was said to it."""
        ...

    async def remove_asks_in(self, guild_id: GuildId, channel_id: ChannelId) -> None:
        """Forgets the asks of a channel or of a thread."""
        ...

    async def add(self, new: NewRecommendation, now: datetime) -> Recommendation | None:
        """Keeps a new recommendation, not yet posted; none where its author named this item there before."""
        ...

    async def reword(self, new: NewRecommendation) -> Recommendation | None:
        """Changes the words and the relation of one kept before, as long as it is not posted; else none."""
        ...

    async def find(self, guild_id: GuildId, recommendation_id: RecommendationId) -> Recommendation | None:
        """One recommendation of this guild."""
        ...

    async def record_card(self, recommended: Recommendation, message_id: MessageId) -> None:
        """Keeps which message is a recommendation's card."""
        ...

    async def join_card(self, voice: Recommendation, anchor: Recommendation) -> bool:
        """Puts what is not posted yet on another's card, by that one's name; false where its author is on it.

        What its author said of that one by a button goes: it is their own now.
        """
        ...

    async def remove(self, guild_id: GuildId, recommendation_id: RecommendationId) -> None:
        """Forgets a recommendation and its votes."""
        ...

    async def recommendations_for(
        self, guild_id: GuildId, ask_ids: Collection[AskId], on: Collection[RecommendationId] | None = None
    ) -> Sequence[Recommendation]:
        """What was recommended for these asks, posted or not, oldest first.

        With ``on``, only what is on these cards, and what people recommended there who said to be related to it.
        """
        ...

    async def by_author(self, guild_id: GuildId, member_id: MemberId) -> Sequence[Recommendation]:
        """What a member recommended and was posted, newest first."""
        ...

    async def toggle_vote(
        self, recommended: Recommendation, member_id: MemberId, verdict: Verdict, now: datetime
    ) -> Verdict | None:
        """Keeps a member's vote instead of the one before, or takes it back where it is the same.

        Returns what stands now.
        """
        ...

    async def votes_for(self, guild_id: GuildId, ask_ids: Collection[AskId]) -> Sequence[Vote]:
        """The votes on what was recommended for these asks."""
        ...

    async def votes_on(self, guild_id: GuildId, card_ids: Collection[RecommendationId]) -> Sequence[Vote]:
        """The votes on these cards."""
        ...

    async def unanswered_asks(self, guild_id: GuildId, since: datetime) -> Sequence[Ask]:
        """The open asks since then that have a thread and no answer that stands, oldest first."""
        ...

    async def asks_that_worked(self, guild_id: GuildId, since: datetime, until: datetime) -> Sequence[Ask]:
        """The asks of which something was said to have worked in ``[since, until)``, oldest first."""
        ...


class AskThreads(Protocol):
    """Shows asks, recommendations and standings, on Discord. It pings nobody."""

    async def require_channel(self, guild_id: GuildId, channel_id: ChannelId) -> None:
        """Passes where Hamlet can open threads.

        Raises
        ------
        Refusal
            When it can't; the sentence says what is missing where.
        """
        ...

    async def require_thread(self, ask: Ask) -> None:
        """Passes where a recommendation can be posted in an ask's thread. Raises as :meth:`require`."""
        ...

    async def find_thread(self, ask: Ask) -> OpenedThread | None:
        """The thread that was made for an ask whose thread is not kept."""
        ...

    async def open_thread(self, ask: Ask, tags: Collection[int] = (), *, again: bool) -> OpenedThread:
        """Makes an ask's thread with its card and a forum's tags; ``again`` goes on where it was left.

        Raises as :meth:`require`.
        """
        ...

    async def post_card(self, ask: Ask, card: Card, *, again: bool) -> MessageId:
        """Posts a card; ``again`` goes on where it was left. Raises as :meth:`require`."""
        ...

    async def show_card(self, ask: Ask, card: Card) -> None:
        """Makes a posted card show this; one whose item was erased goes. Raises as :meth:`require`."""
        ...

    async def show_standings(self, ask: Ask, standings: Sequence[Standing], choice: Choice | None) -> MessageId:
        """Makes an ask's one standings message show this, and returns it. Raises as :meth:`require`."""
        ...


@dataclass(frozen=True, slots=True)
class ThreadPresence:
    """What of an ask is still on Discord: its thread, and which of its messages are gone."""

    has_thread: bool
    missing: frozenset[MessageId] = frozenset()


class ThreadUpkeep(Protocol):
    """Looks after the threads of asks, on Discord."""

    def is_available(self, guild_id: GuildId) -> bool:
        """Whether the guild can be reached at present."""
        ...

    async def last_message_at(self, ask: Ask) -> datetime | None:
        """When something was last said in an ask's thread; none where that can't be known."""
        ...

    async def show_result(self, ask: Ask, end: AskResult | None) -> None:
        """Makes an ask's thread and card tell what came of it, and puts it aside; without an end it is open.

        Raises
        ------
        OutOfReach
            When Discord will not have it.
        """
        ...

    async def check_presence(self, ask: Ask, message_ids: Collection[MessageId]) -> ThreadPresence:
        """What of an ask is still there. Raises as :meth:`retitle` where that can't be known."""
        ...


class OutcomeQuestions(Protocol):
    """Asks how it worked out, on Discord. It mentions the person who asked, and nobody else."""

    def is_available(self, guild_id: GuildId) -> bool:
        """Whether the guild can be reached at present."""
        ...

    async def is_member(self, ask: Ask) -> bool:
        """Whether the person who asked is still a member."""
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
        """The question as it was posted; none is proof that it was not. Raises as :meth:`ask`."""
        ...

    async def show_answer(self, ask: Ask, choice: Choice, item: str) -> None:
        """Makes the question show its answer. Raises as :meth:`ask`."""
        ...


class Representatives(Protocol):
    """Who speaks for which brand."""

    async def represents(self, guild_id: GuildId, member_id: MemberId, item: str) -> bool:
        """Whether a member represents the brand that an item is of."""
        ...


class ActivityRecorder(Protocol):
    """Takes note of what members did."""

    def record(self, event: Event, /) -> None:
        """Takes an event without waiting."""
        ...
