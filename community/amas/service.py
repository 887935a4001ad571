"""AMAs, from the proposal to the end."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from community.amas.ama import Ama, AmaState, EndReason, NewAma, advance, approve, call_off, decline
from community.amas.ports import AmaStore, AmaThreads, ApprovalCards, QuestionStore
from community.amas.question import parse_reason
from community.amas.when import parse_start
from community.brands.consent_service import ConsentService
from community.brands.ports import TopicMembers
from community.brands.service import BrandService
from community.concurrency import Coalescer, KeyedLocks
from community.due_work import DueJob
from community.engagement.optouts import OptOuts
from community.errors import Invalid, NotAllowed, NotFound
from community.ids import AmaId, BrandId, ChannelId, GuildId, MemberId
from community.notices.service import Notices
from community.settings.general import GeneralSettings
from community.settings.service import SettingsService
from community.topics.topic import Topic

ALREADY_DECIDED = "This is decided already. The card says how, or will in a moment."


@dataclass(frozen=True, slots=True)
class Proposed:
    """An AMA that a guest asked for; ``is_new`` is False if it is one that they had proposed before."""

    ama: Ama
    is_new: bool


class AmaService:
    """Proposes, approves, begins and ends AMAs.

    A proposal is stored before its card is posted, a decision before the card shows it; a thread is found or made
    before it is stored. :meth:`due_jobs` shows what Discord did not take.
    """

    def __init__(
        self,
        store: AmaStore,
        threads: AmaThreads,
        brands: BrandService,
        consents: ConsentService,
        topics: TopicMembers,
        *,
        questions: QuestionStore,
        approval_cards: ApprovalCards,
        settings: SettingsService,
        optouts: OptOuts,
        notices: Notices,
    ) -> None:
        self._store = store
        self._questions = questions
        self._threads = threads
        self._approval_cards = approval_cards
        self._brands = brands
        self._consents = consents
        self._topics = topics
        self._settings = settings
        self._optouts = optouts
        self._notices = notices
        self._locks = KeyedLocks()
        self._card_updates = Coalescer()

    async def propose_for_brand(
        self, guild_id: GuildId, channel_id: ChannelId, brand_id: BrandId, typed: str, now: datetime, *, by: MemberId
    ) -> Proposed:
        """Proposes an AMA of a brand to the moderators, in a channel's topic whose members consented.

        Raises
        ------
        NotFound
            If the guild has no such brand.
        NotAllowed
            If the guest does not speak for the brand or opted out, or the topic has no consent for it.
        Invalid
            If the time cannot be used, the consent ends before it, or the topic is archived.
        OutOfReach
            If the card or the thread could not be posted.
        """
        brand = await self._brands.require_rep(guild_id, by, brand_id)
        consent = await self._consents.require_consent(guild_id, brand_id, channel_id, now)
        topic = await self._topics.find(guild_id, consent.topic_id)
        ahead = await self._find_upcoming(topic, by)
        if ahead is not None:
            return Proposed(ahead, is_new=False)
        tz = await self.timezone(guild_id)
        at = parse_start(typed, now, tz)
        if consent.ends_at is not None and not consent.is_active(at):
            raise Invalid(
                "The yes of the members here ends on {ends}. Please pick a time before that.",
                ends=f"{consent.ends_at.astimezone(tz):%Y-%m-%d %H:%M}",
            )
        await self._approval_cards.require(guild_id)
        return await self._propose(NewAma(guild_id, topic.topic_id, by, at, brand_id, brand.name), topic, now)

    async def propose(self, topic: Topic, typed: str, now: datetime, *, by: MemberId) -> Proposed:
        """Schedules an AMA of a topic's steward or a moderator; it needs no approval.

        Raises
        ------
        NotAllowed
            If the guest speaks for a brand, or opted out.
        Invalid
            If the time cannot be used, or the topic is archived.
        OutOfReach
            If the thread could not be opened.
        """
        for brand in self._brands.spoken_for(topic.guild_id, by):
            raise NotAllowed(
                "You speak for {brand}, so members have to know and moderators agree. Please use /brand ama.",
                brand=brand.name,
            )
        ahead = await self._find_upcoming(topic, by)
        if ahead is not None:
            return Proposed(ahead, is_new=False)
        at = parse_start(typed, now, await self.timezone(topic.guild_id))
        return await self._propose(NewAma(topic.guild_id, topic.topic_id, by, at), topic, now)

    async def timezone(self, guild_id: GuildId) -> ZoneInfo:
        """Returns the time zone in which the guild's members write times."""
        return (await self._settings.read(guild_id, GeneralSettings)).tz

    async def find(self, guild_id: GuildId, ama_id: AmaId) -> Ama:
        """Returns one AMA of the guild.

        Raises
        ------
        NotFound
            If there is none.
        """
        ama = await self._store.ama(guild_id, ama_id)
        if ama is None:
            raise NotFound("This AMA is not there any more. What is ahead is in the digest.")
        return ama

    async def find_current(self, guild_id: GuildId, ama_id: AmaId, now: datetime) -> Ama:
        """Returns one AMA of the guild, after storing an end that is due by now.

        Raises
        ------
        NotFound
            If there is none.
        """
        ama = await self.find(guild_id, ama_id)
        due = advance(ama, await self._known_end_reason(ama, now), now)
        if due.is_unfinished or due == ama:
            return ama
        await self._store.update_state(ama, due)
        await self.update_cards(guild_id, ama_id, now)
        return await self.find(guild_id, ama_id)

    async def unfinished(self, guild_id: GuildId) -> Sequence[Ama]:
        """Returns the guild's unfinished AMAs, the next first."""
        return await self._store.unfinished(guild_id)

    async def approve(self, guild_id: GuildId, ama_id: AmaId, by: MemberId, now: datetime) -> Ama:
        """Approves a proposed AMA.

        Raises
        ------
        Refusal
            As :meth:`require_undecided`.
        """
        ama = await self.require_undecided(guild_id, ama_id, by, now)
        return await self._decide(ama, approve(ama, by, now), now)

    async def decline(self, guild_id: GuildId, ama_id: AmaId, by: MemberId, reason: str, now: datetime) -> Ama:
        """Declines a proposed AMA, with a reason.

        Raises
        ------
        Invalid
            If the reason is empty or too long.
        Refusal
            As :meth:`require_undecided`.
        """
        ama = await self.require_undecided(guild_id, ama_id, by, now)
        return await self._decide(ama, decline(ama, by, parse_reason(reason), now), now)

    async def call_off(self, guild_id: GuildId, ama_id: AmaId, by: MemberId, now: datetime) -> Ama:
        """Ends an AMA for a moderator, in any state.

        Raises
        ------
        NotFound
            If the guild has no such AMA.
        Invalid
            If it is over.
        """
        return await self._end(await self.find(guild_id, ama_id), EndReason.MODERATOR, by, now)

    async def withdraw(self, guild_id: GuildId, ama_id: AmaId, by: MemberId, now: datetime) -> Ama:
        """Ends an AMA for its guest.

        Raises
        ------
        NotFound
            If the guild has no such AMA.
        NotAllowed
            If the person is not the guest.
        Invalid
            If it is over.
        """
        ama = await self.find(guild_id, ama_id)
        if ama.guest_id != by:
            raise NotAllowed("This is somebody else's AMA. Only they and moderators can end it.")
        over = await self._end(ama, EndReason.WITHDRAWN, by, now)
        await self._store.mark_notified(over)
        return over

    async def require_undecided(self, guild_id: GuildId, ama_id: AmaId, by: MemberId, now: datetime) -> Ama:
        """Returns a proposed AMA if the person may decide on it.

        Raises
        ------
        NotFound
            If the guild has no such AMA.
        NotAllowed
            If the person speaks for its brand.
        Invalid
            If it is decided already.
        """
        ama = await self.find_current(guild_id, ama_id, now)
        self.require_impartial(ama, by)
        if ama.state is not AmaState.PROPOSED:
            raise Invalid(ALREADY_DECIDED)
        return ama

    def require_impartial(self, ama: Ama, member_id: MemberId) -> None:
        """Checks that a person does not speak for an AMA's brand.

        Raises
        ------
        NotAllowed
            If they do.
        """
        if ama.brand_id is not None and (member_id == ama.guest_id or self.speaks_for(ama, member_id)):
            raise NotAllowed("You speak for {brand}, so the others look after this one.", brand=ama.brand)

    def speaks_for(self, ama: Ama, member_id: MemberId) -> bool:
        """Returns whether a member speaks for an AMA's brand."""
        return any(one.brand_id == ama.brand_id for one in self._brands.spoken_for(ama.guild_id, member_id))

    async def take_news(self, guild_id: GuildId, guest_id: MemberId) -> Sequence[Ama]:
        """Returns a guest's AMAs with a state that they were not told, and marks it as told."""
        return [one for one in await self._store.unnotified(guild_id, guest_id) if await self._store.mark_notified(one)]

    async def update_cards(self, guild_id: GuildId, ama_id: AmaId, now: datetime) -> None:
        """Makes both cards of an AMA show its state; a refusal is told to moderators once."""
        await self._card_updates.run((guild_id, ama_id), partial(self._update_cards, guild_id, ama_id, now))

    async def due_jobs(self, now: datetime) -> Sequence[DueJob]:
        """Returns the jobs that begin and end AMAs, and update their cards."""
        unfinished = [one for one in await self._store.unfinished() if self._threads.is_available(one.guild_id)]
        stale = [one for one in await self._store.stale() if self._threads.is_available(one.guild_id)]
        shown = {one.ama_id: one for one in [*unfinished, *stale]}
        return [
            *(DueJob(one.guild_id, partial(self._advance, one, now)) for one in unfinished),
            *(
                DueJob(one.guild_id, partial(self.update_cards, one.guild_id, one.ama_id, now))
                for one in shown.values()
            ),
        ]

    async def _propose(self, new: NewAma, topic: Topic, now: datetime) -> Proposed:
        if topic.asleep:
            raise Invalid("{topic} is in the archive. Bring it back first, with /topic revive.", topic=topic.name)
        if self._optouts.opted_out_at(new.guild_id, new.guest_id) is not None:
            raise NotAllowed(
                "You opted out, so I could keep no answer of yours. Opt in with /privacy optin, then try again."
            )
        await self._threads.require(new.guild_id, topic.channel_id)
        ama = await self._store.propose(new, topic, now)
        if ama is None:
            raise Invalid("You have an AMA ahead in {topic} already.", topic=topic.name)
        await self.update_cards(ama.guild_id, ama.ama_id, now)
        return Proposed(ama, is_new=True)

    async def _find_upcoming(self, topic: Topic, guest_id: MemberId) -> Ama | None:
        for one in await self._store.unfinished(topic.guild_id):
            if (one.topic_id, one.guest_id) == (topic.topic_id, guest_id):
                return one
        return None

    async def _decide(self, ama: Ama, after: Ama, now: datetime) -> Ama:
        if not await self._store.update_state(ama, after):
            raise Invalid(ALREADY_DECIDED)
        await self.update_cards(ama.guild_id, ama.ama_id, now)
        return after

    async def _end(self, ama: Ama, why: EndReason, by: MemberId, now: datetime) -> Ama:
        over = call_off(ama, why, now, by)
        if not ama.is_unfinished or not await self._store.update_state(ama, over):
            raise Invalid("This AMA is over already.")
        await self.update_cards(ama.guild_id, ama.ama_id, now)
        return over

    async def _known_end_reason(self, ama: Ama, now: datetime) -> EndReason | None:
        """Returns why an AMA can't go on as far as stored data tells, None if it can."""
        topics = await self._topics.topics(ama.guild_id)
        if not any(one.topic_id == ama.topic_id and not one.asleep for one in topics):
            return EndReason.TOPIC
        if ama.guest_id is None or self._optouts.opted_out_at(ama.guild_id, ama.guest_id) is not None:
            return EndReason.GUEST
        if ama.brand_id is None:
            return EndReason.GUEST if self._brands.spoken_for(ama.guild_id, ama.guest_id) else None
        if not self.speaks_for(ama, ama.guest_id):
            return EndReason.BRAND
        active = await self._consents.active_consents(ama.guild_id, now)
        has_consent = any((one.brand_id, one.topic_id) == (ama.brand_id, ama.topic_id) for one in active)
        return None if has_consent else EndReason.CONSENT

    async def _discord_end_reason(self, ama: Ama, now: datetime) -> EndReason | None:
        """Returns why an AMA that is due can't go on according to Discord, None if it can."""
        if ama.state is AmaState.PROPOSED or now < ama.at:
            return None
        if ama.guest_id is not None and not await self._threads.is_member(ama.guild_id, ama.guest_id):
            return EndReason.GUEST
        return EndReason.THREAD if ama.state is AmaState.LIVE and not await self._threads.exists(ama) else None

    async def _advance(self, seen: Ama, now: datetime) -> None:
        guild_id, ama_id = seen.guild_id, seen.ama_id
        async with self._locks.lock(guild_id, ama_id), self._notices.notify_if_refused(guild_id, f"amas.{ama_id}", now):
            ama = await self._store.ama(guild_id, ama_id)
            if ama is None:
                return
            due = advance(ama, await self._known_end_reason(ama, now) or await self._discord_end_reason(ama, now), now)
            if due.state is AmaState.LIVE and ama.state is AmaState.COMING:
                await self._begin(ama, due)
            elif due != ama:
                await self._store.update_state(ama, due)

    async def _begin(self, ama: Ama, due: Ama) -> None:
        tally = await self._questions.tally(ama)
        post = await self._threads.open(due, tally)
        live = replace(due, thread_id=post.channel_id, message_id=post.message_id)
        if await self._store.update_state(ama, live):
            await self._store.record_shown(live, f"{live.shown_version}:{tally.shown_version}")

    async def _update_cards(self, guild_id: GuildId, ama_id: AmaId, now: datetime) -> None:
        ama = await self._store.ama(guild_id, ama_id)
        if ama is None:
            return
        tally = await self._questions.tally(ama)
        version = f"{ama.shown_version}:{tally.shown_version}"
        if ama.thread_id is not None and ama.shown != version:
            async with self._notices.notify_if_refused(guild_id, f"amas.{ama_id}.thread", now):
                await self._threads.show(ama, tally)
                await self._store.record_shown(ama, version)
        if ama.card_due:
            async with self._notices.notify_if_refused(guild_id, f"amas.{ama_id}.card", now):
                card = await self._approval_cards.show(ama)
                if card is not None:
                    await self._store.record_card(ama, card)
