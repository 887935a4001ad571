"""Votes on whether a brand is welcome in a topic, from the call to the last day."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from community.brands.consent import CONSENT_SPAN, VOTE_SPAN, Consent, ConsentState, NewConsent
from community.brands.ports import BrandPosts, ConsentStore, StewardCheck, TopicMembers
from community.brands.service import BrandService
from community.concurrency import KeyedLocks
from community.due_work import DueJob
from community.errors import Invalid, NotAllowed, NotFound
from community.ids import BrandId, ChannelId, ConsentId, GuildId, MemberId, TopicId
from community.notices.service import Notices

REVOCABLE = frozenset({ConsentState.VOTING, ConsentState.GRANTED})
"""The states that can be revoked."""


class ConsentService:
    """What stewards, moderators and the members of a topic do about brands there.

    A vote is kept before it is posted, and decided before its post says so: what Discord did not show by then,
    due work shows, and finds a post that was made just before the end.
    """

    def __init__(
        self,
        store: ConsentStore,
        posts: BrandPosts,
        brands: BrandService,
        topics: TopicMembers,
        *,
        stewards: StewardCheck,
        notices: Notices,
    ) -> None:
        self._store = store
        self._posts = posts
        self._brands = brands
        self._topics = topics
        self._stewards = stewards
        self._notices = notices
        self._locks = KeyedLocks()

    async def is_steward(self, guild_id: GuildId, topic_id: TopicId, member_id: MemberId) -> bool:
        """Whether a member looks after a topic, and so may call a vote there."""
        return await self._stewards.is_steward(guild_id, topic_id, member_id)

    async def open_vote(
        self, guild_id: GuildId, topic_id: TopicId, brand_id: BrandId, by: MemberId, now: datetime
    ) -> Consent:
        """Opens a vote of a topic's members; one at a time for each topic and brand."""
        brand = await self._brands.find(guild_id, brand_id)
        topic = await self._topics.find(guild_id, topic_id)
        await self._posts.require(guild_id, topic.channel_id)
        new = NewConsent(guild_id, brand_id, topic_id, by)
        called = await self._store.open_vote(new, now, now + VOTE_SPAN)
        if called is None:
            raise Invalid(
                "The members of {topic} are voting on {brand} already. Please wait for the outcome.",
                topic=topic.name,
                brand=brand.name,
            )
        await self._update_post(called.consent_id, guild_id)
        return await self.find(guild_id, called.consent_id)

    async def find(self, guild_id: GuildId, consent_id: ConsentId) -> Consent:
        """One vote of this guild, with what came of it."""
        for one in await self._store.consents(guild_id):
            if one.consent_id == consent_id:
                return one
        raise NotFound("This vote is not there any more. See where brands are welcome with /brand list.")

    async def consents(self, guild_id: GuildId) -> Sequence[Consent]:
        """Every vote of this guild, oldest first."""
        return await self._store.consents(guild_id)

    async def vote(
        self, guild_id: GuildId, consent_id: ConsentId, member_id: MemberId, now: datetime, *, yes: bool
    ) -> Consent:
        """Takes a member's vote instead of the one before."""
        consent = await self.find(guild_id, consent_id)
        if consent.state is not ConsentState.VOTING or now >= consent.closes_at:
            raise Invalid("This vote is over. Its outcome is on the card, or will be in a moment.")
        if any(brand.brand_id == consent.brand_id for brand in self._brands.spoken_for(guild_id, member_id)):
            raise NotAllowed("You speak for {brand}, so the others decide this one.", brand=consent.brand)
        if consent.topic_id not in {topic.topic_id for topic in await self._topics.joined(guild_id, member_id)}:
            raise NotAllowed(
                "The members of {topic} decide this one. Join it with /topic join to have a say.", topic=consent.topic
            )
        if not await self._store.record_vote(consent, member_id, now, yes=yes):
            raise Invalid("This vote is over. Its outcome is on the card, or will be in a moment.")
        return consent

    async def active_consents(self, guild_id: GuildId, now: datetime) -> Sequence[Consent]:
        """Where which brand is welcome now."""
        return [one for one in await self._store.consents(guild_id) if one.is_active(now)]

    async def require_consent(
        self, guild_id: GuildId, brand_id: BrandId, channel_id: ChannelId, now: datetime
    ) -> Consent:
        """The consent by which a brand is welcome in the topic of a channel.

        Raises
        ------
        NotAllowed
            Where it is not.
        """
        for one in await self.active_consents(guild_id, now):
            if (one.brand_id, one.channel_id) == (brand_id, channel_id):
                return one
        raise NotAllowed(
            "The members here have not said yes to this brand. A moderator or the topic's steward can have them vote "
            "with /brand consent."
        )

    async def revoke(self, guild_id: GuildId, consent_id: ConsentId, now: datetime) -> Consent:
        """From now on the brand is not welcome there, or the vote is called off."""
        consent = await self.find(guild_id, consent_id)
        if not await self._store.end(consent, ConsentState.REVOKED, now, over=REVOCABLE):
            raise Invalid("This is over already. See where brands are welcome with /brand list.")
        await self._update_post(consent_id, guild_id)
        return consent

    async def due_jobs(self, now: datetime) -> Sequence[DueJob]:
        """Deciding votes that are over, ending what has run its time, and having the posts say so."""
        due = await self._store.unsettled(now)
        return [DueJob(one.guild_id, partial(work, one, now)) for work in (self._go_on, self._retell) for one in due]

    async def _go_on(self, consent: Consent, now: datetime) -> None:
        if consent.state is ConsentState.VOTING and consent.closes_at <= now:
            await self._decide(consent, now)
        elif consent.state is ConsentState.GRANTED and not consent.is_active(now):
            await self._store.end(consent, ConsentState.EXPIRED, now, over={ConsentState.GRANTED})

    async def _retell(self, consent: Consent, now: datetime) -> None:
        async with self._notices.telling(consent.guild_id, f"brands.consent.{consent.consent_id}", now):
            await self._update_post(consent.consent_id, consent.guild_id)

    async def _decide(self, consent: Consent, now: datetime) -> None:
        tally = await self._store.tally(consent)
        ends_at = now + CONSENT_SPAN if tally.is_yes else None
        await self._store.record_outcome(consent, tally, now, ends_at=ends_at)

    async def _update_post(self, consent_id: ConsentId, guild_id: GuildId) -> None:
        """Makes a vote's one post say how it stands."""
        async with self._locks.lock(guild_id, consent_id):
            consent = await self.find(guild_id, consent_id)
            if consent.shown is not consent.state:
                await self._store.record_post(consent, await self._posts.show(consent))
