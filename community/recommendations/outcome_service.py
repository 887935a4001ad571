"""The service of choices and of the question how each worked out."""

from collections.abc import Collection, Sequence
from contextlib import suppress
from datetime import datetime
from functools import partial

from community.discord_limits import NONCE_SPAN
from community.due_work import DueJob
from community.errors import NotAllowed, NotFound, OutOfReach
from community.ids import ChannelId, GuildId, MemberId, RecommendationId
from community.recommendations.ask import Ask
from community.recommendations.card import Card
from community.recommendations.funnel import OutcomeFunnel, count_steps
from community.recommendations.outcome import (
    QUESTION_DELAY,
    RETRY_DELAY,
    RETRY_PERIOD,
    Choice,
    OutcomeAnswer,
    OutcomeStage,
)
from community.recommendations.ports import OutcomeQuestions, RecommendationStore
from community.recommendations.recommendation import item_key
from community.recommendations.store_ports import ChoiceStore, MaintenanceStore
from community.recommendations.thread_display import ThreadDisplay


class OutcomeService:
    """Records choices, and asks once how each worked out.

    A question is claimed, then posted, then recorded. One that was claimed and not recorded is searched for in its
    thread; where that is impossible, it is not posted a second time.
    """

    def __init__(
        self,
        store: RecommendationStore,
        choices: ChoiceStore,
        upkeep: MaintenanceStore,
        questions: OutcomeQuestions,
        display: ThreadDisplay,
    ) -> None:
        self._store = store
        self._choices = choices
        self._upkeep = upkeep
        self._questions = questions
        self._display = display

    async def toggle_choice(self, ask: Ask, card: Card, member_id: MemberId, now: datetime) -> Choice | None:
        """Records the asker's choice, one at a time; choosing the same again takes it back. Returns the current choice.

        Raises
        ------
        NotAllowed
            For everybody else, and for what they recommended themselves.
        """
        if ask.author_id != member_id:
            raise NotAllowed(
                "This button is for the person who asked. Did you try it? Then press Worked for me or Didn't."
            )
        if card.is_author(member_id):
            raise NotAllowed("This is your own recommendation. You can go with one of the others'.")
        chosen = await self._choices.toggle_choice(ask, card.recommendation_id, now)
        await self._upkeep.mark_title_due(ask)
        return chosen

    async def record_answer(self, answer: OutcomeAnswer, now: datetime) -> Choice:
        """Records an answer to an outcome question; it can be changed later.

        Raises
        ------
        NotAllowed
            For everybody but the person who asked.
        """
        choice = await self._choices.find(answer.guild_id, answer.choice_id)
        ask = None if choice is None else await self._store.find_ask(answer.guild_id, choice.ask_id)
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
        await self._choices.record_question(choice, answer.message_id)
        if not await self._choices.record_result(choice, answer.result, now):
            raise NotFound("This question is about something that is not chosen any more. Nothing was counted.")
        await self._upkeep.mark_title_due(ask)
        told = await self._choices.find(answer.guild_id, answer.choice_id)
        return choice if told is None else told

    async def show_answer(self, choice: Choice) -> None:
        """Shows an answer on the question and in the standings."""
        ask = await self._store.find_ask(choice.guild_id, choice.ask_id)
        card = None if ask is None else await self._card(ask, choice.recommendation_id)
        if ask is None or ask.thread_id is None:
            return
        if card is not None:
            with suppress(OutOfReach):
                await self._questions.show_answer(ask, choice, card.item)
        await self._display.show_standings(ask.guild_id, ask.thread_id)

    async def count_outcomes(
        self, guild_id: GuildId, channels: Collection[ChannelId], item: str | None = None
    ) -> OutcomeFunnel:
        """Returns how far the asks of some channels came; with an item, those for which it was recommended."""
        key = None if item is None else item_key(item)
        return count_steps(await self._choices.steps(guild_id, channels, key))

    async def due_jobs(self, now: datetime) -> Sequence[DueJob]:
        """Asking what came of a choice, a while after it."""
        return [DueJob(one.guild_id, partial(self._handle_due, one, now)) for one in await self._choices.due(now)]

    async def _handle_due(self, choice: Choice, now: datetime) -> None:
        if not self._questions.is_available(choice.guild_id):
            return
        ask = await self._store.find_ask(choice.guild_id, choice.ask_id)
        card = None if ask is None else await self._card(ask, choice.recommendation_id)
        if ask is None or ask.thread_id is None or ask.author_id is None or card is None or not card.is_visible:
            await self._choices.drop(choice)
        elif choice.stage is OutcomeStage.CLAIMED:
            await self._reconcile(ask, choice, card, now)
        elif not await self._questions.is_member(ask):
            await self._choices.drop(choice)
        elif await self._choices.claim(choice, now):
            await self._post(ask, choice, card, now)

    async def _reconcile(self, ask: Ask, choice: Choice, card: Card, now: datetime) -> None:
        """Finds or posts a claimed question of which it is not known whether it was posted."""
        claimed_at = choice.claimed_at or now
        try:
            found = await self._questions.find_question(ask, choice)
        except OutOfReach:
            if now - claimed_at >= NONCE_SPAN:
                await self._choices.drop(choice)
            return
        if found is not None:
            await self._choices.record_question(choice, found)
        else:
            await self._post(ask, choice, card, now)

    async def _post(self, ask: Ask, choice: Choice, card: Card, now: datetime) -> None:
        """Posts a claimed question; an unforeseen error leaves the claim open."""
        try:
            message_id = await self._questions.post_question(ask, choice, card.item)
        except OutOfReach:
            if now - choice.chosen_at >= QUESTION_DELAY + RETRY_PERIOD:
                await self._choices.drop(choice)
            else:
                await self._choices.postpone(choice, now + RETRY_DELAY)
            return
        await self._choices.record_question(choice, message_id)

    async def _card(self, ask: Ask, recommendation_id: RecommendationId) -> Card | None:
        deck = await self._display.cards(ask)
        return next((one for one in deck if one.recommendation_id == recommendation_id), None)
