"""What is kept of recommendations beyond the asks themselves: changes, choices, what is due."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

from community.ids import AskId, ChannelId, ChoiceId, GuildId, MemberId, MessageId, RecommendationId
from community.recommendations.ask import Ask
from community.recommendations.audit_trail import AuditAction, AuditEntry
from community.recommendations.funnel import OutcomeStep
from community.recommendations.outcome import Choice, Outcome, Result
from community.recommendations.recommendation import Recommendation, Wording


class EditStore(Protocol):
    """What authors and moderators change among recommendations."""

    async def rewrite(self, one: Recommendation, wording: Wording, now: datetime, *, substantial: bool) -> int:
        """Keeps new words; where they change the substance, the votes go. Returns how many went."""
        ...

    async def change_state(
        self, one: Recommendation, action: AuditAction, by: MemberId | None, now: datetime, *, reason: str = ""
    ) -> None:
        """Keeps a new state with who did it and why; what no longer stands by its author's wish can be said anew."""
        ...

    async def suggest(
        self,
        guild_id: GuildId,
        channel_ids: Collection[ChannelId],
        typed: str,
        limit: int,
        *,
        author_id: MemberId | None = None,
    ) -> Sequence[Recommendation]:
        """What stands in the threads of some channels and has what was typed in its name, newest first."""
        ...

    async def find_by_name(
        self,
        guild_id: GuildId,
        channel_ids: Collection[ChannelId],
        key: str,
        *,
        author_id: MemberId | None = None,
    ) -> Recommendation | None:
        """The newest that stands in the threads of some channels and is called so; with an author, theirs."""
        ...

    async def audit_page(self, guild_id: GuildId, skip: int, limit: int) -> tuple[Sequence[AuditEntry], int]:
        """What was done, newest first, from the ``skip``-th on; and how much there is in all."""
        ...


class ChoiceStore(Protocol):
    """What was chosen for asks, and how it worked out."""

    async def toggle_choice(self, kept: Ask, recommendation_id: RecommendationId, now: datetime) -> Choice | None:
        """Keeps what was chosen instead of the choice before; the same again, while nothing was asked, takes it back.

        Returns what is chosen now.
        """
        ...

    async def find_for(self, kept: Ask) -> Choice | None:
        """What was chosen for an ask."""
        ...

    async def find(self, guild_id: GuildId, choice_id: ChoiceId) -> Choice | None:
        """One choice of this guild."""
        ...

    async def choices_for(self, guild_id: GuildId, ask_ids: Collection[AskId]) -> Sequence[Choice]:
        """What was chosen for these asks."""
        ...

    async def due(self, now: datetime) -> Sequence[Choice]:
        """The choices of all guilds whose question is due, or was claimed and not seen to be posted."""
        ...

    async def claim(self, one: Choice, now: datetime) -> bool:
        """Keeps that a question is about to be posted; false where it was claimed, or chosen otherwise meanwhile."""
        ...

    async def record_question(self, one: Choice, message_id: MessageId) -> None:
        """Keeps which message asks."""
        ...

    async def postpone(self, one: Choice, due_at: datetime) -> None:
        """Keeps that a question that is not posted is due later."""
        ...

    async def drop(self, one: Choice) -> None:
        """Keeps that nobody will be asked."""
        ...

    async def record_result(self, one: Choice, result: Result, now: datetime) -> bool:
        """Keeps how it worked out, instead of what was told before; false where something else is chosen by now."""
        ...

    async def outcomes(self, guild_id: GuildId, ask_ids: Collection[AskId]) -> Sequence[Outcome]:
        """How what was chosen for these asks worked out for those who asked.

        Left out are who was forgotten, and what was chosen before it was changed in substance.
        """
        ...

    async def steps(
        self, guild_id: GuildId, channel_ids: Collection[ChannelId], item_key: str | None = None
    ) -> Sequence[OutcomeStep]:
        """How far the asks of some channels came; with an item, those for which it was recommended."""
        ...


class MaintenanceStore(Protocol):
    """What has to be brought up to date in the threads of asks."""

    async def idle(self, before: datetime) -> Sequence[Ask]:
        """The open asks of all guilds to which nothing happened since then, oldest first."""
        ...

    async def touch(self, kept: Ask, at: datetime) -> None:
        """Keeps that something was said in an ask's thread, unless something happened later."""
        ...

    async def close(self, kept: Ask, now: datetime) -> None:
        """Keeps that an open ask is closed; its title is due."""
        ...

    async def reopen(self, kept: Ask) -> None:
        """Keeps that a closed ask is open; its title is due."""
        ...

    async def mark_title_due(self, kept: Ask) -> None:
        """Keeps that the title of a closed ask is due."""
        ...

    async def due_titles(self, renamed_before: datetime, guild_id: GuildId | None = None) -> Sequence[Ask]:
        """The asks of one guild or of all whose title is due and was last changed before then, oldest first."""
        ...

    async def mark_title_shown(self, kept: Ask, now: datetime) -> None:
        """Keeps that a title shows what it should, unless the ask was closed or opened meanwhile."""
        ...

    async def due_standings(self) -> Sequence[Ask]:
        """The asks whose standings are due, oldest first."""
        ...

    async def mark_standings_shown(self, kept: Ask, as_of: datetime) -> None:
        """Keeps that the standings show what happened up to then, unless more happened."""
        ...

    async def due_cards(self) -> Sequence[Recommendation]:
        """What has a card that is due, oldest first."""
        ...

    async def mark_card_shown(self, anchor: Recommendation) -> None:
        """Keeps that a card shows what it should."""
        ...

    async def remove_unposted(self, before: datetime) -> None:
        """Forgets what was typed before then and never posted."""
        ...

    async def recommendations_on(self, guild_id: GuildId, message_id: MessageId) -> Sequence[Recommendation]:
        """The voices on a card, whatever their state."""
        ...

    async def find_ask_by_card(self, guild_id: GuildId, message_id: MessageId) -> Ask | None:
        """The ask whose own card is this message."""
        ...

    async def changed_since(self, since: datetime) -> Sequence[Ask]:
        """The asks with a thread to which something happened since then, latest first."""
        ...
