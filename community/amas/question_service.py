"""Questions in AMAs: members ask, moderators and stewards pass on, the guest answers."""

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import partial

from community.amas.ama import Ama
from community.amas.ports import AmaThreads, QuestionStore
from community.amas.question import (
    QUESTIONS_PER_MEMBER,
    AmaQuestion,
    QuestionAction,
    QuestionState,
    apply_action,
    parse_answer,
    parse_question,
    parse_reason,
)
from community.amas.service import AmaService
from community.concurrency import KeyedLocks
from community.due_work import DueJob
from community.engagement.optouts import OptOuts
from community.errors import Invalid, NotAllowed, NotFound
from community.ids import AmaId, GuildId, MemberId, QuestionId
from community.notices.service import Notices

OVER = "This AMA is over. What became of your own questions is behind the button My questions."
ALREADY_HANDLED = "Somebody was quicker: this question is not in the queue any more."


class QuestionService:
    """Takes members' questions and moves them through the two queues of an AMA.

    An answer is stored before it is posted. :meth:`due_jobs` posts what Discord did not take, and finds a post that was
    made just before the process ended.
    """

    def __init__(
        self, store: QuestionStore, threads: AmaThreads, amas: AmaService, *, optouts: OptOuts, notices: Notices
    ) -> None:
        self._store = store
        self._threads = threads
        self._amas = amas
        self._optouts = optouts
        self._notices = notices
        self._locks = KeyedLocks()

    async def require_asker(self, guild_id: GuildId, ama_id: AmaId, member_id: MemberId, now: datetime) -> Ama:
        """Returns the AMA if the member may ask a question in it now.

        Raises
        ------
        NotAllowed
            If the member is the guest, speaks for the AMA's brand, or opted out.
        Invalid
            If the AMA is over.
        NotFound
            If the guild has no such AMA.
        """
        ama = await self._require_open(guild_id, ama_id, now)
        if member_id == ama.guest_id:
            raise NotAllowed("The others ask, and you answer: press The guest's queue.")
        if ama.brand_id is not None and self._amas.speaks_for(ama, member_id):
            raise NotAllowed("You speak for {brand}, so the others ask.", brand=ama.brand)
        if self._optouts.opted_out_at(guild_id, member_id) is not None:
            raise NotAllowed(
                "You opted out, so I keep no question of yours. Opt in with /privacy optin, then press again."
            )
        return ama

    async def ask(
        self, guild_id: GuildId, ama_id: AmaId, member_id: MemberId, typed: str, now: datetime
    ) -> AmaQuestion:
        """Stores a member's question; the same question twice is stored once.

        Raises
        ------
        Invalid
            If the text is empty or too long, or the member has reached the limit.
        Refusal
            As :meth:`require_asker`.
        """
        ama = await self.require_asker(guild_id, ama_id, member_id, now)
        question = await self._store.add(ama, member_id, parse_question(typed), now)
        if question is None:
            raise Invalid(
                "{n} questions each, so that there is room for the others. You can take one back under My questions.",
                n=QUESTIONS_PER_MEMBER,
            )
        await self._amas.update_cards(guild_id, ama_id, now)
        await self._notices.notify(
            guild_id,
            f"amas.{ama_id}.waiting",
            now,
            "Members ask questions in the AMA {thread}. Please look through them there, with The moderators' queue: "
            "what you pass on goes before the guest.",
            thread=f"<#{ama.thread_id}>",
        )
        return question

    async def take_own(self, guild_id: GuildId, ama_id: AmaId, member_id: MemberId) -> Sequence[AmaQuestion]:
        """Returns a member's questions in an AMA, and marks their outcomes as told.

        Raises
        ------
        NotFound
            If the guild has no such AMA.
        """
        found = await self._store.questions_of(await self._amas.find(guild_id, ama_id), member_id)
        ended = {one.question_id for one in await self._store.unnotified(guild_id, member_id)}
        for one in found:
            if one.question_id in ended:
                await self._store.mark_notified(one)
        return found

    async def take_news(self, guild_id: GuildId, member_id: MemberId) -> Sequence[AmaQuestion]:
        """Returns a member's questions with an outcome that they were not told, and marks it as told."""
        return [
            one for one in await self._store.unnotified(guild_id, member_id) if await self._store.mark_notified(one)
        ]

    async def take_back(self, guild_id: GuildId, question_id: QuestionId, member_id: MemberId, now: datetime) -> None:
        """Deletes a member's own open question.

        Raises
        ------
        NotFound
            If the guild has no such question.
        NotAllowed
            If it is another member's.
        Invalid
            If it was answered or turned down.
        """
        question = await self.find(guild_id, question_id)
        if question.author_id != member_id:
            raise NotAllowed("This is somebody else's question.")
        if not await self._store.take_back(question):
            raise Invalid("It is answered or turned down already, so it stays.")
        await self._amas.update_cards(guild_id, question.ama_id, now)

    async def waiting_questions(self, guild_id: GuildId, ama_id: AmaId, by: MemberId) -> Sequence[AmaQuestion]:
        """Returns the questions that wait for a moderator or steward, oldest first.

        Raises
        ------
        NotFound
            If the guild has no such AMA.
        NotAllowed
            If the person speaks for the AMA's brand.
        """
        ama = await self._amas.find(guild_id, ama_id)
        self._amas.require_impartial(ama, by)
        return await self._store.questions(ama, QuestionState.WAITING)

    async def queued_questions(self, guild_id: GuildId, ama_id: AmaId, by: MemberId) -> Sequence[AmaQuestion]:
        """Returns the questions that wait for the guest, oldest first.

        Raises
        ------
        NotFound
            If the guild has no such AMA.
        NotAllowed
            If the person is not the guest.
        """
        ama = await self._amas.find(guild_id, ama_id)
        _require_guest(ama, by)
        return await self._store.questions(ama, QuestionState.QUEUED)

    async def approve(
        self, guild_id: GuildId, ama_id: AmaId, question_ids: Collection[QuestionId], by: MemberId, now: datetime
    ) -> int:
        """Passes waiting questions on to the guest; returns how many were passed on.

        Raises
        ------
        NotFound
            If the guild has no such AMA.
        Invalid
            If the AMA is over.
        NotAllowed
            If the person speaks for the AMA's brand.
        """
        ama = await self._require_open(guild_id, ama_id, now)
        self._amas.require_impartial(ama, by)
        n_passed = 0
        for question in await self._store.questions(ama, QuestionState.WAITING):
            moved = (
                apply_action(question, QuestionAction.APPROVE, now, by)
                if question.question_id in question_ids
                else None
            )
            n_passed += moved is not None and await self._store.update_state(question, moved)
        await self._amas.update_cards(guild_id, ama_id, now)
        return n_passed

    async def skip(
        self, guild_id: GuildId, question_id: QuestionId, by: MemberId, reason: str, now: datetime
    ) -> AmaQuestion:
        """Turns a waiting question down; its author is told the reason.

        Raises
        ------
        Invalid
            If the reason is empty or too long.
        Refusal
            As :meth:`require_waiting`.
        """
        question = await self.require_waiting(guild_id, question_id, by, now)
        return await self._apply(question, QuestionAction.SKIP, by, parse_reason(reason), now)

    async def answer(
        self, guild_id: GuildId, question_id: QuestionId, by: MemberId, text: str, now: datetime
    ) -> AmaQuestion:
        """Stores the guest's answer and posts it.

        The returned question has no ``message_id`` while Discord has not taken the post.

        Raises
        ------
        Invalid
            If the answer is empty or too long.
        Refusal
            As :meth:`require_queued`.
        """
        question = await self.require_queued(guild_id, question_id, by, now)
        answered = await self._apply(question, QuestionAction.ANSWER, by, parse_answer(text), now)
        await self._show_answer(answered, now)
        return await self.find(guild_id, question_id)

    async def pass_over(
        self, guild_id: GuildId, question_id: QuestionId, by: MemberId, reason: str, now: datetime
    ) -> AmaQuestion:
        """Leaves a queued question unanswered; its author is told the reason.

        Raises
        ------
        Invalid
            If the reason is empty or too long.
        Refusal
            As :meth:`require_queued`.
        """
        question = await self.require_queued(guild_id, question_id, by, now)
        return await self._apply(question, QuestionAction.PASS, by, parse_reason(reason), now)

    async def require_waiting(
        self, guild_id: GuildId, question_id: QuestionId, by: MemberId, now: datetime
    ) -> AmaQuestion:
        """Returns a waiting question if the person may decide on it.

        Raises
        ------
        NotFound
            If the guild has no such question.
        NotAllowed
            If the person speaks for the AMA's brand.
        Invalid
            If the AMA is over, or the question no longer waits.
        """
        question = await self.find(guild_id, question_id)
        self._amas.require_impartial(await self._require_open(guild_id, question.ama_id, now), by)
        return _require_state(question, QuestionState.WAITING)

    async def require_queued(
        self, guild_id: GuildId, question_id: QuestionId, by: MemberId, now: datetime
    ) -> AmaQuestion:
        """Returns a queued question if the person is the guest.

        Raises
        ------
        NotFound
            If the guild has no such question.
        NotAllowed
            If the person is not the guest.
        Invalid
            If the AMA is over, or the question is no longer queued.
        """
        question = await self.find(guild_id, question_id)
        _require_guest(await self._require_open(guild_id, question.ama_id, now), by)
        return _require_state(question, QuestionState.QUEUED)

    async def due_jobs(self, now: datetime) -> Sequence[DueJob]:
        """Returns the jobs that post answers, and edit posts of which something was forgotten."""
        due = [one for one in await self._store.stale() if self._threads.is_available(one.guild_id)]
        return [DueJob(one.guild_id, partial(self._show_answer, one, now)) for one in due]

    async def _apply(
        self, question: AmaQuestion, action: QuestionAction, by: MemberId, reply: str, now: datetime
    ) -> AmaQuestion:
        moved = apply_action(question, action, now, by, reply)
        if moved is None or not await self._store.update_state(question, moved):
            raise Invalid(ALREADY_HANDLED)
        await self._amas.update_cards(question.guild_id, question.ama_id, now)
        return moved

    async def _show_answer(self, question: AmaQuestion, now: datetime) -> None:
        guild_id, number = question.guild_id, question.question_id
        async with (
            self._locks.lock(guild_id, number),
            self._notices.notify_if_refused(guild_id, f"amas.answer.{number}", now),
        ):
            current = await self.find(guild_id, number)
            if current.shown != current.shown_version:
                ama = await self._amas.find(guild_id, current.ama_id)
                await self._store.record_post(current, await self._threads.post(ama, current))

    async def find(self, guild_id: GuildId, question_id: QuestionId) -> AmaQuestion:
        """Returns one question of the guild.

        Raises
        ------
        NotFound
            If there is none.
        """
        question = await self._store.question(guild_id, question_id)
        if question is None:
            raise NotFound("This question is not there any more: its author took it back.")
        return question

    async def _require_open(self, guild_id: GuildId, ama_id: AmaId, now: datetime) -> Ama:
        ama = await self._amas.find_current(guild_id, ama_id, now)
        if not ama.takes_questions(now):
            raise Invalid(OVER)
        return ama


def _require_guest(ama: Ama, member_id: MemberId) -> None:
    if ama.guest_id != member_id:
        raise NotAllowed("This queue is for the guest.")


def _require_state(question: AmaQuestion, state: QuestionState) -> AmaQuestion:
    if question.state is not state:
        raise Invalid(ALREADY_HANDLED)
    return question
