"""Ports of brands: their stores, what they read of other features, and their posts and labels on Discord."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

from community.brands.brand import Brand, NewBrand, Rep, RepState
from community.brands.cell_suppression import Table
from community.brands.consent import Consent, ConsentState, ConsentTally, NewConsent
from community.brands.feedback import FeedbackAnswer, FeedbackReply, NewRound, Round, RoundState
from community.brands.figures import AskFact, BrandMention, Figures, OutcomeFact, PeriodMark
from community.brands.ledger import RepActivity
from community.ids import ChannelId, GuildId, MemberId, MessageId, TopicId
from community.recommendations.digest_rows import OpenAsk
from community.topics.topic import Topic


class BrandStore(Protocol):
    """Stores the brands of each guild, and who speaks for them."""

    async def add(self, new: NewBrand, now: datetime) -> Brand | None:
        """Stores a new brand; returns None if the guild has one of that name."""
        ...

    async def brands(self) -> Sequence[Brand]:
        """Returns the brands of all guilds without retired ones, oldest first."""
        ...

    async def retire(self, brand: Brand) -> None:
        """Marks a brand as retired and ends its representatives; its name can be used again."""
        ...

    async def retired(self) -> Sequence[Brand]:
        """Returns the retired brands of all guilds of which no representative is left to unlabel."""
        ...

    async def erase(self, brand: Brand) -> None:
        """Deletes a brand and all that belongs to it."""
        ...

    async def ask_rep(self, brand: Brand, member_id: MemberId, asked_by: MemberId, now: datetime) -> Rep:
        """Stores that a member was asked to speak for a brand; leaves one who was asked or speaks already."""
        ...

    async def reps(self) -> Sequence[Rep]:
        """Returns the representatives of all guilds in any state, also of retired brands."""
        ...

    async def update_rep(
        self, rep: Rep, to: RepState, *, over: Collection[RepState], since: datetime | None = None
    ) -> None:
        """Stores a new state if the current one is in ``over``, and since when they speak if that is given."""
        ...

    async def mark_notified(self, rep: Rep, up_to: datetime) -> bool:
        """Stores up to when a member was told of unwelcome posts, for all their brands; False if they were."""
        ...

    async def delete_rep(self, rep: Rep) -> None:
        """Deletes a representative who declined, or whose end needs no change of labels."""
        ...


class RepLabels(Protocol):
    """The labels of representatives on Discord: the guild's role, and a tag behind the name."""

    async def require(self, guild_id: GuildId, member_id: MemberId) -> None:
        """Checks that a member can be labelled.

        Raises
        ------
        Invalid
            If no role is set, or the member is a bot.
        NotFound
            If the member left the guild.
        OutOfReach
            If a permission is missing; the sentence says which.
        """
        ...

    async def show(self, guild_id: GuildId, member_id: MemberId, brands: Sequence[Brand]) -> None:
        """Makes a member's labels name these brands and no others; does nothing if the member left the guild.

        Raises
        ------
        OutOfReach
            If a permission is missing; the sentence says which.
        """
        ...


class StewardCheck(Protocol):
    """Who the stewards of a topic are."""

    async def is_steward(self, guild_id: GuildId, topic_id: TopicId, member_id: MemberId) -> bool:
        """Returns whether a member is a steward of a topic."""
        ...


class TopicMembers(Protocol):
    """The topics of a guild and their members."""

    async def find(self, guild_id: GuildId, topic_id: TopicId) -> Topic:
        """Returns one topic of the guild.

        Raises
        ------
        NotFound
            If there is none.
        """
        ...

    async def topics(self, guild_id: GuildId) -> Sequence[Topic]:
        """Returns the guild's topics, oldest first."""
        ...

    async def joined(self, guild_id: GuildId, member_id: MemberId) -> Sequence[Topic]:
        """Returns the topics that a member joined."""
        ...


class ConsentStore(Protocol):
    """Stores the votes of each guild's topics on brands, and their outcomes."""

    async def open_vote(self, new: NewConsent, now: datetime, closes_at: datetime) -> Consent | None:
        """Stores a new vote; returns None if one of that topic on that brand is open."""
        ...

    async def consents(self, guild_id: GuildId) -> Sequence[Consent]:
        """Returns the guild's votes without those on retired brands, oldest first."""
        ...

    async def unsettled(self, now: datetime) -> Sequence[Consent]:
        """Returns the votes of all guilds that have to be decided, ended or shown."""
        ...

    async def record_vote(self, consent: Consent, member_id: MemberId, now: datetime, *, yes: bool) -> bool:
        """Stores a member's vote in place of an earlier one; returns False if the vote is decided."""
        ...

    async def tally(self, consent: Consent) -> ConsentTally:
        """Returns the votes of those who are members of the topic now."""
        ...

    async def record_outcome(
        self, consent: Consent, tally: ConsentTally, now: datetime, *, ends_at: datetime | None
    ) -> None:
        """Stores the outcome of an open vote, a yes until ``ends_at``; a yes replaces the topic's earlier one."""
        ...

    async def end(self, consent: Consent, to: ConsentState, now: datetime, *, over: Collection[ConsentState]) -> bool:
        """Stores that a vote or its consent ended, at the latest now; returns False if its state is not in ``over``."""
        ...

    async def record_post(self, consent: Consent, message_id: MessageId) -> None:
        """Stores which post shows a vote, and the state that it shows."""
        ...


class RoundStore(Protocol):
    """Stores the feedback rounds of brands, and members' replies."""

    async def open_round(self, new: NewRound, now: datetime, closes_at: datetime) -> Round | None:
        """Stores a new round; returns None if one of that brand in that topic is open."""
        ...

    async def rounds(self, guild_id: GuildId | None = None) -> Sequence[Round]:
        """Returns the rounds of one guild or of all without those of retired brands, oldest first."""
        ...

    async def record_answer(self, asked: Round, member_id: MemberId, answer: FeedbackAnswer, now: datetime) -> bool:
        """Stores a member's answer in place of an earlier one; returns False if the round is over."""
        ...

    async def record_comment(self, asked: Round, member_id: MemberId, comment: str) -> bool:
        """Stores a comment beside a member's answer; returns False if there is no answer or the round is over."""
        ...

    async def replies(self, asked: Round) -> Sequence[FeedbackReply]:
        """Returns the replies of a round."""
        ...

    async def close_round(self, asked: Round, to: RoundState, table: Table | None) -> bool:
        """Stores that an open round is over, and its published table; returns False if it was over."""
        ...

    async def record_post(self, asked: Round, message_id: MessageId) -> None:
        """Stores which post shows a round, and the version that it shows."""
        ...


class RepActivityLog(Protocol):
    """Recorded activity of members, as the ledger reads it."""

    async def activity_of(
        self, guild_id: GuildId, member_id: MemberId, since: datetime, until: datetime
    ) -> RepActivity:
        """Returns what a member did in ``[since, until]``, oldest first."""
        ...


class Flushable(Protocol):
    """Something that buffers what it stores."""

    async def flush(self) -> None:
        """Stores everything that is buffered."""
        ...


Card = Consent | Round
"""A vote or a round: each has one post in its topic."""


class BrandPosts(Protocol):
    """The posts of votes and rounds in the channels of topics; they ping nobody."""

    async def require(self, guild_id: GuildId, channel_id: ChannelId) -> None:
        """Checks that a card can be posted in a channel.

        Raises
        ------
        OutOfReach
            If the channel or a permission is missing; the sentence says which.
        """
        ...

    async def show(self, card: Card) -> MessageId:
        """Posts or edits the one post of a card; returns its id.

        A post that was made but not recorded is found again; a post that people deleted stays deleted.

        Raises
        ------
        OutOfReach
            As :meth:`require`.
        """
        ...


class RecommendationFacts(Protocol):
    """Outcomes of recommendations and asks by member, to be counted."""

    async def outcomes(self, guild_id: GuildId, since: datetime, until: datetime) -> Sequence[OutcomeFact]:
        """Returns who chose what, and for whom it worked out how, in ``[since, until)``."""
        ...

    async def asks(
        self, guild_id: GuildId, channels: Collection[ChannelId], since: datetime, until: datetime
    ) -> Sequence[AskFact]:
        """Returns who asked for a recommendation in some channels in ``[since, until)``."""
        ...


class MentionStore(Protocol):
    """Stores which messages named a brand, never their text."""

    async def record(self, guild_id: GuildId, message_id: int, mentions: Sequence[BrandMention]) -> None:
        """Stores which brands a message names, each once, in place of earlier ones; skips brands that were erased."""
        ...

    async def withdraw(self, guild_id: GuildId, message_ids: Collection[int]) -> None:
        """Deletes the mentions of some messages."""
        ...

    async def mentions(self, guild_id: GuildId, since: datetime, until: datetime) -> Sequence[BrandMention]:
        """Returns the mentions in ``[since, until)``."""
        ...

    async def oldest(self) -> Mapping[GuildId, datetime]:
        """Returns the instant of the oldest mention of each guild that has any."""
        ...

    async def forget(self, guild_id: GuildId, *, before: datetime | None = None) -> None:
        """Deletes the mentions of a guild, all or those before an instant."""
        ...


class ReleaseStore(Protocol):
    """Stores the published figures of brands as they were first computed."""

    async def period_marks(self) -> Sequence[PeriodMark]:
        """Returns the brands of all guilds, each with its latest period of stored figures."""
        ...

    async def release_figures(self, brand: Brand, first: date, figures: Figures, now: datetime) -> None:
        """Stores the figures of the period that began on a day; does not replace stored ones."""
        ...

    async def released_figures(self, brand: Brand, first: date) -> Figures:
        """Returns the figures of the period that began on a day, empty if none are stored."""
        ...


class OpenAsks(Protocol):
    """The asks that nobody answered."""

    async def open_asks(self, guild_id: GuildId, since: datetime) -> Sequence[OpenAsk]:
        """Returns the unanswered asks since an instant."""
        ...
