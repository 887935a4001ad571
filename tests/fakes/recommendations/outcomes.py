"""Fakes of the ports of edits, choices and maintenance, in memory."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from community.errors import Refusal
from community.ids import AskId, ChannelId, ChoiceId, GuildId, MemberId, MessageId, RecommendationId
from community.recommendations.ask import Ask
from community.recommendations.audit_trail import AuditAction, AuditEntry
from community.recommendations.closing import AskResult
from community.recommendations.funnel import OutcomeStep
from community.recommendations.outcome import QUESTION_DELAY, Choice, Outcome, OutcomeStage, Result
from community.recommendations.ports import ThreadPresence
from community.recommendations.recommendation import Recommendation, Wording, item_key
from tests.fakes.recommendations.store import MemoryRecommendationStore


class MemoryEditStore:
    """The port ``EditStore``, on the memory of a recommendation store."""

    def __init__(self, store: MemoryRecommendationStore) -> None:
        self._store = store
        self._trail: list[AuditEntry] = []

    async def rewrite(self, one: Recommendation, wording: Wording, now: datetime, *, substantial: bool) -> int:
        changed = replace(one, item=wording.item, why=wording.why, link=wording.link, relation=wording.relation)
        self._store.kept[one.recommendation_id] = replace(changed, changed_at=now) if substantial else changed
        cleared = [key for key in self._store.cast if substantial and key[0] == one.card_of]
        for key in cleared:
            del self._store.cast[key]
        self._note(one, AuditEntry(one.recommendation_id, one.author_id, AuditAction.EDITED, "", now))
        return len(cleared)

    async def change_state(
        self, one: Recommendation, deed: AuditAction, by: MemberId | None, now: datetime, *, reason: str = ""
    ) -> None:
        self._store.kept[one.recommendation_id] = replace(one, state=deed.state, reason=reason)
        self._note(one, AuditEntry(one.recommendation_id, by, deed, reason, now))

    async def suggest(
        self,
        guild_id: GuildId,
        channel_ids: Collection[ChannelId],
        typed: str,
        limit: int,
        *,
        author_id: MemberId | None = None,
    ) -> Sequence[Recommendation]:
        found = self._newest(guild_id, channel_ids, author_id)
        return [one for one in found if item_key(typed) in item_key(one.item)][:limit]

    async def find_by_name(
        self, guild_id: GuildId, channel_ids: Collection[ChannelId], key: str, *, author_id: MemberId | None = None
    ) -> Recommendation | None:
        found = self._newest(guild_id, channel_ids, author_id)
        return next((one for one in found if item_key(one.item) == key), None)

    def _newest(
        self, guild_id: GuildId, channel_ids: Collection[ChannelId], author_id: MemberId | None
    ) -> Sequence[Recommendation]:
        return [
            one
            for one in reversed(self._store.kept.values())
            if one.guild_id == guild_id
            and one.is_shown
            and self._store.asked[one.ask_id].channel_id in channel_ids
            and author_id in {None, one.author_id}
        ]

    async def audit_page(self, guild_id: GuildId, skip: int, limit: int) -> tuple[Sequence[AuditEntry], int]:
        entries = [self._told(one) for one in reversed(self._trail) if self._of(one, guild_id)]
        return entries[skip : skip + limit], len(entries)

    def _of(self, entry: AuditEntry, guild_id: GuildId) -> bool:
        return self._store.kept[entry.recommendation_id].guild_id == guild_id

    def _told(self, entry: AuditEntry) -> AuditEntry:
        one = self._store.kept[entry.recommendation_id]
        return replace(entry, item=one.item, thread_id=self._store.asked[one.ask_id].thread_id)

    def _note(self, one: Recommendation, entry: AuditEntry) -> None:
        self._trail.append(entry)
        self._store.cards_due.add(one.card_of)
        self._store.touch_ask(one.ask_id, entry.at)


class MemoryChoiceStore:
    """The port ``ChoiceStore``, on the memory of a recommendation store."""

    def __init__(self, store: MemoryRecommendationStore) -> None:
        self._store = store
        self._n_made = 0

    async def toggle_choice(self, kept: Ask, recommendation_id: RecommendationId, now: datetime) -> Choice | None:
        self._store.touch_ask(kept.ask_id, now)
        before = self._store.choices.get(kept.ask_id)
        if before is not None and before.recommendation_id == recommendation_id:
            if before.stage is not OutcomeStage.WAITING:
                return before
            del self._store.choices[kept.ask_id]
            return None
        self._n_made += 1
        number = ChoiceId(self._n_made) if before is None else before.choice_id
        self._store.choices[kept.ask_id] = Choice(
            number, kept.ask_id, kept.guild_id, recommendation_id, now, now + QUESTION_DELAY
        )
        return self._store.choices[kept.ask_id]

    async def find_for(self, kept: Ask) -> Choice | None:
        found = self._store.choices.get(kept.ask_id)
        return found if found is not None and found.guild_id == kept.guild_id else None

    async def find(self, guild_id: GuildId, choice_id: ChoiceId) -> Choice | None:
        found = (one for one in self._store.choices.values() if (one.guild_id, one.choice_id) == (guild_id, choice_id))
        return next(found, None)

    async def choices_for(self, guild_id: GuildId, ask_ids: Collection[AskId]) -> Sequence[Choice]:
        kept = sorted(self._store.choices.values(), key=lambda one: one.ask_id)
        return [one for one in kept if one.guild_id == guild_id and one.ask_id in ask_ids]

    async def due(self, now: datetime) -> Sequence[Choice]:
        return [
            one
            for one in self._store.choices.values()
            if one.stage is OutcomeStage.CLAIMED or (one.stage is OutcomeStage.WAITING and one.due_at <= now)
        ]

    async def claim(self, one: Choice, now: datetime) -> bool:
        return self._change(one, {OutcomeStage.WAITING}, replace(one, stage=OutcomeStage.CLAIMED, claimed_at=now))

    async def record_question(self, one: Choice, message_id: MessageId) -> None:
        self._change(one, {OutcomeStage.CLAIMED}, replace(one, stage=OutcomeStage.ASKED, question_id=message_id))

    async def postpone(self, one: Choice, due_at: datetime) -> None:
        later = replace(one, stage=OutcomeStage.WAITING, due_at=due_at, claimed_at=None)
        self._change(one, {OutcomeStage.WAITING, OutcomeStage.CLAIMED}, later)

    async def drop(self, one: Choice) -> None:
        self._change(one, {OutcomeStage.WAITING, OutcomeStage.CLAIMED}, replace(one, stage=OutcomeStage.DROPPED))

    async def record_result(self, one: Choice, result: Result, now: datetime) -> bool:
        kept = self._store.choices.get(one.ask_id, one)
        self._store.touch_ask(one.ask_id, now)
        told = replace(kept, stage=OutcomeStage.TOLD, result=result, told_at=now)
        return self._change(one, {OutcomeStage.CLAIMED, OutcomeStage.ASKED, OutcomeStage.TOLD}, told)

    async def outcomes(self, guild_id: GuildId, ask_ids: Collection[AskId]) -> Sequence[Outcome]:
        found = []
        for one in self._store.choices.values():
            kept = self._store.kept.get(one.recommendation_id)
            asker = self._store.asked[one.ask_id].author_id
            if (
                one.guild_id == guild_id
                and one.ask_id in ask_ids
                and one.stage is OutcomeStage.TOLD
                and kept is not None
                and asker is not None
                and one.result is not None
                and one.told_at is not None
                and (kept.changed_at is None or kept.changed_at <= one.chosen_at)
            ):
                found.append(Outcome(one.recommendation_id, asker, one.result, one.told_at))
        return found

    async def steps(
        self, guild_id: GuildId, channel_ids: Collection[ChannelId], item_key: str | None = None
    ) -> Sequence[OutcomeStep]:
        steps = []
        for ask in self._store.asked.values():
            if ask.guild_id != guild_id or ask.thread_id is None or ask.channel_id not in channel_ids:
                continue
            posted = {one.recommendation_id: one for one in self._posted(ask)}
            named = {number for number, one in posted.items() if item_key in {None, _key(one)}}
            if item_key is not None and not named:
                continue
            choice = self._store.choices.get(ask.ask_id)
            if choice is not None and item_key is not None and choice.recommendation_id not in named:
                choice = None
            steps.append(OutcomeStep(bool(posted), choice is not None, None if choice is None else choice.result))
        return steps

    def _posted(self, ask: Ask) -> list[Recommendation]:
        return [one for one in self._store.kept.values() if one.ask_id == ask.ask_id and one.message_id is not None]

    def _change(self, one: Choice, stages: Collection[OutcomeStage], after: Choice) -> bool:
        kept = self._store.choices.get(one.ask_id)
        same = kept is not None and (kept.guild_id, kept.choice_id, kept.recommendation_id, kept.chosen_at) == (
            one.guild_id,
            one.choice_id,
            one.recommendation_id,
            one.chosen_at,
        )
        if kept is None or not same or kept.stage not in stages:
            return False
        self._store.choices[one.ask_id] = after
        return True


def _key(one: Recommendation) -> str:
    return item_key(one.item)


class MemoryMaintenanceStore:
    """The port ``MaintenanceStore``, on the memory of a recommendation store."""

    def __init__(self, store: MemoryRecommendationStore) -> None:
        self._store = store
        self._titles_due: set[AskId] = set()
        self._retitled_at: dict[AskId, datetime] = {}

    async def idle(self, before: datetime) -> Sequence[Ask]:
        found = [one for one in self._opened() if one.closed_at is None and _stirred(one) <= before]
        return sorted(found, key=lambda one: (_stirred(one), one.ask_id))

    async def touch(self, kept: Ask, at: datetime) -> None:
        if _stirred(self._store.asked[kept.ask_id]) < at:
            self._change(kept, stirred_at=at)

    async def close(self, kept: Ask, now: datetime) -> None:
        if self._store.asked[kept.ask_id].closed_at is None:
            self._change(kept, closed_at=now)
            self._titles_due.add(kept.ask_id)

    async def reopen(self, kept: Ask) -> None:
        if self._store.asked[kept.ask_id].closed_at is not None:
            self._change(kept, closed_at=None)
            self._titles_due.add(kept.ask_id)

    async def mark_title_due(self, kept: Ask) -> None:
        if self._store.asked[kept.ask_id].closed_at is not None:
            self._titles_due.add(kept.ask_id)

    async def due_titles(self, renamed_before: datetime, guild_id: GuildId | None = None) -> Sequence[Ask]:
        due = [one for one in sorted(self._titles_due) if one in self._store.asked]
        return [
            self._store.asked[one]
            for one in due
            if self._retitled_at.get(one, renamed_before) <= renamed_before
            and guild_id in {None, self._store.asked[one].guild_id}
        ]

    async def mark_title_shown(self, kept: Ask, now: datetime) -> None:
        self._retitled_at[kept.ask_id] = now
        if self._store.asked[kept.ask_id].closed_at == kept.closed_at:
            self._titles_due.discard(kept.ask_id)

    async def due_standings(self) -> Sequence[Ask]:
        return [one for one in self._opened() if one.ask_id in self._store.standings_due]

    async def mark_standings_shown(self, kept: Ask, as_of: datetime) -> None:
        if _stirred(self._store.asked[kept.ask_id]) <= as_of:
            self._store.standings_due.discard(kept.ask_id)

    async def due_cards(self) -> Sequence[Recommendation]:
        due = [self._store.kept[one] for one in sorted(self._store.cards_due) if one in self._store.kept]
        return [one for one in due if one.message_id is not None]

    async def mark_card_shown(self, anchor: Recommendation) -> None:
        self._store.cards_due.discard(anchor.recommendation_id)

    async def remove_unposted(self, before: datetime) -> None:
        for one in list(self._store.kept.values()):
            if one.message_id is None and one.recommended_at < before:
                await self._store.remove(one.guild_id, one.recommendation_id)

    async def recommendations_on(self, guild_id: GuildId, message_id: MessageId) -> Sequence[Recommendation]:
        kept = self._store.kept.values()
        return [one for one in kept if (one.guild_id, one.message_id) == (guild_id, message_id)]

    async def find_ask_by_card(self, guild_id: GuildId, message_id: MessageId) -> Ask | None:
        asks = self._store.asked.values()
        return next((one for one in asks if (one.guild_id, one.card_id) == (guild_id, message_id)), None)

    async def changed_since(self, since: datetime) -> Sequence[Ask]:
        found = [one for one in self._opened() if _stirred(one) >= since]
        return sorted(found, key=lambda one: (_stirred(one), one.ask_id), reverse=True)

    def _opened(self) -> list[Ask]:
        return [one for one in self._store.asked.values() if one.thread_id is not None]

    def _change(self, kept: Ask, *, stirred_at: datetime | None = None, closed_at: datetime | None = None) -> None:
        ask = self._store.asked[kept.ask_id]
        self._store.asked[kept.ask_id] = (
            replace(ask, stirred_at=stirred_at) if stirred_at is not None else replace(ask, closed_at=closed_at)
        )


def _stirred(ask: Ask) -> datetime:
    assert ask.stirred_at is not None
    return ask.stirred_at


class MemoryThreadUpkeep:
    """The port ``ThreadUpkeep``: records titles; tests set what was said and what is missing."""

    def __init__(self) -> None:
        self.away = False
        self.said: dict[AskId, datetime] = {}
        self.titles: list[tuple[AskId, AskResult | None]] = []
        self.gone: dict[AskId, ThreadPresence] = {}
        self.refusal: Refusal | None = None

    def is_available(self, guild_id: GuildId) -> bool:
        return not self.away

    async def last_message_at(self, ask: Ask) -> datetime | None:
        return self.said.get(ask.ask_id)

    async def show_result(self, ask: Ask, end: AskResult | None) -> None:
        if self.refusal is not None:
            raise self.refusal
        self.titles.append((ask.ask_id, end))

    async def check_presence(self, ask: Ask, message_ids: Collection[MessageId]) -> ThreadPresence:
        if self.refusal is not None:
            raise self.refusal
        return self.gone.get(ask.ask_id, ThreadPresence(has_thread=True))


class MemoryOutcomeQuestions:
    """The port ``OutcomeQuestions``: records questions, and refuses or dies where a test says so."""

    def __init__(self) -> None:
        self.away = False
        self.left: set[MemberId] = set()
        self.questions: dict[MessageId, Choice] = {}
        self.refusal: Refusal | None = None
        self.dies_before: Exception | None = None
        self.dies_after: Exception | None = None

    def is_available(self, guild_id: GuildId) -> bool:
        return not self.away

    async def is_member(self, ask: Ask) -> bool:
        return ask.author_id not in self.left

    async def post_question(self, ask: Ask, choice: Choice, item: str) -> MessageId:
        if self.refusal is not None:
            raise self.refusal
        dies, self.dies_before = self.dies_before, None
        if dies is not None:
            raise dies
        message_id = MessageId(7_000 + len(self.questions))
        self.questions[message_id] = choice
        dies, self.dies_after = self.dies_after, None
        if dies is not None:
            raise dies
        return message_id

    async def find_question(self, ask: Ask, choice: Choice) -> MessageId | None:
        if self.refusal is not None:
            raise self.refusal
        return next((one for one, asked in self.questions.items() if asked.choice_id == choice.choice_id), None)

    async def show_answer(self, ask: Ask, choice: Choice, item: str) -> None:
        if choice.question_id is not None:
            self.questions[choice.question_id] = choice


class FakeRepresentatives:
    """The port ``Representatives``: a brand is what an item begins with."""

    def __init__(self) -> None:
        self.spoken_for: dict[MemberId, str] = {}

    async def represents(self, guild_id: GuildId, member_id: MemberId, item: str) -> bool:
        brand = self.spoken_for.get(member_id)
        return brand is not None and item_key(item).startswith(item_key(brand))
