"""What authors do with their recommendations, and what moderators do with others'."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

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
MAX_CHOICES = 25
"""Choices in one autocompletion (Source: Discord, Application Commands)."""


@dataclass(frozen=True, slots=True)
class OwnRecommendation:
    """What somebody recommended, for which ask, and how its card stands; no standing where it does not stand."""

    ask: Ask
    recommendation: Recommendation
    standing: Standing | None


@dataclass(frozen=True, slots=True)
class EditResult:
    """What an edit changed."""

    is_substantial: bool
    n_votes: int


class AuthorService:
    """Own recommendations, and the moderators' say.

    ``channels`` are those that the person who asks can see: nothing is told of others.
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
        """What a member recommended and did not take back, newest first, with its ask and how it stands."""
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
        """What stands and has what was typed in its name, newest first; with an author, theirs."""
        return await self._edits.suggest(guild_id, channels, typed, MAX_CHOICES, author_id=author_id)

    async def find(
        self,
        guild_id: GuildId,
        channels: Collection[ChannelId],
        typed: str,
        *,
        author_id: MemberId | None = None,
    ) -> Recommendation:
        """What stands by the number that autocomplete gave, or by its name; with an author, theirs.

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
        """One of somebody's own recommendations that stands."""
        kept = await self._store.find(guild_id, recommendation_id)
        if kept is None or kept.author_id != member_id or not kept.is_shown:
            raise NotFound("This recommendation is not there any more. See yours with /recommend mine.")
        return kept

    async def edit(self, kept: Recommendation, said: Wording, now: datetime) -> EditResult:
        """Changes what an author says; where that changes the substance, the votes on it are cleared.

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
        """Takes a recommendation back; the moderators' trail keeps that it was there."""
        await self._edits.change_state(kept, AuditAction.WITHDRAWN, kept.author_id, now)
        await self._show(kept)

    async def hide(self, kept: Recommendation, moderator_id: MemberId, reason: str, now: datetime) -> None:
        """Hides a recommendation from everybody; its author reads why with their own."""
        why = parse_passage(reason, REASON_LENGTH)
        if not why:
            raise Invalid("Please give the reason: its author will read it.")
        await self._edits.change_state(kept, AuditAction.HIDDEN, moderator_id, now, reason=why)
        await self._show(kept)

    async def hidden_reason(self, guild_id: GuildId, recommendation_id: RecommendationId, member_id: MemberId) -> str:
        """Why a moderator hid what a member said on a card, for that member.

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
        """Shows again what was hidden, with its votes."""
        kept = await self._store.find(guild_id, recommendation_id)
        if kept is None or kept.state is not RecommendationState.HIDDEN or not kept.item:
            raise NotFound("This is not hidden (any more).")
        await self._edits.change_state(kept, AuditAction.RESTORED, moderator_id, now)
        await self._show(kept)
        return kept

    async def audit_page(self, guild_id: GuildId, page: int, length: int) -> tuple[Sequence[AuditEntry], int]:
        """A page of what was done, newest first, and how many pages there are."""
        entries, n = await self._edits.audit_page(guild_id, page * length, length)
        return entries, max(-(-n // length), 1)

    async def _show(self, kept: Recommendation) -> None:
        await self._display.show_card(kept.guild_id, kept.card_of)
        asks = await self._store.find_asks(kept.guild_id, [kept.ask_id])
        for ask in asks:
            if ask.thread_id is not None:
                await self._display.show_standings(kept.guild_id, ChannelId(ask.thread_id))


_SHOWN_TO_AUTHOR = frozenset({RecommendationState.STANDS, RecommendationState.HIDDEN})
"""What an author reads of among their own."""
_DIGITS = 19
"""Digits of a number too great for the database."""
