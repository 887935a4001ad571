"""Changes the lifecycle of topics: what members and moderators decide, and what falls due."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from community.concurrency import Coalescer, KeyedLocks
from community.due_work import DueJob
from community.errors import Invalid, NotAllowed, NotFound, OutOfReach
from community.ids import ChannelId, GuildId, LifeId, MemberId, TopicId
from community.notices.ports import ModeratorNotices
from community.settings.service import SettingsService
from community.topics.lifecycle import HOUR, OPEN, Facts, Lifecycle, Rules, TopicState, evaluate, transition
from community.topics.lifecycle_ports import (
    AccessSetup,
    Backfill,
    ChannelActivity,
    LifecycleStore,
    NewProposal,
    TopicChannels,
)
from community.topics.reconciler import TopicReconciler
from community.topics.service import NAME_LENGTH, TopicService
from community.topics.settings import TopicSettings
from community.topics.similarity import SimilarTopic, find_similar

PITCH_LENGTH = 300
"""*Units*: characters; a few sentences (our choice)."""
N_OPEN = 3
"""Open proposals that one member may have: enough for a fortnight's ideas, too few to fill a channel (our choice)."""
REASON_LENGTH = 300


@dataclass(frozen=True, slots=True)
class Proposal:
    """The outcome of proposing: the lifecycle, and what it is similar to; then nobody else sees it yet."""

    life: Lifecycle
    similar: Sequence[SimilarTopic]

    @property
    def may_propose_anyway(self) -> bool:
        """Returns whether it can be proposed anyway: not if something has the same name."""
        return not any(one.has_same_name for one in self.similar)


@dataclass(frozen=True, slots=True)
class InterestChange:
    """The outcome of a press of **I'd join**."""

    life: Lifecycle
    is_interested: bool
    n_interested: int
    rules: Rules


class LifecycleService:
    """Stores each decision first, then has Discord show it; what Discord refused is tried again."""

    def __init__(
        self,
        store: LifecycleStore,
        channels: TopicChannels,
        topics: TopicService,
        *,
        activity: ChannelActivity,
        history: Backfill,
        settings: SettingsService,
        notices: ModeratorNotices,
        access: AccessSetup,
    ) -> None:
        self._store = store
        self._channels = channels
        self._topics = topics
        self._reconciler = TopicReconciler(store, channels, topics, access)
        self._activity = activity
        self._history = history
        self._settings = settings
        self._notices = notices
        self._locks = KeyedLocks()
        self._cards = Coalescer()

    async def propose(self, new: NewProposal, now: datetime) -> Proposal:
        """Posts a proposal in the proposals channel, or keeps it as a draft if it is too similar to something.

        Raises
        ------
        Invalid
            If the name or the pitch is empty or too long, the author has ``N_OPEN`` open proposals, or the guild has no
            proposals channel.
        OutOfReach
            If Discord refuses; nothing is stored then.
        """
        new = replace(new, name=" ".join(new.name.split()), pitch=" ".join(new.pitch.split()))
        if not new.name or len(new.name) > NAME_LENGTH:
            raise Invalid("A topic's name has 1 to {limit} characters. Please try a shorter one.", limit=NAME_LENGTH)
        if not new.pitch or len(new.pitch) > PITCH_LENGTH:
            raise Invalid("Please say in 1 to {limit} characters what it would be about.", limit=PITCH_LENGTH)
        async with self._locks.lock("propose", new.guild_id):
            channel_id = await self._require_proposals_channel(new.guild_id)
            proposed = await self._store.lifecycles(new.guild_id, OPEN)
            if sum(one.author_id == new.author_id for one in proposed) >= N_OPEN:
                raise Invalid("{n} proposals of yours are open. Please wait for one of them first.", n=N_OPEN)
            similar = await self._find_similar(new.guild_id, new.name, new.pitch)
            state = TopicState.DRAFT if similar else TopicState.PROPOSED
            life = await self._store.add(new, state, channel_id, now)
            try:
                return Proposal(
                    await self._reconciler.reconcile(life, await self._read_settings(new.guild_id), now), similar
                )
            except OutOfReach:
                await self._store.remove(life)
                raise

    async def propose_anyway(self, guild_id: GuildId, member_id: MemberId, life_id: LifeId, now: datetime) -> Lifecycle:
        """Posts a draft that is similar to something, at its author's word.

        Raises
        ------
        NotFound
            If the draft is gone.
        NotAllowed
            If another member wrote it.
        Invalid
            If it is proposed already, or something has its name by now.
        OutOfReach
            If Discord refuses; it stays a draft then.
        """
        async with self._locks.lock("propose", guild_id), self._locks.lock(guild_id, life_id):
            life = await self._find(guild_id, life_id)
            if life.author_id != member_id:
                raise NotAllowed("This is somebody else's idea. Propose your own with /topic propose.")
            if life.state is not TopicState.DRAFT:
                raise Invalid("This is proposed already. Its card is in {channel}.", channel=f"<#{life.channel_id}>")
            if not Proposal(life, await self._find_similar(guild_id, life.name, life.pitch)).may_propose_anyway:
                raise Invalid("There is one of that name by now. Use /topic propose with another name.")
            proposed = replace(
                transition(life, TopicState.PROPOSED, now), channel_id=await self._require_proposals_channel(guild_id)
            )
            await self._store.save(proposed)
            try:
                return await self._reconciler.reconcile(proposed, await self._read_settings(guild_id), now)
            except OutOfReach:
                await self._store.save(life)
                raise

    async def toggle_interest(
        self, guild_id: GuildId, member_id: MemberId, life_id: LifeId, now: datetime
    ) -> InterestChange:
        """Stores a member's interest in a proposal, or takes it back; at the quorum, the proposal sprouts.

        Raises
        ------
        NotFound
            If the proposal is no longer open.
        Invalid
            If it has sprouted.
        """
        rules = (await self._read_settings(guild_id)).rules
        async with self._locks.lock(guild_id, life_id):
            life = await self._find(guild_id, life_id)
            _require_open_for_interest(life, rules, now)
            is_interested = await self._store.toggle_interest(life, member_id, now)
            n_interested = len(await self._store.interested_members(life))
            evaluated = evaluate(life, Facts(n_interested=n_interested), rules, now)
            if evaluated.state is not life.state:
                life = await self._carry_out(evaluated, now)
        return InterestChange(life, is_interested, n_interested, rules)

    async def show_card(self, guild_id: GuildId, life_id: LifeId) -> None:
        """Edits a proposal's card to its present count: one edit at a time, the last press included.

        Raises
        ------
        OutOfReach
            If Discord refuses.
        """
        await self._cards.run((guild_id, life_id), lambda: self._show_card(guild_id, life_id))

    async def approve(self, guild_id: GuildId, life_id: LifeId, by: MemberId, now: datetime) -> Lifecycle:
        """Moves a proposal to a sprout, or a sprout to a topic, before its time.

        Raises
        ------
        NotFound
            If it is gone.
        Invalid
            If it is neither a proposal nor a sprout.
        OutOfReach
            If Discord refuses; it is tried again by itself.
        """
        async with self._locks.lock(guild_id, life_id):
            life = await self._require_open(guild_id, life_id, now)
            return await self._carry_out(transition(life, _next_open_state(life), now), now, by=by, raises=True)

    async def decline(self, guild_id: GuildId, life_id: LifeId, by: MemberId, reason: str, now: datetime) -> Lifecycle:
        """Closes a proposal or a sprout, with a reason that everybody reads.

        Raises
        ------
        NotFound
            If it is gone.
        Invalid
            If it is neither a proposal nor a sprout, or the reason is empty or too long.
        OutOfReach
            If Discord refuses; it is tried again by itself.
        """
        cleaned = " ".join(reason.split())
        if not cleaned or len(cleaned) > REASON_LENGTH:
            raise Invalid("Please give a reason of 1 to {limit} characters; everybody reads it.", limit=REASON_LENGTH)
        async with self._locks.lock(guild_id, life_id):
            life = await self._require_open(guild_id, life_id, now)
            declined = replace(transition(life, TopicState.DECLINED, now), reason=cleaned)
            return await self._carry_out(declined, now, by=by, raises=True)

    async def keep_topic(self, guild_id: GuildId, life_id: LifeId, now: datetime) -> Lifecycle:
        """Keeps a quiet topic from going to the archive.

        Raises
        ------
        NotFound
            If the topic is gone.
        Invalid
            If it is in the archive.
        OutOfReach
            If Discord refuses a step that was due before.
        """
        async with self._locks.lock(guild_id, life_id):
            life = await self._find(guild_id, life_id)
            if life.state is TopicState.ASLEEP:
                raise Invalid("This topic is in the archive by now. Bring it back with /topic revive.")
            if life.state is not TopicState.DOZING:
                return life
            life = await self._finish_pending(life, now)
            return await self._carry_out(transition(life, TopicState.LIVE, now), now)

    async def revive(self, guild_id: GuildId, topic_id: TopicId, now: datetime) -> Lifecycle:
        """Brings a topic back from the archive.

        Raises
        ------
        OutOfReach
            Where Discord would not let Hamlet; it is tried again by itself.
        """
        topic = await self._topics.find(guild_id, topic_id)
        found = await self._store.find_by_topic(guild_id, topic_id)
        if found is None or found.state is not TopicState.ASLEEP:
            raise Invalid("That topic is not in the archive. It is here: {channel}", channel=f"<#{topic.channel_id}>")
        async with self._locks.lock(guild_id, found.life_id):
            life = await self._find(guild_id, found.life_id)
            if life.state is TopicState.ASLEEP:
                life = await self._carry_out(transition(life, TopicState.LIVE, now), now, raises=True)
        return life

    async def lifecycles(self, guild_id: GuildId, states: Collection[TopicState]) -> Sequence[Lifecycle]:
        """Returns the guild's lifecycles in these states, oldest first."""
        return await self._store.lifecycles(guild_id, states)

    async def due_jobs(self, now: datetime) -> Sequence[DueJob]:
        """Returns a job for every lifecycle that is due, after storing one for every topic without."""
        await self._store.adopt(now)
        return [DueJob(life.guild_id, partial(self._look, life, now)) for life in await self._store.due(now)]

    async def _look(self, found: Lifecycle, now: datetime) -> None:
        guild_id = found.guild_id
        if not self._channels.is_available(guild_id):
            return
        async with self._locks.lock(guild_id, found.life_id):
            life = await self._store.find(guild_id, found.life_id)
            if life is None:
                return
            try:
                life = await self._evaluate(life, now)
            except OutOfReach as refusal:
                await self._postpone(life, refusal, now)
            else:
                if not life.settled:
                    await self._carry_out(life, now)

    async def _evaluate(self, life: Lifecycle, now: datetime) -> Lifecycle:
        """Stores and returns the lifecycle after its next evaluation.

        While missed messages are still read back, states that depend on messages are not evaluated.
        """
        needs_messages = life.state in {TopicState.SPROUT, TopicState.LIVE, TopicState.DOZING}
        if not life.settled or (needs_messages and not self._history.is_complete(life.guild_id)):
            return life
        rules = (await self._read_settings(life.guild_id)).rules
        life = evaluate(life, await self._facts(life, rules, now), rules, now)
        await self._store.save(life)
        return life

    async def _facts(self, life: Lifecycle, rules: Rules, now: datetime) -> Facts:
        match life.state:
            case TopicState.PROPOSED:
                return Facts(n_interested=len(await self._store.interested_members(life)))
            case TopicState.SPROUT if life.card_id is not None:
                thread_id = ChannelId(life.card_id)
                until = min(now, life.since + rules.sprout_span)
                n = await self._activity.n_thread_posters(life.guild_id, thread_id, until)
                return Facts(n_posters=n, thread_exists=await self._channels.has_thread(life))
            case TopicState.LIVE | TopicState.DOZING if life.topic_id is not None:
                topic = await self._topics.find(life.guild_id, life.topic_id)
                self._channels.require_channel(topic)
                span = rules.quiet_span if life.state is TopicState.LIVE else now - life.since
                last_message_at = await self._activity.last_message_at(life.guild_id, topic.channel_id, now - span, now)
                return Facts(last_message_at=last_message_at)
            case _:
                return Facts()

    async def _carry_out(
        self, life: Lifecycle, now: datetime, *, by: MemberId | None = None, raises: bool = False
    ) -> Lifecycle:
        """Stores a decision and has Discord show it; if Discord refuses, notifies moderators and retries later.

        With ``raises``, the refusal is raised as well.
        """
        await self._store.save(life, decided_by=by)
        try:
            reconciled = await self._reconciler.reconcile(life, await self._read_settings(life.guild_id), now)
        except OutOfReach as refusal:
            left = await self._store.find(life.guild_id, life.life_id) or life
            await self._postpone(left, refusal, now)
            if raises:
                raise
            return left
        await self._notices.settle(life.guild_id, _notice_key(life))
        return reconciled

    async def _postpone(self, life: Lifecycle, refusal: OutOfReach, now: datetime) -> None:
        await self._store.save(replace(life, due_at=now + HOUR))
        await self._notices.notify(life.guild_id, _notice_key(life), now, refusal.sentence, **refusal.facts)

    async def _find_similar(self, guild_id: GuildId, name: str, pitch: str) -> Sequence[SimilarTopic]:
        proposed = await self._store.lifecycles(guild_id, OPEN)
        return find_similar(name, pitch, [*await self._topics.topics(guild_id), *proposed])

    async def _show_card(self, guild_id: GuildId, life_id: LifeId) -> None:
        async with self._locks.lock(guild_id, life_id):
            life = await self._store.find(guild_id, life_id)
            if life is not None and life.state is TopicState.PROPOSED and life.card_id is not None:
                n_interested = len(await self._store.interested_members(life))
                rules = (await self._read_settings(guild_id)).rules
                card_id = await self._channels.show_card(life, n_interested, rules, life.since)
                if card_id != life.card_id:
                    await self._store.save(replace(life, card_id=card_id))

    async def _require_proposals_channel(self, guild_id: GuildId) -> ChannelId:
        channel_id = (await self._read_settings(guild_id)).proposals_channel
        if channel_id is None:
            raise Invalid(
                "There is no place for proposals here yet. A moderator can choose the proposals channel in /settings."
            )
        self._channels.require_proposals_channel(guild_id, channel_id)
        return channel_id

    async def _find(self, guild_id: GuildId, life_id: LifeId) -> Lifecycle:
        life = await self._store.find(guild_id, life_id)
        if life is None:
            raise NotFound("This is not open any more. See what there is with /topic browse, or use /topic propose.")
        return life

    async def _require_open(self, guild_id: GuildId, life_id: LifeId, now: datetime) -> Lifecycle:
        life = await self._find(guild_id, life_id)
        if life.state not in OPEN:
            raise Invalid("That is neither a proposal nor a sprout any more. See what there is with /topic browse.")
        return await self._finish_pending(life, now)

    async def _finish_pending(self, life: Lifecycle, now: datetime) -> Lifecycle:
        """Returns the lifecycle after Discord shows what was decided before."""
        return life if life.settled else await self._carry_out(life, now, raises=True)

    async def _read_settings(self, guild_id: GuildId) -> TopicSettings:
        return await self._settings.read(guild_id, TopicSettings)


def _notice_key(life: Lifecycle) -> str:
    return f"topic.{life.life_id}"


def _next_open_state(life: Lifecycle) -> TopicState:
    return TopicState.SPROUT if life.state is TopicState.PROPOSED else TopicState.LIVE


def _require_open_for_interest(life: Lifecycle, rules: Rules, now: datetime) -> None:
    if life.state is TopicState.SPROUT:
        raise Invalid("This sprouted already. Talk in {thread}, so that it grows.", thread=f"<#{life.card_id}>")
    ends_at = life.ends_at(rules)
    if life.state is not TopicState.PROPOSED or ends_at is None or now >= ends_at:
        raise NotFound("This is not open any more. See what there is with /topic browse, or use /topic propose.")
