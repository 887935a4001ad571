from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from community.brands.consent import Consent, ConsentState, ConsentTally, NewConsent
from community.ids import BrandId, ConsentId, GuildId, MemberId, MessageId, TopicId
from tests.fakes.brands.store import MemoryBrandStore
from tests.fakes.topics.store import MemoryTopicStore


class MemoryConsentStore:
    """Implements ``ConsentStore`` in memory, beside the brands and topics of the votes."""

    def __init__(self, brands: MemoryBrandStore, topics: MemoryTopicStore) -> None:
        self._brands = brands
        self._topics = topics
        self._consents: dict[ConsentId, Consent] = {}
        self._votes: dict[tuple[ConsentId, MemberId], bool] = {}

    async def open_vote(self, new: NewConsent, now: datetime, closes_at: datetime) -> Consent | None:
        open_ones = {(one.brand_id, one.topic_id) for one in self._consents.values() if one.state == "voting"}
        if (new.brand_id, new.topic_id) in open_ones:
            return None
        topic = await self._topics.topic(new.guild_id, new.topic_id)
        assert topic is not None
        consent = Consent(
            ConsentId(len(self._consents) + 1),
            new.guild_id,
            new.brand_id,
            new.topic_id,
            topic.channel_id,
            (await self._names())[new.brand_id],
            topic.name,
            ConsentState.VOTING,
            now,
            closes_at,
            ConsentTally(0, 0, 0),
        )
        self._consents[consent.consent_id] = consent
        return consent

    async def consents(self, guild_id: GuildId) -> Sequence[Consent]:
        return [one for one in await self._known() if one.guild_id == guild_id]

    async def unsettled(self, now: datetime) -> Sequence[Consent]:
        return [
            one
            for one in await self._known()
            if (one.state is ConsentState.VOTING and one.closes_at <= now)
            or (one.state is ConsentState.GRANTED and one.ends_at is not None and one.ends_at <= now)
            or one.shown is not one.state
        ]

    async def record_vote(self, consent: Consent, member_id: MemberId, now: datetime, *, yes: bool) -> bool:
        kept = self._kept(consent)
        if kept is None or kept.state is not ConsentState.VOTING:
            return False
        self._votes[consent.consent_id, member_id] = yes
        return True

    async def tally(self, consent: Consent) -> ConsentTally:
        voted = [
            yes
            for (consent_id, member_id), yes in self._votes.items()
            if consent_id == consent.consent_id
            and consent.topic_id in await self._topics.joined(consent.guild_id, member_id)
        ]
        n_members = (await self._topics.n_members(consent.guild_id)).get(consent.topic_id, 0)
        return ConsentTally(sum(voted), len(voted) - sum(voted), n_members)

    async def record_outcome(
        self, consent: Consent, tally: ConsentTally, now: datetime, *, ends_at: datetime | None
    ) -> None:
        kept = self._kept(consent)
        if kept is None or kept.state is not ConsentState.VOTING:
            return
        for other in [one for one in self._consents.values() if one.state is ConsentState.GRANTED]:
            if (other.brand_id, other.topic_id) == (kept.brand_id, kept.topic_id):
                self._consents[other.consent_id] = replace(other, state=ConsentState.REPLACED, ends_at=now)
        state = ConsentState.REFUSED if ends_at is None else ConsentState.GRANTED
        self._consents[kept.consent_id] = replace(
            kept, state=state, tally=tally, granted_at=None if ends_at is None else now, ends_at=ends_at
        )

    async def end(self, consent: Consent, to: ConsentState, now: datetime, *, over: Collection[ConsentState]) -> bool:
        kept = self._kept(consent)
        if kept is None or kept.state not in over:
            return False
        ends_at = now if consent.ends_at is None else min(now, consent.ends_at)
        self._consents[kept.consent_id] = replace(kept, state=to, ends_at=ends_at)
        return True

    async def record_post(self, consent: Consent, message_id: MessageId) -> None:
        kept = self._kept(consent)
        if kept is not None:
            self._consents[kept.consent_id] = replace(kept, message_id=message_id, shown=consent.state)

    def _kept(self, consent: Consent) -> Consent | None:
        kept = self._consents.get(consent.consent_id)
        return kept if kept is not None and kept.guild_id == consent.guild_id else None

    async def _known(self) -> Sequence[Consent]:
        names, topics = await self._names(), dict[TopicId, bool]()
        for one in self._consents.values():
            topics[one.topic_id] = await self._topics.topic(one.guild_id, one.topic_id) is not None
        return [one for one in self._consents.values() if one.brand_id in names and topics[one.topic_id]]

    async def _names(self) -> dict[BrandId, str]:
        return {brand.brand_id: brand.name for brand in await self._brands.brands()}
