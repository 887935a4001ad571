"""Feedback rounds, from the question to the day the answers are told."""

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
    """What representatives ask and members answer.

    A round is kept before it is posted, and what is told of it is worked out once, before its post says so: what
    Discord did not show by then, due work shows.
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
        """Opens a round in the topic of a channel; one at a time for each topic and brand."""
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
        """The rounds of this guild, oldest first."""
        return await self._store.rounds(guild_id)

    async def find(self, guild_id: GuildId, round_id: RoundId) -> Round:
        """One round of this guild."""
        for one in await self.rounds(guild_id):
            if one.round_id == round_id:
                return one
        raise NotFound("This question is not there any more. See which brands are here with /brand list.")

    async def answer(
        self, guild_id: GuildId, round_id: RoundId, member_id: MemberId, answer: FeedbackAnswer, now: datetime
    ) -> Round:
        """Takes a member's tap instead of the one before; their comment stays."""
        asked = await self.require_open(guild_id, round_id, member_id, now)
        if not await self._store.record_answer(asked, member_id, answer, now):
            raise Invalid("This question is over. What came of it is on the card, or will be in a moment.")
        return asked

    async def comment(
        self, guild_id: GuildId, round_id: RoundId, member_id: MemberId, typed: str, now: datetime
    ) -> Round:
        """Keeps what a member adds to their tap; nothing typed takes it back."""
        asked = await self.require_open(guild_id, round_id, member_id, now)
        comment = " ".join(typed.split())
        if len(comment) > COMMENT_LENGTH:
            raise Invalid("A comment has up to {limit} characters. Please try a shorter one.", limit=COMMENT_LENGTH)
        if not await self._store.record_comment(asked, member_id, comment):
            raise Invalid("Please answer with one tap on the card first, then add your comment.")
        return asked

    async def require_open(self, guild_id: GuildId, round_id: RoundId, member_id: MemberId, now: datetime) -> Round:
        """The round, where this member may answer it now.

        Raises
        ------
        Refusal
            When not.
        """
        asked = await self.find(guild_id, round_id)
        welcome = {(one.brand_id, one.topic_id) for one in await self._consents.active_consents(guild_id, now)}
        if _is_over(asked, now) or (asked.brand_id, asked.topic_id) not in welcome:
            raise Invalid("This question is over. What came of it is on the card, or will be in a moment.")
        if any(brand.brand_id == asked.brand_id for brand in self._brands.spoken_for(guild_id, member_id)):
            raise NotAllowed("You speak for {brand}, so the others answer this one.", brand=asked.brand)
        if self._optouts.opted_out_at(guild_id, member_id) is not None:
            raise NotAllowed(
                "You opted out, so I keep no answer of yours. Opt in with /privacy optin, then press again."
            )
        return asked

    async def end_round(self, guild_id: GuildId, round_id: RoundId) -> Round:
        """Ends a round before its time; nothing of its answers is told."""
        asked = await self.find(guild_id, round_id)
        if not await self._store.close_round(asked, RoundState.ENDED, None):
            raise Invalid("This is over already. See what is left with /brand revoke.")
        await self._update_post(asked)
        return asked

    async def due_jobs(self, now: datetime) -> Sequence[DueJob]:
        """Closing rounds that are over, ending those that are not welcome any more, and having the posts say so."""
        rounds = await self._store.rounds()
        return [
            *(
                DueJob(one.guild_id, partial(self._close_if_due, one, now))
                for one in rounds
                if one.state is RoundState.OPEN
            ),
            *(DueJob(one.guild_id, partial(self._retell, one, now)) for one in rounds),
        ]

    async def _retell(self, asked: Round, now: datetime) -> None:
        if asked.state is RoundState.OPEN:
            asked = await self.find(asked.guild_id, asked.round_id)
        if _is_stale(await self._with_comments(asked)):
            async with self._notices.telling(asked.guild_id, f"brands.round.{asked.round_id}", now):
                await self._update_post(asked)

    async def _close_if_due(self, asked: Round, now: datetime) -> None:
        at = min(now, asked.closes_at)
        welcome = {
            (one.brand_id, one.topic_id) for one in await self._consents.consents(asked.guild_id) if one.is_active(at)
        }
        if not asked.question or (asked.brand_id, asked.topic_id) not in welcome:
            await self._store.close_round(asked, RoundState.ENDED, None)
        elif now >= asked.closes_at:
            replies = await self._store.replies(asked)
            told = count_answers(replies, await self._excluded(asked, replies), asked.fewest)
            await self._store.close_round(asked, RoundState.CLOSED, told)

    async def _excluded(self, asked: Round, replies: Sequence[FeedbackReply]) -> Collection[MemberId]:
        reps = {one.member_id for one in await self._brands.reps(asked.guild_id) if one.brand_id == asked.brand_id}
        return reps | {one.member_id for one in replies if self._optouts.opted_out_at(asked.guild_id, one.member_id)}

    async def _update_post(self, asked: Round) -> None:
        """Makes a round's one post say how it stands."""
        async with self._locks.lock(asked.guild_id, asked.round_id):
            current = await self._with_comments(await self.find(asked.guild_id, asked.round_id))
            if _is_stale(current):
                await self._store.record_post(current, await self._posts.show(current))

    async def _with_comments(self, asked: Round) -> Round:
        """The round with the comments that its post tells; once there were none, there never are."""
        if asked.state is not RoundState.CLOSED or (asked.shown or "").startswith(f"{RoundState.CLOSED}:0:"):
            return asked
        replies = await self._store.replies(asked)
        return replace(asked, comments=releasable_comments(replies, await self._excluded(asked, replies), asked.fewest))


def _is_stale(asked: Round) -> bool:
    return asked.shown != asked.shown_version


def _is_over(asked: Round, now: datetime) -> bool:
    return asked.state is not RoundState.OPEN or now >= asked.closes_at or not asked.question
