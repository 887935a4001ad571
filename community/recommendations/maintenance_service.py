"""Maintenance of the threads of asks: closes quiet ones, tidies what was deleted, shows what is due."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import TypeVar

from community.concurrency import RetryAfter, run_all
from community.due_work import DueJob
from community.errors import OutOfReach
from community.ids import AskId, ChannelId, GuildId, MessageId
from community.recommendations.ask import Ask
from community.recommendations.audit_trail import AuditAction
from community.recommendations.closing import IDLE_AFTER, RENAME_INTERVAL, AskResult, result_of
from community.recommendations.ports import RecommendationStore, ThreadUpkeep
from community.recommendations.recommendation import Recommendation
from community.recommendations.store_ports import ChoiceStore, EditStore, MaintenanceStore
from community.recommendations.thread_display import ThreadDisplay

UNPOSTED_LIFETIME = timedelta(days=1)
"""How long an unposted recommendation waits for its author's decision."""
LOOK_BACK = timedelta(days=90)
"""Asks that are unchanged for longer are not checked after a start."""
RETRY_PAUSE = timedelta(hours=1)
"""Time until what Discord refused is tried again."""
N_CHECKED = 20
"""Asks that one round of due work checks after a start: each takes a few requests."""


Key = TypeVar("Key", bound=int)
Kept = TypeVar("Kept", Ask, Recommendation)


class MaintenanceService:
    """Does due work in the threads of asks, and follows what people delete by hand."""

    def __init__(
        self,
        store: RecommendationStore,
        upkeep: MaintenanceStore,
        *,
        edits: EditStore,
        choices: ChoiceStore,
        threads: ThreadUpkeep,
        display: ThreadDisplay,
    ) -> None:
        self._store = store
        self._upkeep = upkeep
        self._edits = edits
        self._choices = choices
        self._threads = threads
        self._display = display
        self._cards, self._standings, self._titles = (
            RetryAfter(RETRY_PAUSE),
            RetryAfter(RETRY_PAUSE),
            RetryAfter(RETRY_PAUSE),
        )
        self._unseen: dict[AskId, Ask] | None = None

    async def forget_channel(self, guild_id: GuildId, channel_id: ChannelId) -> None:
        """Removes the asks of a deleted channel or thread."""
        await self._store.remove_asks_in(guild_id, channel_id)

    async def remove_cards(self, guild_id: GuildId, message_ids: Collection[MessageId], now: datetime) -> None:
        """Removes recommendations whose card was deleted by hand; closes an ask whose own card was."""
        touched: set[ChannelId] = set()
        for message_id in message_ids:
            for one in await self._upkeep.recommendations_on(guild_id, message_id):
                if one.is_shown:
                    await self._edits.change_state(one, AuditAction.REMOVED, None, now)
                    ask = await self._store.find_ask(guild_id, one.ask_id)
                    if ask is not None and ask.thread_id is not None:
                        touched.add(ask.thread_id)
            closed = await self._upkeep.find_ask_by_card(guild_id, message_id)
            if closed is not None:
                await self._upkeep.close(closed, now)
        for thread_id in touched:
            await self._display.show_standings(guild_id, thread_id)

    async def due_jobs(self, now: datetime) -> Sequence[DueJob]:
        """Noticing what was deleted, showing what changed, closing what is quiet, and saying so in titles."""
        cards = self._available({one.recommendation_id: one for one in await self._upkeep.due_cards()})
        standings = self._available({one.ask_id: one for one in await self._upkeep.due_standings()})
        titles = self._available({one.ask_id: one for one in await self._upkeep.due_titles(now - RENAME_INTERVAL)})
        idle = self._available({one.ask_id: one for one in await self._upkeep.idle(now - IDLE_AFTER)})
        to_title = dict.fromkeys(one.guild_id for one in [*idle.values(), *self._titles.ripe(titles, now).values()])
        return [
            DueJob(None, partial(self._upkeep.remove_unposted, now - UNPOSTED_LIFETIME)),
            *(DueJob(one.guild_id, partial(self._look_for, one, now)) for one in await self._next_unseen(now)),
            *(
                DueJob(one.guild_id, partial(self._cards.run, key, partial(self._show_card, one), now))
                for key, one in self._cards.ripe(cards, now).items()
            ),
            *(
                DueJob(one.guild_id, partial(self._standings.run, key, partial(self._show_standings, one), now))
                for key, one in self._standings.ripe(standings, now).items()
            ),
            *(DueJob(one.guild_id, partial(self._close, one, now)) for one in idle.values()),
            *(DueJob(guild_id, partial(self._retitle_all, guild_id, now)) for guild_id in to_title),
        ]

    async def _next_unseen(self, now: datetime) -> Sequence[Ask]:
        """Returns the next asks to check since the process started, of guilds that are available."""
        if self._unseen is None:
            self._unseen = {one.ask_id: one for one in await self._upkeep.changed_since(now - LOOK_BACK)}
        return list(self._available(self._unseen).values())[:N_CHECKED]

    async def _look_for(self, ask: Ask, now: datetime) -> None:
        """Removes what was deleted from a thread while the bot was away."""
        if self._unseen is not None:
            self._unseen.pop(ask.ask_id, None)
        shown = [one.anchor.message_id for one in await self._display.cards(ask) if one.is_visible]
        messages = {one for one in [ask.card_id if ask.closed_at is None else None, *shown] if one is not None}
        try:
            presence = await self._threads.check_presence(ask, messages)
        except OutOfReach:
            return
        if not presence.has_thread and ask.thread_id is not None:
            await self.forget_channel(ask.guild_id, ask.thread_id)
        else:
            await self.remove_cards(ask.guild_id, presence.missing, now)

    def _available(self, due: Mapping[Key, Kept]) -> Mapping[Key, Kept]:
        return {key: one for key, one in due.items() if self._threads.is_available(one.guild_id)}

    async def _show_card(self, anchor: Recommendation) -> None:
        await self._display.update_card(anchor.guild_id, anchor.recommendation_id)

    async def _show_standings(self, ask: Ask) -> None:
        if ask.thread_id is not None:
            await self._display.update_standings(ask.guild_id, ask.thread_id)

    async def _close(self, ask: Ask, now: datetime) -> None:
        """Closes an idle ask, unless there are newer messages in its thread."""
        said_at = await self._threads.last_message_at(ask)
        if said_at is not None and said_at > now - IDLE_AFTER:
            await self._upkeep.touch(ask, said_at)
        else:
            await self._upkeep.close(ask, now)

    async def _retitle_all(self, guild_id: GuildId, now: datetime) -> None:
        """Updates all due titles of a guild, also those of asks that were closed just now."""
        due = await self._upkeep.due_titles(now - RENAME_INTERVAL, guild_id)
        work = [partial(self._titles.run, one.ask_id, partial(self._retitle, one, now), now) for one in due]
        await run_all("not every title could be changed", work)

    async def _retitle(self, ask: Ask, now: datetime) -> None:
        if ask.thread_id is not None:
            await self._threads.show_result(ask, await self._result(ask))
            await self._upkeep.mark_title_shown(ask, now)

    async def _result(self, ask: Ask) -> AskResult | None:
        """Returns the result of a closed ask; none while it is open."""
        if ask.closed_at is None:
            return None
        choice = await self._choices.find_for(ask)
        standings = await self._display.standings(ask.guild_id, [ask.ask_id])
        return result_of(choice, [one.recommendation for one in standings])
