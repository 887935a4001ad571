"""Feedback rounds: representatives ask, members answer, the result is published once."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

from community.brands.consent_service import ConsentService
from community.brands.feedback import (
    COMMENT_LENGTH,
    ROUND_SPAN,
    FeedbackAnswer,
    FeedbackReply,
    NewRound,
    Round,
    RoundState,
    count_answers,
    parse_round_question,
    releasable_comments,
)
from community.brands.ports import BrandPosts, RoundStore
from community.brands.service import BrandService
from community.brands.settings import BrandSettings
from community.concurrency import KeyedLocks
from community.due_work import DueJob
from community.engagement.optouts import OptOuts
from community.errors import Invalid, NotAllowed, NotFound
from community.ids import BrandId, ChannelId, GuildId, MemberId, RoundId
from community.notices.service import Notices
from community.settings.service import SettingsService


class FeedbackService:
    """Opens, answers and closes feedback rounds.

    A round is stored before it is posted, and its result is computed once, before its post shows it.
    :meth:`due_jobs` shows what Discord did not take.
    """

    def __init__(
        self,
        store: RoundStore,
        posts: BrandPosts,
        brands: BrandService,
        consents: ConsentService,
        *,
        settings: SettingsService,
        optouts: OptOuts,
        notices: Notices,
    ) -> None:
        self._store = store
        self._posts = posts
        self._brands = brands
        self._consents = consents
        self._settings = settings
        self._optouts = optouts
        self._notices = notices
        self._locks = KeyedLocks()

    async def open_round(
        self, guild_id: GuildId, channel_id: ChannelId, brand_id: BrandId, question: str, now: datetime, *, by: MemberId
    ) -> Round:
        """Opens a round in the topic of a channel, and posts it.

        Raises
        ------
        NotFound
            If the guild has no such brand.
        NotAllowed
            If the person does not speak for the brand, or the topic's members did not consent to it.
        Invalid
            If the question is empty or too long, or a round of that brand is open in that topic.
        OutOfReach
            If the round could not be posted.
        """
        brand = await self._brands.require_rep(guild_id, by, brand_id)
        consent = await self._consents.require_consent(guild_id, brand_id, channel_id, now)
        asked = parse_round_question(question)
        await self._posts.require(guild_id, channel_id)
        fewest = (await self._settings.read(guild_id, BrandSettings)).fewest_people
        new = NewRound(guild_id, brand_id, consent.topic_id, by, asked, fewest)
        opened = await self._store.open_round(new, now, now + ROUND_SPAN)
        if opened is None:
            raise Invalid("A question of {brand} is open here already. Please wait until it is over.", brand=brand.name)
        await self._update_post(opened)
        return opened

    async def rounds(self, guild_id: GuildId) -> Sequence[Round]:
        """Returns the guild's rounds, oldest first."""
        return await self._store.rounds(guild_id)

    async def find(self, guild_id: GuildId, round_id: RoundId) -> Round:
        """Returns one round of the guild.

        Raises
        ------
        NotFound
            If there is none.
        """
        for one in await self.rounds(guild_id):
            if one.round_id == round_id:
                return one
        raise NotFound("This question is not there any more. See which brands are here with /brand list.")

    async def answer(
        self, guild_id: GuildId, round_id: RoundId, member_id: MemberId, answer: FeedbackAnswer, now: datetime
    ) -> Round:
        """Stores a member's answer in place of an earlier one; their comment is kept.

        Raises
        ------
        Refusal
            As :meth:`require_open`.
        """
        asked = await self.require_open(guild_id, round_id, member_id, now)
        if not await self._store.record_answer(asked, member_id, answer, now):
            raise Invalid("This question is over. What came of it is on the card, or will be in a moment.")
        return asked

    async def comment(
        self, guild_id: GuildId, round_id: RoundId, member_id: MemberId, typed: str, now: datetime
    ) -> Round:
        """Stores a member's comment; an empty one deletes the earlier one.

        Raises
        ------
        Invalid
            If the comment is too long, or the member has not answered.
        Refusal
            As :meth:`require_open`.
        """
        asked = await self.require_open(guild_id, round_id, member_id, now)
        comment = " ".join(typed.split())
        if len(comment) > COMMENT_LENGTH:
            raise Invalid("A comment has up to {limit} characters. Please try a shorter one.", limit=COMMENT_LENGTH)
        if not await self._store.record_comment(asked, member_id, comment):
            raise Invalid("Please answer with one tap on the card first, then add your comment.")
        return asked

    async def require_open(self, guild_id: GuildId, round_id: RoundId, member_id: MemberId, now: datetime) -> Round:
        """Returns the round if the member may answer it now.

        Raises
        ------
        NotFound
            If the guild has no such round.
        Invalid
            If the round is over.
        NotAllowed
            If the member speaks for the brand, or opted out.
        """
        asked = await self.find(guild_id, round_id)
        consented = {(one.brand_id, one.topic_id) for one in await self._consents.active_consents(guild_id, now)}
        if _is_over(asked, now) or (asked.brand_id, asked.topic_id) not in consented:
            raise Invalid("This question is over. What came of it is on the card, or will be in a moment.")
        if any(brand.brand_id == asked.brand_id for brand in self._brands.spoken_for(guild_id, member_id)):
            raise NotAllowed("You speak for {brand}, so the others answer this one.", brand=asked.brand)
        if self._optouts.opted_out_at(guild_id, member_id) is not None:
            raise NotAllowed(
                "You opted out, so I keep no answer of yours. Opt in with /privacy optin, then press again."
            )
        return asked

    async def end_round(self, guild_id: GuildId, round_id: RoundId) -> Round:
        """Ends a round early; nothing of its answers is published.

        Raises
        ------
        NotFound
            If the guild has no such round.
        Invalid
            If it is over.
        OutOfReach
            If the post could not be edited; the round is ended all the same.
        """
        asked = await self.find(guild_id, round_id)
        if not await self._store.close_round(asked, RoundState.ENDED, None):
            raise Invalid("This is over already. See what is left with /brand revoke.")
        await self._update_post(asked)
        return asked

    async def due_jobs(self, now: datetime) -> Sequence[DueJob]:
        """Returns the jobs that close or end rounds and update posts."""
        rounds = await self._store.rounds()
        return [
            *(
                DueJob(one.guild_id, partial(self._close_if_due, one, now))
                for one in rounds
                if one.state is RoundState.OPEN
            ),
            *(DueJob(one.guild_id, partial(self._update_post_if_stale, one, now)) for one in rounds),
        ]

    async def _update_post_if_stale(self, asked: Round, now: datetime) -> None:
        if asked.state is RoundState.OPEN:
            asked = await self.find(asked.guild_id, asked.round_id)
        if _is_stale(await self._with_comments(asked)):
            async with self._notices.notify_if_refused(asked.guild_id, f"brands.round.{asked.round_id}", now):
                await self._update_post(asked)

    async def _close_if_due(self, asked: Round, now: datetime) -> None:
        at = min(now, asked.closes_at)
        consented = {
            (one.brand_id, one.topic_id) for one in await self._consents.consents(asked.guild_id) if one.is_active(at)
        }
        if not asked.question or (asked.brand_id, asked.topic_id) not in consented:
            await self._store.close_round(asked, RoundState.ENDED, None)
        elif now >= asked.closes_at:
            replies = await self._store.replies(asked)
            table = count_answers(replies, await self._excluded(asked, replies), asked.fewest)
            await self._store.close_round(asked, RoundState.CLOSED, table)

    async def _excluded(self, asked: Round, replies: Sequence[FeedbackReply]) -> Collection[MemberId]:
        reps = {one.member_id for one in await self._brands.reps(asked.guild_id) if one.brand_id == asked.brand_id}
        return reps | {one.member_id for one in replies if self._optouts.opted_out_at(asked.guild_id, one.member_id)}

    async def _update_post(self, asked: Round) -> None:
        """Makes a round's post show its state and result."""
        async with self._locks.lock(asked.guild_id, asked.round_id):
            current = await self._with_comments(await self.find(asked.guild_id, asked.round_id))
            if _is_stale(current):
                await self._store.record_post(current, await self._posts.show(current))

    async def _with_comments(self, asked: Round) -> Round:
        """Returns the round with the comments that its post publishes.

        A round that was closed without publishable comments never gets any.
        """
        if asked.state is not RoundState.CLOSED or (asked.shown or "").startswith(f"{RoundState.CLOSED}:0:"):
            return asked
        replies = await self._store.replies(asked)
        return replace(asked, comments=releasable_comments(replies, await self._excluded(asked, replies), asked.fewest))


def _is_stale(asked: Round) -> bool:
    return asked.shown != asked.shown_version


def _is_over(asked: Round, now: datetime) -> bool:
    return asked.state is not RoundState.OPEN or now >= asked.closes_at or not asked.question
