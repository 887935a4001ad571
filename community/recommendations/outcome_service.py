"""What those who asked went with, and how it worked out for them."""

from collections.abc import Collection, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial

from community.due_work import DueJob
from community.errors import NotAllowed, NotFound, OutOfReach
from community.ids import ChannelId, GuildId, MemberId, RecommendationId
from community.recommendations.ask import Ask
from community.recommendations.card import Card
from community.recommendations.funnel import OutcomeFunnel, funnel
from community.recommendations.outcome import ASKED_AFTER, TRIED_AGAIN, TRIED_FOR, Choice, OutcomeAnswer, OutcomeStage
from community.recommendations.ports import OutcomeQuestions, RecommendationStore
from community.recommendations.recommendation import item_key
from community.recommendations.store_ports import Choices, MaintenanceStore
from community.recommendations.thread_display import ThreadDisplay

NONCE_HOLDS = timedelta(minutes=3)
"""So long, at least, Discord tells a repeated post by its nonce (Source: Discord, Create Message)."""


class OutcomeService:
    """Choices, and the one question how each worked out.

    A question is claimed, then posted, then kept. One that was claimed and not seen to be posted is looked for in
    its thread: what can't be known is never asked twice.
    """

    def __init__(
        self,
        store: RecommendationStore,
        choices: Choices,
        upkeep: MaintenanceStore,
        desk: OutcomeQuestions,
        display: ThreadDisplay,
    ) -> None:
        self._store = store
        self._choices = choices
        self._upkeep = upkeep
        self._desk = desk
        self._display = display

    async def choose(self, ask: Ask, card: Card, member_id: MemberId, now: datetime) -> Choice | None:
        """Keeps what the person who asked goes with, one thing at a time; the same again takes it back.

        Raises
        ------
        NotAllowed
            For everybody else, and for what they recommended themselves.
        """
        if ask.author_id != member_id:
            raise NotAllowed(
                "This button is for the person who asked. Did you try it? Then press Worked for me or Didn't."
            )
        if card.is_own(member_id):
            raise NotAllowed("This is your own recommendation. You can go with one of the others'.")
        chosen = await self._choices.choose(ask, card.recommendation_id, now)
        await self._upkeep.retitle(ask)
        return chosen

    async def tell(self, answer: OutcomeAnswer, now: datetime) -> Choice:
        """Keeps how it worked out; it can be told otherwise later.

        Raises
        ------
        NotAllowed
            For everybody but the person who asked.
        """
        choice = await self._choices.choice(answer.guild_id, answer.choice_id)
        ask = None if choice is None else await self._store.ask(answer.guild_id, choice.ask_id)
        if (
            choice is None
            or ask is None
            or ask.thread_id != answer.thread_id
            or choice.stage not in {OutcomeStage.CLAIMED, OutcomeStage.ASKED, OutcomeStage.TOLD}
            or choice.question_id not in {None, answer.message_id}
        ):
            raise NotFound("This question is about something that is not chosen any more. Nothing was counted.")
        if ask.author_id != answer.member_id:
            raise NotAllowed("Only the person who asked can answer this. You can vote on the card, if you tried it.")
        await self._choices.asked(choice, answer.message_id)
        if not await self._choices.tell(choice, answer.result, now):
            raise NotFound("This question is about something that is not chosen any more. Nothing was counted.")
        await self._upkeep.retitle(ask)
        told = await self._choices.choice(answer.guild_id, answer.choice_id)
        return choice if told is None else told

    async def show(self, choice: Choice) -> None:
        """Brings the question and the standings up to date with an answer."""
        ask = await self._store.ask(choice.guild_id, choice.ask_id)
        card = None if ask is None else await self._card(ask, choice.recommendation_id)
        if ask is None or ask.thread_id is None:
            return
        if card is not None:
            with suppress(OutOfReach):
                await self._desk.show(ask, choice, card.item)
        await self._display.show_standings(ask.guild_id, ask.thread_id)

    async def funnel(
        self, guild_id: GuildId, channels: Collection[ChannelId], item: str | None = None
    ) -> OutcomeFunnel:
        """How far the asks of some channels came; with an item, those for which it was recommended."""
        key = None if item is None else item_key(item)
        return funnel(await self._choices.steps(guild_id, channels, key))

    async def due_jobs(self, now: datetime) -> Sequence[DueJob]:
        """Asking what came of a choice, a while after it."""
        return [DueJob(one.guild_id, partial(self._due, one, now)) for one in await self._choices.due(now)]

    async def _due(self, choice: Choice, now: datetime) -> None:
        if not self._desk.at_hand(choice.guild_id):
            return
        ask = await self._store.ask(choice.guild_id, choice.ask_id)
        card = None if ask is None else await self._card(ask, choice.recommendation_id)
        if ask is None or ask.thread_id is None or ask.author_id is None or card is None or not card.stands:
            await self._choices.drop(choice)
        elif choice.stage is OutcomeStage.CLAIMED:
            await self._reconcile(ask, choice, card, now)
        elif not await self._desk.is_member(ask):
            await self._choices.drop(choice)
        elif await self._choices.claim(choice, now):
            await self._post(ask, choice, card, now)

    async def _reconcile(self, ask: Ask, choice: Choice, card: Card, now: datetime) -> None:
        """Settles a question of which it is not known whether it was posted."""
        claimed_at = choice.claimed_at or now
        try:
            found = await self._desk.find(ask, choice)
        except OutOfReach:
            if now - claimed_at >= NONCE_HOLDS:
                await self._choices.drop(choice)
            return
        if found is not None:
            await self._choices.asked(choice, found)
        else:
            await self._post(ask, choice, card, now)

    async def _post(self, ask: Ask, choice: Choice, card: Card, now: datetime) -> None:
        """Posts a claimed question; an unforeseen error leaves the claim open."""
        try:
            message_id = await self._desk.ask(ask, choice, card.item)
        except OutOfReach:
            if now - choice.chosen_at >= ASKED_AFTER + TRIED_FOR:
                await self._choices.drop(choice)
            else:
                await self._choices.postpone(choice, now + TRIED_AGAIN)
            return
        await self._choices.asked(choice, message_id)

    async def _card(self, ask: Ask, recommendation_id: RecommendationId) -> Card | None:
        deck = await self._display.cards(ask)
        return next((one for one in deck if one.recommendation_id == recommendation_id), None)
