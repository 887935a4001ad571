"""The service of authors, who change their recommendations, and of moderators, who hide them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from community.discord_limits import CHOICES
from community.errors import Invalid, NotAllowed, NotFound
from community.ids import ChannelId, GuildId, MemberId, RecommendationId
from community.recommendations.ask import Ask
from community.recommendations.audit_trail import AuditAction, AuditEntry
from community.recommendations.edit_significance import is_substantial, same_words
from community.recommendations.ports import RecommendationStore, Representatives
from community.recommendations.recommendation import Recommendation, RecommendationState, Relation, Wording, item_key
from community.recommendations.standings import Standing
from community.recommendations.store_ports import EditStore
from community.recommendations.text_limits import parse_passage, parse_wording
from community.recommendations.thread_display import ThreadDisplay

REASON_LENGTH = 300


@dataclass(frozen=True, slots=True)
class OwnRecommendation:
    """A recommendation of a member with its ask and its standing; ``standing`` is none where it is not shown."""

    ask: Ask
    recommendation: Recommendation
    standing: Standing | None


@dataclass(frozen=True, slots=True)
class EditResult:
    """The result of an edit: whether it was substantial, and how many votes it cleared."""

    is_substantial: bool
    n_votes: int


class AuthorService:
    """Lets authors edit and withdraw their recommendations, and moderators hide and restore any.

    ``channels`` are those that the person who asks can see; other channels are left out.
    """

    def __init__(
        self,
        store: RecommendationStore,
        edits: EditStore,
        display: ThreadDisplay,
        representatives: Representatives,
    ) -> None:
        self._store = store
        self._edits = edits
        self._display = display
        self._representatives = representatives

    async def list_own(
        self, guild_id: GuildId, member_id: MemberId, channels: Collection[ChannelId]
    ) -> Sequence[OwnRecommendation]:
        """Returns what a member recommended and did not withdraw, newest first, with its ask and its standing."""
        own = [
            one
            for one in await self._store.by_author(guild_id, member_id)
            if one.item and one.state in _SHOWN_TO_AUTHOR
        ]
        asks = {
            ask.ask_id: ask
            for ask in await self._store.find_asks(guild_id, {one.ask_id for one in own})
            if ask.channel_id in channels
        }
        told = await self._display.standings(guild_id, asks)
        found = {one.recommendation.recommendation_id: one for one in told}
        return [
            OwnRecommendation(asks[one.ask_id], one, found.get(one.card_of) if one.is_shown else None)
            for one in own
            if one.ask_id in asks
        ]

    async def suggest(
        self,
        guild_id: GuildId,
        channels: Collection[ChannelId],
        typed: str,
        *,
        author_id: MemberId | None = None,
    ) -> Sequence[Recommendation]:
        """Returns the shown recommendations whose name contains the typed text, newest first.

        With an author, only theirs.
        """
        return await self._edits.suggest(guild_id, channels, typed, CHOICES, author_id=author_id)

    async def find(
        self,
        guild_id: GuildId,
        channels: Collection[ChannelId],
        typed: str,
        *,
        author_id: MemberId | None = None,
    ) -> Recommendation:
        """Returns the shown recommendation of an id (which autocomplete gives) or of a name.

        With an author, only theirs.

        Raises
        ------
        NotFound
            Where there is none that the person can see.
        """
        if typed.isascii() and typed.isdecimal() and len(typed) < _DIGITS:
            kept = await self._store.find(guild_id, RecommendationId(int(typed)))
            asks = [] if kept is None else await self._store.find_asks(guild_id, [kept.ask_id])
            if (
                kept is not None
                and kept.is_shown
                and author_id in {None, kept.author_id}
                and any(ask.channel_id in channels for ask in asks)
            ):
                return kept
        named = await self._edits.find_by_name(guild_id, channels, item_key(typed), author_id=author_id)
        if named is None:
            raise NotFound("There is no such recommendation. Please pick one from the list that shows while you type.")
        return named

    async def require_own(
        self, guild_id: GuildId, recommendation_id: RecommendationId, member_id: MemberId
    ) -> Recommendation:
        """Returns a shown recommendation of a member.

        Raises
        ------
        NotFound
            If there is none, or it is somebody else's.
        """
        kept = await self._store.find(guild_id, recommendation_id)
        if kept is None or kept.author_id != member_id or not kept.is_shown:
            raise NotFound("This recommendation is not there any more. See yours with /recommend mine.")
        return kept

    async def edit(self, kept: Recommendation, said: Wording, now: datetime) -> EditResult:
        """Changes the words of a recommendation; a substantial edit clears the votes of its card.

        Raises
        ------
        Invalid
            When the name changes though others recommend the item on the same card, or is another's of theirs.
        NotAllowed
            When somebody who represents the brand would speak as one who bought it.
        """
        said = parse_wording(said.item, said.why, said.link, said.relation)
        among = await self._store.recommendations_for(kept.guild_id, [kept.ask_id])
        others = [one for one in among if one.recommendation_id != kept.recommendation_id]
        if any(one.author_id == kept.author_id and item_key(one.item) == item_key(said.item) for one in others):
            raise Invalid("You recommended that here already. Please edit that one, or withdraw it.")
        shared = any(one.card_of == kept.card_of and one.is_shown for one in others)
        if shared and not same_words(kept.item, said.item):
            raise Invalid(
                "Others recommend this on the same card, so its name stays. Withdraw yours to recommend something else."
            )
        if (
            said.relation is Relation.OWN
            and kept.author_id is not None
            and await self._representatives.represents(kept.guild_id, kept.author_id, said.item)
        ):
            raise NotAllowed("You represent this brand here, so please say that you work there, or are paid.")
        substantial = is_substantial(kept, said)
        n_votes = await self._edits.rewrite(kept, said, now, substantial=substantial)
        await self._show(kept)
        return EditResult(substantial, n_votes)

    async def withdraw(self, kept: Recommendation, now: datetime) -> None:
        """Withdraws a recommendation; the audit trail keeps that it existed."""
        await self._edits.change_state(kept, AuditAction.WITHDRAWN, kept.author_id, now)
        await self._show(kept)

    async def hide(self, kept: Recommendation, moderator_id: MemberId, reason: str, now: datetime) -> None:
        """Hides a recommendation from everybody; its author can read the reason.

        Raises
        ------
        Invalid
            If the reason is empty or too long.
        """
        why = parse_passage(reason, REASON_LENGTH)
        if not why:
            raise Invalid("Please give the reason: its author will read it.")
        await self._edits.change_state(kept, AuditAction.HIDDEN, moderator_id, now, reason=why)
        await self._show(kept)

    async def hidden_reason(self, guild_id: GuildId, recommendation_id: RecommendationId, member_id: MemberId) -> str:
        """Returns why a moderator hid a member's recommendation on a card.

        Raises
        ------
        NotAllowed
            For everybody who said nothing on it that is hidden.
        """
        anchor = await self._store.find(guild_id, recommendation_id)
        among = [] if anchor is None else await self._store.recommendations_for(guild_id, [anchor.ask_id])
        for one in among:
            if (one.card_of, one.author_id, one.state) == (recommendation_id, member_id, RecommendationState.HIDDEN):
                return one.reason
        raise NotAllowed("Only its author reads here why it is hidden. Moderators find it in /recommend trail.")

    async def restore(
        self, guild_id: GuildId, recommendation_id: RecommendationId, moderator_id: MemberId, now: datetime
    ) -> Recommendation:
        """Shows a hidden recommendation again, with its votes, and returns it.

        Raises
        ------
        NotFound
            If it is not hidden, or was erased.
        """
        kept = await self._store.find(guild_id, recommendation_id)
        if kept is None or kept.state is not RecommendationState.HIDDEN or not kept.item:
            raise NotFound("This is not hidden (any more).")
        await self._edits.change_state(kept, AuditAction.RESTORED, moderator_id, now)
        await self._show(kept)
        return kept

    async def audit_page(self, guild_id: GuildId, page: int, length: int) -> tuple[Sequence[AuditEntry], int]:
        """Returns a page of the audit trail, newest first, and the number of pages."""
        entries, n = await self._edits.audit_page(guild_id, page * length, length)
        return entries, max(-(-n // length), 1)

    async def _show(self, kept: Recommendation) -> None:
        await self._display.show_card(kept.guild_id, kept.card_of)
        asks = await self._store.find_asks(kept.guild_id, [kept.ask_id])
        for ask in asks:
            if ask.thread_id is not None:
                await self._display.show_standings(kept.guild_id, ChannelId(ask.thread_id))


_SHOWN_TO_AUTHOR = frozenset({RecommendationState.STANDS, RecommendationState.HIDDEN})
"""The states in which authors see their own recommendations."""
_DIGITS = 19
"""Digits from which on a number may be too great for the database."""
