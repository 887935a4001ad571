from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from community.amas.ama import Ama, EndReason, NewAma, approve, begin, call_off, close, decline
from community.amas.ports import AmaStore, QuestionStore
from community.amas.question import (
    QUESTIONS_PER_MEMBER,
    AmaQuestion,
    QuestionAction,
    QuestionState,
    QuestionTally,
    apply_action,
)
from community.ids import AmaId, BrandId, ChannelId, GuildId, MemberId, MessageId, PostedMessage, QuestionId, TopicId
from community.topics.topic import Topic
from storage.amas.questions import SqlQuestionStore
from storage.amas.store import SqlAmaStore
from storage.database import Database
from tests.fakes.amas import MemoryAmaStore, MemoryQuestionStore

NOW = datetime(2026, 1, 5, 12, 30, 15, 123456, UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
HOME, ELSEWHERE = GuildId(1), GuildId(2)
AMY, BEA, FINN, ROSA = MemberId(10), MemberId(2**62), MemberId(12), MemberId(13)
BREAD = Topic(TopicId(7), HOME, ChannelId(100), None, "bread", "", NOW)
NEW = NewAma(HOME, BREAD.topic_id, FINN, NOW + DAY, BrandId(5), "Foo Ovens")


class Stores:
    """The stores of AMAs and questions on one database, or in memory."""

    def __init__(self, database: Database | None) -> None:
        self.amas: AmaStore
        self.questions: QuestionStore
        if database is None:
            questions = MemoryQuestionStore()
            self.questions, self.amas = questions, MemoryAmaStore(questions)
        else:
            self.questions, self.amas = SqlQuestionStore(database), SqlAmaStore(database)

    async def proposed(self, new: NewAma = NEW) -> Ama:
        ama = await self.amas.propose(new, BREAD, NOW)
        assert ama is not None
        return ama

    async def kept(self, ama: Ama) -> Ama:
        kept = await self.amas.ama(ama.guild_id, ama.ama_id)
        assert kept is not None
        return kept

    async def live(self) -> Ama:
        coming = await self.proposed(replace(NEW, brand_id=None, brand=""))
        opened = replace(begin(coming, NOW), thread_id=ChannelId(2**62), message_id=MessageId(2**62 + 1))
        assert await self.amas.update_state(coming, opened)
        return await self.kept(coming)

    async def asked(self, ama: Ama, text: str = "Steam?", author: MemberId = AMY) -> AmaQuestion:
        question = await self.questions.add(ama, author, text, NOW)
        assert question is not None
        return question

    async def done(self, question: AmaQuestion, deed: QuestionAction, reply: str = "") -> AmaQuestion:
        moved = apply_action(question, deed, NOW + HOUR, FINN, reply)
        assert moved is not None
        assert await self.questions.update_state(question, moved)
        assert not await self.questions.update_state(question, moved)
        return moved


@pytest.fixture
def stores(database: Database | None) -> Stores:
    return Stores(database)


async def test_an_ama_comes_back_as_it_was_kept_and_one_of_a_guest_in_a_topic_is_ahead(stores: Stores) -> None:
    ama = await stores.proposed()
    assert (ama.state, ama.topic, ama.channel_id, ama.brand, ama.at) == ("proposed", "bread", 100, "Foo Ovens", NEW.at)
    assert await stores.amas.propose(NEW, BREAD, NOW) is None
    assert await stores.amas.ama(ELSEWHERE, ama.ama_id) is None
    assert await stores.amas.ama(HOME, AmaId(99)) is None
    sooner = await stores.proposed(replace(NEW, guest_id=AMY, at=NOW + HOUR))
    other = await stores.proposed(replace(NEW, guild_id=ELSEWHERE))
    assert await stores.amas.unfinished(HOME) == [sooner, ama]
    assert await stores.amas.unfinished() == [sooner, ama, other]

    assert await stores.amas.update_state(ama, decline(ama, ROSA, "not now", NOW + HOUR))
    assert await stores.amas.unfinished(HOME) == [sooner]
    kept = await stores.kept(ama)
    assert (kept.state, kept.reason, kept.changed_by, kept.since) == ("declined", "not now", ROSA, NOW + HOUR)
    again = await stores.proposed()
    assert again.ama_id != ama.ama_id
    assert await stores.amas.unfinished(HOME) == [sooner, again]


async def test_an_ama_moves_from_the_state_that_was_seen_only(stores: Stores) -> None:
    ama = await stores.proposed()
    coming = approve(ama, ROSA, NOW)
    assert not await stores.amas.update_state(replace(ama, guild_id=ELSEWHERE), replace(coming, guild_id=ELSEWHERE))
    assert await stores.amas.update_state(ama, coming)
    assert not await stores.amas.update_state(ama, decline(ama, ROSA, "late", NOW))
    assert await stores.kept(ama) == coming

    live = replace(begin(coming, NOW + DAY), thread_id=ChannelId(5), message_id=MessageId(6))
    assert await stores.amas.update_state(coming, live)
    assert await stores.kept(ama) == live
    over = call_off(live, EndReason.CONSENT, NOW + 2 * DAY)
    assert await stores.amas.update_state(live, over)
    assert await stores.kept(ama) == over
    assert not await stores.amas.update_state(live, over)


async def test_what_its_cards_show_is_kept_and_what_they_should_show_is_found(stores: Stores) -> None:
    ama = await stores.proposed()
    assert await stores.amas.stale() == []
    await stores.amas.record_card(replace(ama, guild_id=ELSEWHERE), PostedMessage(ChannelId(1), MessageId(2)))
    await stores.amas.record_card(ama, PostedMessage(ChannelId(3), MessageId(4)))
    kept = await stores.kept(ama)
    assert (kept.card_channel_id, kept.card_id, kept.card_shown) == (3, 4, ama.card_version)
    assert await stores.amas.stale() == []
    coming = approve(ama, ROSA, NOW)
    await stores.amas.update_state(ama, coming)
    assert [one.ama_id for one in await stores.amas.stale()] == [ama.ama_id]
    await stores.amas.record_card(coming, PostedMessage(ChannelId(3), MessageId(4)))
    assert await stores.amas.stale() == []

    live = replace(begin(coming, NOW), thread_id=ChannelId(5), message_id=MessageId(6))
    await stores.amas.update_state(coming, live)
    await stores.amas.record_card(live, PostedMessage(ChannelId(3), MessageId(4)))
    assert [one.ama_id for one in await stores.amas.stale()] == [ama.ama_id]
    await stores.amas.record_shown(live, f"{live.shown_version}:0:0:0")
    assert await stores.amas.stale() == []
    assert (await stores.kept(ama)).shown == "live:known:0:0:0"
    off = call_off(live, EndReason.MODERATOR, NOW, ROSA)
    await stores.amas.update_state(live, off)
    await stores.amas.record_card(off, PostedMessage(ChannelId(3), MessageId(4)))
    assert [one.ama_id for one in await stores.amas.stale()] == [ama.ama_id]
    await stores.amas.record_shown(off, f"{off.shown_version}:0:0:0")
    assert await stores.amas.stale() == []


async def test_a_guest_is_told_once_of_each_state_that_came(stores: Stores) -> None:
    ama = await stores.proposed()
    assert await stores.amas.unnotified(HOME, FINN) == []
    coming = approve(ama, ROSA, NOW)
    await stores.amas.update_state(ama, coming)
    assert await stores.amas.unnotified(HOME, FINN) == [coming]
    assert await stores.amas.unnotified(HOME, AMY) == await stores.amas.unnotified(ELSEWHERE, FINN) == []
    assert await stores.amas.mark_notified(coming)
    assert not await stores.amas.mark_notified(coming)
    assert await stores.amas.unnotified(HOME, FINN) == []


async def test_a_question_goes_from_queue_to_queue_and_ends_with_its_ama(stores: Stores) -> None:
    ama = await stores.live()
    first = await stores.asked(ama)
    assert first == AmaQuestion(first.question_id, HOME, ama.ama_id, AMY, "Steam?", QuestionState.WAITING, NOW, NOW)
    assert await stores.asked(ama) == first
    second, third = await stores.asked(ama, "Rye?"), await stores.asked(ama, "Why?", BEA)
    assert await stores.questions.tally(ama) == QuestionTally(3, 0, 0)
    assert await stores.questions.question(ELSEWHERE, first.question_id) is None
    assert await stores.questions.question(HOME, QuestionId(99)) is None
    assert await stores.questions.tally(replace(ama, guild_id=ELSEWHERE)) == QuestionTally()

    queued = await stores.done(first, QuestionAction.APPROVE)
    skipped = await stores.done(second, QuestionAction.SKIP, "asked before")
    assert await stores.questions.questions(ama, QuestionState.WAITING) == [third]
    assert await stores.questions.questions(ama, QuestionState.QUEUED) == [queued]
    assert await stores.questions.questions_of(ama, AMY) == [queued, skipped]
    answered = await stores.done(queued, QuestionAction.ANSWER, "Yes, steam.")
    assert await stores.questions.tally(ama) == QuestionTally(1, 0, 1)
    assert await stores.questions.stale() == [answered]
    await stores.questions.record_post(replace(answered, guild_id=ELSEWHERE), MessageId(4))
    await stores.questions.record_post(answered, MessageId(5))
    assert await stores.questions.stale() == []

    assert await stores.amas.update_state(ama, close(ama, NOW + DAY))
    (left,) = await stores.questions.questions_of(ama, BEA)
    assert (left.state, left.changed_at, left.reply) == (QuestionState.LEFT, NOW + DAY, "")
    assert not await stores.questions.take_back(left)
    assert await stores.questions.add(ama, AMY, "Late?", NOW + DAY) is None
    told = await stores.questions.unnotified(HOME, AMY)
    assert [(one.question_id, one.reply) for one in told] == [(first.question_id, "Yes, steam."), (2, "asked before")]
    assert await stores.questions.unnotified(ELSEWHERE, AMY) == []
    assert await stores.questions.mark_notified(told[0])
    assert not await stores.questions.mark_notified(told[0])
    assert [one.question_id for one in await stores.questions.unnotified(HOME, AMY)] == [second.question_id]


async def test_somebody_has_a_few_questions_and_can_take_back_what_is_open(stores: Stores) -> None:
    ama = await stores.live()
    asked = [await stores.asked(ama, f"Number {n}?") for n in range(QUESTIONS_PER_MEMBER)]
    assert await stores.questions.add(ama, AMY, "One more?", NOW) is None
    await stores.asked(ama, "Mine?", BEA)
    assert not await stores.questions.take_back(replace(asked[0], guild_id=ELSEWHERE))
    assert await stores.questions.take_back(asked[0])
    assert not await stores.questions.take_back(asked[0])
    assert (await stores.asked(ama, "One more?")).question_id not in {one.question_id for one in asked}
    answered = await stores.done(await stores.done(asked[1], QuestionAction.APPROVE), QuestionAction.PASS, "no comment")
    assert not await stores.questions.take_back(answered)
