"""Ports of the stores of edits, choices and maintenance."""

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
    """Stores edits, states and the audit trail of recommendations."""

    async def rewrite(self, one: Recommendation, wording: Wording, now: datetime, *, substantial: bool) -> int:
        """Records new words; a substantial edit removes the votes. Returns how many were removed."""
        ...

    async def change_state(
        self, one: Recommendation, action: AuditAction, by: MemberId | None, now: datetime, *, reason: str = ""
    ) -> None:
        """Records a new state with who caused it and why; what was withdrawn or removed can be recommended anew."""
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
        """Returns the shown recommendations in some channels' threads whose name contains a text, newest first."""
        ...

    async def find_by_name(
        self,
        guild_id: GuildId,
        channel_ids: Collection[ChannelId],
        key: str,
        *,
        author_id: MemberId | None = None,
    ) -> Recommendation | None:
        """Returns the newest shown recommendation of a name in the threads of some channels; with an author, theirs."""
        ...

    async def audit_page(self, guild_id: GuildId, skip: int, limit: int) -> tuple[Sequence[AuditEntry], int]:
        """Returns audit entries, newest first, from the ``skip``-th on, and the number of all."""
        ...


class ChoiceStore(Protocol):
    """Stores the choices of askers and how they worked out."""

    async def toggle_choice(self, kept: Ask, recommendation_id: RecommendationId, now: datetime) -> Choice | None:
        """Records a choice in place of the previous one; the same again, before its question, removes it.

        Returns the current choice.
        """
        ...

    async def find_for(self, kept: Ask) -> Choice | None:
        """Returns the choice of an ask."""
        ...

    async def find(self, guild_id: GuildId, choice_id: ChoiceId) -> Choice | None:
        """Returns a choice of the guild."""
        ...

    async def choices_for(self, guild_id: GuildId, ask_ids: Collection[AskId]) -> Sequence[Choice]:
        """Returns the choices of some asks."""
        ...

    async def due(self, now: datetime) -> Sequence[Choice]:
        """Returns the choices of all guilds whose question is due, or was claimed and not confirmed."""
        ...

    async def claim(self, one: Choice, now: datetime) -> bool:
        """Records that a question is about to be posted; returns false where it was claimed or the choice changed."""
        ...

    async def record_question(self, one: Choice, message_id: MessageId) -> None:
        """Records the message of the question."""
        ...

    async def postpone(self, one: Choice, due_at: datetime) -> None:
        """Postpones a question that is not posted."""
        ...

    async def drop(self, one: Choice) -> None:
        """Records that the question will not be asked."""
        ...

    async def record_result(self, one: Choice, result: Result, now: datetime) -> bool:
        """Records the result in place of the previous one; returns false where the choice changed meanwhile."""
        ...

    async def outcomes(self, guild_id: GuildId, ask_ids: Collection[AskId]) -> Sequence[Outcome]:
        """Returns how the choices of some asks worked out for their askers.

        Leaves out forgotten askers, and choices made before a substantial edit.
        """
        ...

    async def steps(
        self, guild_id: GuildId, channel_ids: Collection[ChannelId], item_key: str | None = None
    ) -> Sequence[OutcomeStep]:
        """Returns how far the asks of some channels came; with an item, those for which it was recommended."""
        ...


class MaintenanceStore(Protocol):
    """Stores what is due in the threads of asks."""

    async def idle(self, before: datetime) -> Sequence[Ask]:
        """Returns the open asks of all guilds that are unchanged since a moment, oldest first."""
        ...

    async def touch(self, kept: Ask, at: datetime) -> None:
        """Records a message in an ask's thread, unless the ask changed later."""
        ...

    async def close(self, kept: Ask, now: datetime) -> None:
        """Closes an open ask; its title becomes due."""
        ...

    async def reopen(self, kept: Ask) -> None:
        """Reopens a closed ask; its title becomes due."""
        ...

    async def mark_title_due(self, kept: Ask) -> None:
        """Records that the title of a closed ask is due."""
        ...

    async def due_titles(self, renamed_before: datetime, guild_id: GuildId | None = None) -> Sequence[Ask]:
        """Returns the asks, of a guild or of all, whose title is due and was changed before a moment, oldest first."""
        ...

    async def mark_title_shown(self, kept: Ask, now: datetime) -> None:
        """Records that a title is up to date, unless the ask was closed or reopened meanwhile."""
        ...

    async def due_standings(self) -> Sequence[Ask]:
        """Returns the asks whose standings are due, oldest first."""
        ...

    async def mark_standings_shown(self, kept: Ask, as_of: datetime) -> None:
        """Records that the standings are up to date as of a moment, unless the ask changed later."""
        ...

    async def due_cards(self) -> Sequence[Recommendation]:
        """Returns the recommendations whose card is due, oldest first."""
        ...

    async def mark_card_shown(self, anchor: Recommendation) -> None:
        """Records that a card is up to date."""
        ...

    async def remove_unposted(self, before: datetime) -> None:
        """Removes recommendations from before a moment that were never posted."""
        ...

    async def recommendations_on(self, guild_id: GuildId, message_id: MessageId) -> Sequence[Recommendation]:
        """Returns the recommendations on a card, whatever their state."""
        ...

    async def find_ask_by_card(self, guild_id: GuildId, message_id: MessageId) -> Ask | None:
        """Returns the ask whose card is a message."""
        ...

    async def changed_since(self, since: datetime) -> Sequence[Ask]:
        """Returns the asks with a thread that changed since a moment, latest first."""
        ...
