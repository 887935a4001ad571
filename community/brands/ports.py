"""What brands need from the outside."""

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
    """The brands of each guild, and who speaks for them."""

    async def add(self, new: NewBrand, now: datetime) -> Brand | None:
        """Keeps a new brand; none where the guild has one of that name."""
        ...

    async def brands(self) -> Sequence[Brand]:
        """The brands of all guilds, without those that are on their way out, oldest first."""
        ...

    async def retire(self, brand: Brand) -> None:
        """Keeps that a brand is on its way out and that nobody speaks for it any more; its name is free again."""
        ...

    async def retired(self) -> Sequence[Brand]:
        """The brands of all guilds that are on their way out and for which nobody has to lose a label."""
        ...

    async def erase(self, brand: Brand) -> None:
        """Forgets a brand and all that belongs to it."""
        ...

    async def ask_rep(self, brand: Brand, member_id: MemberId, asked_by: MemberId, now: datetime) -> Rep:
        """Keeps that a member was asked; who was asked or speaks already stays as they are."""
        ...

    async def reps(self) -> Sequence[Rep]:
        """Everybody who was asked, speaks or spoke, in all guilds, also for brands on their way out."""
        ...

    async def update_rep(
        self, rep: Rep, to: RepState, *, over: Collection[RepState], since: datetime | None = None
    ) -> None:
        """Keeps a new state, from one of these states only, and since when they speak, where that is given."""
        ...

    async def mark_notified(self, rep: Rep, up_to: datetime) -> bool:
        """Keeps up to when a member was told what was not welcome, whatever they speak for; false where they were."""
        ...

    async def delete_rep(self, rep: Rep) -> None:
        """Forgets somebody who said no, or spoke once and has no label any more."""
        ...


class RepLabels(Protocol):
    """What others see of a representative: the guild's role for them, and a name tag."""

    async def require(self, guild_id: GuildId, member_id: MemberId) -> None:
        """Passes where a member can be labelled.

        Raises
        ------
        Refusal
            When not; says what is missing.
        """
        ...

    async def show(self, guild_id: GuildId, member_id: MemberId, brands: Sequence[Brand]) -> None:
        """Makes a member's labels say that they speak for these brands, and no others; raises as :meth:`require`.

        Whoever is not in the guild any more has none.
        """
        ...


class StewardCheck(Protocol):
    """Who looks after a topic."""

    async def is_steward(self, guild_id: GuildId, topic_id: TopicId, member_id: MemberId) -> bool:
        """Whether a member does."""
        ...


class TopicMembers(Protocol):
    """The topics of a guild and who joined them."""

    async def find(self, guild_id: GuildId, topic_id: TopicId) -> Topic:
        """One topic of this guild. Raises NotFound where there is none."""
        ...

    async def topics(self, guild_id: GuildId) -> Sequence[Topic]:
        """The guild's topics, oldest first."""
        ...

    async def joined(self, guild_id: GuildId, member_id: MemberId) -> Sequence[Topic]:
        """The topics that a member joined."""
        ...


class ConsentStore(Protocol):
    """The votes of each guild's topics on brands, and what came of them."""

    async def open_vote(self, new: NewConsent, now: datetime, closes_at: datetime) -> Consent | None:
        """Keeps a new vote; none where one of that topic on that brand is open."""
        ...

    async def consents(self, guild_id: GuildId) -> Sequence[Consent]:
        """Every vote of this guild, oldest first; without those on brands on their way out."""
        ...

    async def unsettled(self, now: datetime) -> Sequence[Consent]:
        """The votes of all guilds that are over by now, whose yes is, or whose post says something else."""
        ...

    async def record_vote(self, consent: Consent, member_id: MemberId, now: datetime, *, yes: bool) -> bool:
        """Keeps a member's vote instead of the one before; false where the vote is decided."""
        ...

    async def tally(self, consent: Consent) -> ConsentTally:
        """The votes of those who are members of the topic now."""
        ...

    async def record_outcome(
        self, consent: Consent, tally: ConsentTally, now: datetime, *, ends_at: datetime | None
    ) -> None:
        """Keeps the outcome of an open vote, a yes until ``ends_at``; an earlier yes of that topic ends with it."""
        ...

    async def end(self, consent: Consent, to: ConsentState, now: datetime, *, over: Collection[ConsentState]) -> bool:
        """Keeps that a vote or its yes ended, at the latest now; false where it is in none of these states."""
        ...

    async def record_post(self, consent: Consent, message_id: MessageId) -> None:
        """Keeps which post shows it, and the state that it shows."""
        ...


class RoundStore(Protocol):
    """The feedback rounds of brands, and what members answered."""

    async def open_round(self, new: NewRound, now: datetime, closes_at: datetime) -> Round | None:
        """Keeps a new round; none where one of that brand in that topic is open."""
        ...

    async def rounds(self, guild_id: GuildId | None = None) -> Sequence[Round]:
        """The rounds of one guild or of all, oldest first; without those of brands on their way out."""
        ...

    async def record_answer(self, asked: Round, member_id: MemberId, answer: FeedbackAnswer, now: datetime) -> bool:
        """Keeps a member's tap instead of the one before; false where the round is over."""
        ...

    async def record_comment(self, asked: Round, member_id: MemberId, comment: str) -> bool:
        """Keeps a comment beside a member's tap; false where they have not tapped or the round is over."""
        ...

    async def replies(self, asked: Round) -> Sequence[FeedbackReply]:
        """What was answered."""
        ...

    async def close_round(self, asked: Round, to: RoundState, told: Table | None) -> bool:
        """Keeps that an open round is over, and what is told of it; false where it was."""
        ...

    async def record_post(self, asked: Round, message_id: MessageId) -> None:
        """Keeps which post shows it, and what it shows."""
        ...


class RepActivityLog(Protocol):
    """What is recorded of members anyway, as the ledger reads it."""

    async def activity_of(
        self, guild_id: GuildId, member_id: MemberId, since: datetime, until: datetime
    ) -> RepActivity:
        """What a member did in ``[since, until]``, oldest first."""
        ...


class Flushable(Protocol):
    """What waits to be stored."""

    async def flush(self) -> None:
        """Stores it, so that what is read next is current."""
        ...


Card = Consent | Round
"""What has a post of its own in a topic."""


class BrandPosts(Protocol):
    """Cards in the channels of topics, on Discord. They ping nobody."""

    async def require(self, guild_id: GuildId, channel_id: ChannelId) -> None:
        """Passes where a card can be posted.

        Raises
        ------
        OutOfReach
            When it can't; says what is missing.
        """
        ...

    async def show(self, card: Card) -> MessageId:
        """Makes a card's one post say how it stands: the one that is known, one left behind, or a new one.

        Raises as :meth:`require`. A post that somebody deleted stays deleted.
        """
        ...


class RecommendationFacts(Protocol):
    """What recommendations came to, person by person; it is read to be counted."""

    async def outcomes(self, guild_id: GuildId, since: datetime, until: datetime) -> Sequence[OutcomeFact]:
        """Who went with what, and how it worked out for whom, in ``[since, until)``."""
        ...

    async def asks(
        self, guild_id: GuildId, channels: Collection[ChannelId], since: datetime, until: datetime
    ) -> Sequence[AskFact]:
        """Who asked for a recommendation in some channels in ``[since, until)``."""
        ...


class MentionStore(Protocol):
    """Which messages named a brand; of what they say nothing is kept."""

    async def record(self, guild_id: GuildId, message_id: int, mentions: Sequence[BrandMention]) -> None:
        """Keeps which brands a message names, each once, instead of those that it named before."""
        ...

    async def withdraw(self, guild_id: GuildId, message_ids: Collection[int]) -> None:
        """Forgets what some messages named."""
        ...

    async def mentions(self, guild_id: GuildId, since: datetime, until: datetime) -> Sequence[BrandMention]:
        """Who named what in ``[since, until)``."""
        ...

    async def oldest(self) -> Mapping[GuildId, datetime]:
        """The guilds of which something is kept, each with the instant of the oldest."""
        ...

    async def forget(self, guild_id: GuildId, *, before: datetime | None = None) -> None:
        """Forgets what was named in a guild, all of it or what was before an instant."""
        ...


class ReleaseStore(Protocol):
    """The figures that brands are told, kept as they were first worked out."""

    async def period_marks(self) -> Sequence[PeriodMark]:
        """The brands of all guilds, with how far their figures are kept."""
        ...

    async def release_figures(self, brand: Brand, first: date, figures: Figures, now: datetime) -> None:
        """Keeps the figures of the period that began on a day; those that are kept already stay."""
        ...

    async def released_figures(self, brand: Brand, first: date) -> Figures:
        """The figures of the period that began on a day; nothing where none are kept."""
        ...


class OpenAsks(Protocol):
    """The asks that nobody has answered."""

    async def open_asks(self, guild_id: GuildId, since: datetime) -> Sequence[OpenAsk]:
        """Those since then."""
        ...
