"""Brings Discord to the state of a topic's lifecycle."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from community.errors import NotFound
from community.ids import MemberId
from community.topics.lifecycle import OVER, Lifecycle, Rules, TopicState, mark_shown
from community.topics.lifecycle_ports import AccessSetup, LifecycleStore, TopicChannels
from community.topics.service import TopicService
from community.topics.settings import TopicSettings
from community.topics.topic import Topic


class TopicReconciler:
    """Reconciles Discord with a lifecycle, step by step.

    Every step is idempotent and stored once it is done, so that an interruption loses and doubles nothing.
    """

    def __init__(
        self, store: LifecycleStore, channels: TopicChannels, topics: TopicService, access: AccessSetup
    ) -> None:
        self._store = store
        self._channels = channels
        self._topics = topics
        self._access = access

    async def reconcile(self, life: Lifecycle, settings: TopicSettings, now: datetime) -> Lifecycle:
        """Makes Discord show the lifecycle's state and settles it; deletes one that is over.

        Raises
        ------
        OutOfReach
            If Discord refuses; the lifecycle stays unsettled.
        """
        made_since, life = life.since, mark_shown(life, settings.rules, now)
        match life.state:
            case TopicState.PROPOSED:
                life = await self._show(life, settings.rules, made_since)
            case TopicState.SPROUT:
                life = await self._show(life, settings.rules, made_since)
                await self._channels.open_thread(life, settings.rules)
            case TopicState.LIVE:
                life = await self._make_live(life, settings, now)
            case TopicState.DOZING:
                note_id = await self._channels.ask_to_keep(await self._topic(life), life, settings.rules)
                life = await self._keep(life, note_id=note_id)
            case TopicState.ASLEEP:
                life = await self._archive(life)
            case TopicState.FOLDED | TopicState.DECLINED:
                await self._end(life, settings.rules)
            case TopicState.DRAFT:
                pass
        await (self._store.remove(life) if life.state in OVER else self._store.save(life))
        return life

    async def _show(self, life: Lifecycle, rules: Rules, made_since: datetime) -> Lifecycle:
        interested = await self._store.interested_members(life)
        return await self._keep(life, card_id=await self._channels.show_card(life, len(interested), rules, made_since))

    async def _make_live(self, life: Lifecycle, settings: TopicSettings, now: datetime) -> Lifecycle:
        if life.topic_id is None:
            channel_id = await self._channels.create_channel(life, into_forum=settings.grows_into_forum)
            topic = await self._store.create_topic(life, channel_id, now)
            await self._access.apply(topic, now)
            life = replace(life, topic_id=topic.topic_id)
        topic = await self._topic(life)
        if life.channel_state is not None:
            await self._channels.unarchive(topic, life.channel_state)
        if life.note_id is not None:
            await self._channels.answer_note(topic, life)
        if life.card_id is not None:
            await self._announce_growth(life, topic, settings.rules, now)
        return replace(life, channel_state=None, note_id=None, card_id=None)

    async def _announce_growth(self, life: Lifecycle, topic: Topic, rules: Rules, now: datetime) -> None:
        """Joins the interested members to the topic, and says in the thread and on the card where it goes on."""
        interested = await self._store.interested_members(life)
        for member_id in interested:
            await self._join(topic, member_id, now)
        await self._channels.announce_end(life, interested, rules, topic)
        await self._store.drop_interest(life)

    async def _join(self, topic: Topic, member_id: MemberId, now: datetime) -> None:
        try:
            await self._topics.join(topic.guild_id, member_id, topic.topic_id, now)
        except NotFound:
            return  # They left the server since they pressed.

    async def _archive(self, life: Lifecycle) -> Lifecycle:
        """Archives the channel; its state is stored before anything of it changes."""
        topic = await self._topic(life)
        state = life.channel_state
        if state is None:
            state = self._channels.channel_state(topic)
            life = await self._keep(life, channel_state=state)
        await self._channels.archive(topic, state)
        if life.note_id is not None:
            await self._channels.answer_note(topic, life)
        return life

    async def _end(self, life: Lifecycle, rules: Rules) -> None:
        """Announces the end where the card was shown."""
        if life.card_id is not None:
            await self._channels.announce_end(life, await self._store.interested_members(life), rules, None)

    async def _keep(self, life: Lifecycle, **changes: Any) -> Lifecycle:
        """Stores what was just made for the lifecycle, still unsettled, and returns the lifecycle with it."""
        changed = replace(life, **changes)
        await self._store.save(replace(changed, settled=False, due_at=life.since))
        return changed

    async def _topic(self, life: Lifecycle) -> Topic:
        if life.topic_id is None:
            raise NotFound("There is no such topic here. See what there is with /topic browse.")
        return await self._topics.find(life.guild_id, life.topic_id)
