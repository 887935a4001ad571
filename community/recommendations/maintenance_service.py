"""Looking after the threads of asks: quiet ones are closed, what was deleted is tidied, what is due is shown."""

import asyncio
from collections import deque
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial

from community.concurrency import Patience
from community.errors import OutOfReach
from community.ids import ChannelId, GuildId, MessageId
from community.recommendations.ask import Ask
from community.recommendations.audit_trail import AuditAction
from community.recommendations.closing import BETWEEN_RENAMES, IDLE, End, end_of
from community.recommendations.ports import RecommendationStore, ThreadUpkeep
from community.recommendations.recommendation import Recommendation
from community.recommendations.store_ports import Choices, EditStore, MaintenanceStore
from community.recommendations.thread_display import ThreadDisplay
from community.rounds import rounds

TYPED_FOR = timedelta(days=1)
"""How long something typed waits for its author to say where it belongs."""
LOOKED_BACK = timedelta(days=90)
"""Asks to which nothing happened for longer are not looked for after a start."""
PAUSE = timedelta(hours=1)
"""Until what Discord would not have is tried again: nothing asks on and on for what is not allowed."""
N_LOOKED_AFTER = 20
"""Asks that one ring looks for after a start: each takes a few requests."""


class MaintenanceService:
    """What happens by itself in the threads of asks, and what follows from what people do there by hand."""

    def __init__(
        self,
        store: RecommendationStore,
        upkeep: MaintenanceStore,
        *,
        authorship: EditStore,
        choices: Choices,
        caretaker: ThreadUpkeep,
        display: ThreadDisplay,
    ) -> None:
        self._store = store
        self._upkeep = upkeep
        self._authorship = authorship
        self._choices = choices
        self._caretaker = caretaker
        self._display = display
        self._lane = asyncio.Lock()
        self._cards, self._standings, self._titles = Patience(PAUSE), Patience(PAUSE), Patience(PAUSE)
        self._unseen: deque[Ask] | None = None

    async def vanished(self, guild_id: GuildId, channel_id: ChannelId) -> None:
        """Forgets what was asked in a channel or thread that was deleted."""
        await self._store.remove_asks_in(guild_id, channel_id)

    async def deleted(self, guild_id: GuildId, message_ids: Collection[MessageId], now: datetime) -> None:
        """Takes from the standings whose card was deleted by hand; an ask whose own card was is closed."""
        touched: set[ChannelId] = set()
        for message_id in message_ids:
            for one in await self._upkeep.on_card(guild_id, message_id):
                if one.stands:
                    await self._authorship.change(one, AuditAction.REMOVED, None, now)
                    ask = await self._store.ask(guild_id, one.ask_id)
                    if ask is not None and ask.thread_id is not None:
                        touched.add(ask.thread_id)
            closed = await self._upkeep.with_card(guild_id, message_id)
            if closed is not None:
                await self._upkeep.close(closed, now)
        for thread_id in touched:
            await self._display.show_standings(guild_id, thread_id)

    async def ring(self, now: datetime) -> None:
        """Does what is due; a ring during another one adds nothing.

        Raises
        ------
        ExceptionGroup
            What went wrong, after everything else was done; the next ring tries it again.
        """
        if self._lane.locked():
            return
        async with self._lane:
            await self._upkeep.remove_unposted(now - TYPED_FOR)
            await rounds(
                "not everything about recommendations could be brought up to date",
                [
                    *[partial(self._look_for, one, now) for one in await self._next_unseen(now)],
                    partial(self._cards.run, self._due_cards, self._show_card, now),
                    partial(self._standings.run, self._due_standings, self._show_standings, now),
                    *[partial(self._close, one, now) for one in await self._upkeep.idle(now - IDLE)],
                    partial(self._titles.run, partial(self._due_titles, now), partial(self._retitle, now=now), now),
                ],
            )

    async def _next_unseen(self, now: datetime) -> list[Ask]:
        """The next asks to look for since this process started."""
        if self._unseen is None:
            self._unseen = deque(await self._upkeep.stirred_since(now - LOOKED_BACK))
        return [self._unseen.popleft() for _ in range(min(len(self._unseen), N_LOOKED_AFTER))]

    async def _look_for(self, ask: Ask, now: datetime) -> None:
        """Notices what was deleted while nobody was there to see it."""
        if not self._caretaker.at_hand(ask.guild_id):
            self._unseen = deque([*(self._unseen or ()), ask])
            return
        shown = [one.anchor.message_id for one in await self._display.cards(ask) if one.stands]
        messages = {one for one in [ask.card_id if ask.closed_at is None else None, *shown] if one is not None}
        try:
            presence = await self._caretaker.presence(ask, messages)
        except OutOfReach:
            return
        if not presence.thread and ask.thread_id is not None:
            await self.vanished(ask.guild_id, ask.thread_id)
        else:
            await self.deleted(ask.guild_id, presence.gone, now)

    async def _due_cards(self) -> Mapping[int, Recommendation]:
        due = await self._upkeep.cards()
        return {one.recommendation_id: one for one in due if self._caretaker.at_hand(one.guild_id)}

    async def _due_standings(self) -> Mapping[int, Ask]:
        return self._at_hand(await self._upkeep.standings())

    async def _due_titles(self, now: datetime) -> Mapping[int, Ask]:
        return self._at_hand(await self._upkeep.titles(now - BETWEEN_RENAMES))

    def _at_hand(self, due: Sequence[Ask]) -> Mapping[int, Ask]:
        return {one.ask_id: one for one in due if self._caretaker.at_hand(one.guild_id)}

    async def _show_card(self, anchor: Recommendation) -> None:
        await self._display.show_card(anchor.guild_id, anchor.recommendation_id)

    async def _show_standings(self, ask: Ask) -> None:
        if ask.thread_id is not None:
            await self._display.show_standings(ask.guild_id, ask.thread_id)

    async def _close(self, ask: Ask, now: datetime) -> None:
        """Closes an ask, unless people talk in its thread."""
        if not self._caretaker.at_hand(ask.guild_id):
            return
        said_at = await self._caretaker.said_at(ask)
        if said_at is not None and said_at > now - IDLE:
            await self._upkeep.touch(ask, said_at)
        else:
            await self._upkeep.close(ask, now)

    async def _retitle(self, ask: Ask, now: datetime) -> None:
        if ask.thread_id is None:
            return
        try:
            await self._caretaker.retitle(ask, await self._end(ask))
        except OutOfReach:
            return
        await self._upkeep.mark_title_shown(ask, now)

    async def _end(self, ask: Ask) -> End | None:
        """What came of a closed ask; none while it is open."""
        if ask.closed_at is None:
            return None
        choice = await self._choices.of(ask)
        standings = await self._display.standings(ask.guild_id, [ask.ask_id])
        return end_of(choice, [one.recommendation for one in standings])
