"""Votes of topics on brands, and the consents that they give."""

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
    """Opens, decides and ends votes of topics on brands.

    A vote is stored before it is posted, and decided before its post shows it. :meth:`due_jobs` shows what Discord
    did not take, and finds a post that was made just before the process ended.
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
        """Returns whether a member is a steward of a topic, and so may open a vote there."""
        return await self._stewards.is_steward(guild_id, topic_id, member_id)

    async def open_vote(
        self, guild_id: GuildId, topic_id: TopicId, brand_id: BrandId, by: MemberId, now: datetime
    ) -> Consent:
        """Opens a vote of a topic's members on a brand, and posts it.

        Raises
        ------
        NotFound
            If the guild has no such brand or topic.
        Invalid
            If a vote of that topic on that brand is open.
        OutOfReach
            If the vote could not be posted.
        """
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
        """Returns one vote of the guild.

        Raises
        ------
        NotFound
            If there is none.
        """
        for one in await self._store.consents(guild_id):
            if one.consent_id == consent_id:
                return one
        raise NotFound("This vote is not there any more. See where brands are welcome with /brand list.")

    async def consents(self, guild_id: GuildId) -> Sequence[Consent]:
        """Returns the guild's votes, oldest first."""
        return await self._store.consents(guild_id)

    async def vote(
        self, guild_id: GuildId, consent_id: ConsentId, member_id: MemberId, now: datetime, *, yes: bool
    ) -> Consent:
        """Stores a member's vote in place of an earlier one.

        Raises
        ------
        NotFound
            If the guild has no such vote.
        Invalid
            If the vote is over.
        NotAllowed
            If the member speaks for the brand, or has not joined the topic.
        """
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
        """Returns the guild's consents that are active now."""
        return [one for one in await self._store.consents(guild_id) if one.is_active(now)]

    async def require_consent(
        self, guild_id: GuildId, brand_id: BrandId, channel_id: ChannelId, now: datetime
    ) -> Consent:
        """Returns the active consent to a brand in the topic of a channel.

        Raises
        ------
        NotAllowed
            If there is none.
        """
        for one in await self.active_consents(guild_id, now):
            if (one.brand_id, one.channel_id) == (brand_id, channel_id):
                return one
        raise NotAllowed(
            "The members here have not said yes to this brand. A moderator or the topic's steward can have them vote "
            "with /brand consent."
        )

    async def revoke(self, guild_id: GuildId, consent_id: ConsentId, now: datetime) -> Consent:
        """Ends a vote or the consent that it gave.

        Raises
        ------
        NotFound
            If the guild has no such vote.
        Invalid
            If it is over.
        OutOfReach
            If the post could not be edited; the vote is ended all the same.
        """
        consent = await self.find(guild_id, consent_id)
        if not await self._store.end(consent, ConsentState.REVOKED, now, over=REVOCABLE):
            raise Invalid("This is over already. See where brands are welcome with /brand list.")
        await self._update_post(consent_id, guild_id)
        return consent

    async def due_jobs(self, now: datetime) -> Sequence[DueJob]:
        """Returns the jobs that decide votes, end consents and update posts."""
        due = await self._store.unsettled(now)
        return [
            DueJob(one.guild_id, partial(work, one, now))
            for work in (self._decide_or_expire, self._notify_or_update_post)
            for one in due
        ]

    async def _decide_or_expire(self, consent: Consent, now: datetime) -> None:
        if consent.state is ConsentState.VOTING and consent.closes_at <= now:
            await self._decide(consent, now)
        elif consent.state is ConsentState.GRANTED and not consent.is_active(now):
            await self._store.end(consent, ConsentState.EXPIRED, now, over={ConsentState.GRANTED})

    async def _notify_or_update_post(self, consent: Consent, now: datetime) -> None:
        async with self._notices.notify_if_refused(consent.guild_id, f"brands.consent.{consent.consent_id}", now):
            await self._update_post(consent.consent_id, consent.guild_id)

    async def _decide(self, consent: Consent, now: datetime) -> None:
        tally = await self._store.tally(consent)
        ends_at = now + CONSENT_SPAN if tally.is_yes else None
        await self._store.record_outcome(consent, tally, now, ends_at=ends_at)

    async def _update_post(self, consent_id: ConsentId, guild_id: GuildId) -> None:
        """Makes a vote's post show its state."""
        async with self._locks.lock(guild_id, consent_id):
            consent = await self.find(guild_id, consent_id)
            if consent.shown is not consent.state:
                await self._store.record_post(consent, await self._posts.show(consent))
