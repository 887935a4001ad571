from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from community.engagement.activity_log import ActivityLog
from community.engagement.events import Activity, ActivityKind, Arrival, Departure, Event
from community.engagement.response_ports import InteractionCount, Recognition, Responses
from community.ids import ChannelId, GuildId, MemberId, MessageId
from community.privacy.ports import OptOutStore
from community.recommendations.ask import NewAsk
from community.recommendations.ports import RecommendationStore
from community.recommendations.recommendation import NewRecommendation, Recommendation, Relation, Verdict
from storage.database import Database
from storage.engagement.activity_log import SqlActivityLog
from storage.engagement.recognition import SqlRecognition
from storage.engagement.responses import SqlResponses
from storage.optouts import SqlOptOutStore
from storage.recommendations.store import SqlRecommendationStore
from tests.fakes.engagement.activity_log import MemoryActivityLog
from tests.fakes.engagement.responses import MemoryRecognition, MemoryResponses
from tests.fakes.optouts import MemoryOptOutStore
from tests.fakes.recommendations.store import MemoryRecommendationStore

NOW = datetime(2026, 1, 20, 12, tzinfo=UTC)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
SINCE = NOW - 10 * DAY
HOME, ELSEWHERE = GuildId(1), GuildId(2)
AMY, BEA, CAL = MemberId(2**62), MemberId(11), MemberId(12)
FILM, BREAD, THREAD = ChannelId(100), ChannelId(101), ChannelId(150)
CARD = MessageId(151)


@dataclass(frozen=True)
class Kept:
    log: ActivityLog
    recommendations: RecommendationStore
    consent: OptOutStore
    answers: Responses
    recognition: Recognition


@pytest.fixture
def kept(database: Database | None) -> Kept:
    if database is None:
        log, store = MemoryActivityLog(), MemoryRecommendationStore()
        return Kept(log, store, MemoryOptOutStore(log), MemoryResponses(log, store), MemoryRecognition(log))
    return Kept(
        SqlActivityLog(database),
        SqlRecommendationStore(database),
        SqlOptOutStore(database),
        SqlResponses(database),
        SqlRecognition(database),
    )


def said(
    number: int,
    who: MemberId,
    to: MemberId | None = None,
    *,
    at: datetime = NOW - DAY,
    channel: ChannelId = FILM,
    thread: ChannelId | None = None,
    guild: GuildId = HOME,
    mentioned: Sequence[MemberId] = (),
) -> Activity:
    return Activity(
        guild,
        ActivityKind.MESSAGE,
        number,
        who,
        at,
        channel,
        thread,
        replied_to=to,
        mentioned=tuple(mentioned),
    )


def reacted(number: int, who: MemberId, emoji: str, *, at: datetime = NOW - HOUR) -> Activity:
    return Activity(HOME, ActivityKind.REACTION, number, who, at, FILM, emoji=emoji)


async def recommended(kept: Kept, who: MemberId, *, channel: ChannelId = FILM) -> Recommendation:
    ask = await kept.recommendations.add_ask(NewAsk(HOME, channel, CAL, 2**40 + channel, "An oven", "", ""), NOW)
    assert ask is not None
    new = NewRecommendation(ask.ask_id, HOME, who, "Foo", "lasts", "", Relation.OWN)
    found = await kept.recommendations.add(new, NOW)
    assert found is not None
    return found


# Replies


async def test_replies_are_counted_by_pair_within_the_span_and_the_guild(kept: Kept) -> None:
    await kept.log.append(
        [
            said(1, BEA, AMY, at=SINCE),
            said(2, BEA, AMY, thread=THREAD),
            said(3, CAL, AMY, channel=BREAD),
            said(4, CAL, BEA),
            said(5, BEA, AMY, at=SINCE - HOUR),
            said(6, BEA, AMY, at=NOW),
            said(7, BEA, AMY, guild=ELSEWHERE),
            said(8, BEA),
        ]
    )
    assert await kept.answers.replies(HOME, {AMY}, SINCE, NOW) == [
        InteractionCount(BEA, AMY, 2),
        InteractionCount(CAL, AMY, 1),
    ]
    assert await kept.answers.replies(HOME, {AMY}, SINCE, NOW, BREAD) == [InteractionCount(CAL, AMY, 1)]
    assert await kept.answers.replies(HOME, set(), SINCE, NOW) == []


async def test_nobody_answers_themselves(kept: Kept) -> None:
    await kept.log.append([said(1, AMY, AMY)])
    assert await kept.answers.replies(HOME, {AMY}, SINCE, NOW) == []


async def test_who_opted_out_neither_answers_nor_is_answered(kept: Kept) -> None:
    await kept.log.append([said(1, BEA, AMY), said(2, CAL, AMY), said(3, AMY, BEA), reacted(3, CAL, "🙏")])
    await kept.consent.opt_out(HOME, BEA, NOW)
    assert await kept.answers.replies(HOME, {AMY, BEA}, SINCE, NOW) == [InteractionCount(CAL, AMY, 1)]
    await kept.consent.opt_out(HOME, AMY, NOW)
    assert await kept.answers.replies(HOME, {AMY}, SINCE, NOW) == []
    assert await kept.answers.thanks(HOME, {AMY}, SINCE, NOW) == []


# Thanks


@pytest.mark.parametrize("emoji", ["❤️", "❤", "🙏", "🙏🏿"])
async def test_a_heart_or_folded_hands_on_a_reply_thank_its_author(kept: Kept, emoji: str) -> None:
    await kept.log.append([said(1, AMY, BEA), reacted(1, BEA, emoji), reacted(1, AMY, emoji)])
    assert await kept.answers.thanks(HOME, {AMY, BEA}, SINCE, NOW) == [InteractionCount(BEA, AMY, 1)]


async def test_other_reactions_and_reactions_on_what_answers_nobody_thank_nobody(kept: Kept) -> None:
    await kept.log.append([said(1, AMY, BEA), reacted(1, BEA, "👍"), reacted(1, BEA, "💔")])
    await kept.log.append([said(2, AMY), reacted(2, BEA, "🙏"), said(3, AMY, AMY), reacted(3, BEA, "🙏")])
    await kept.log.append([said(4, AMY, BEA, at=SINCE - HOUR), reacted(4, BEA, "🙏")])
    assert await kept.answers.thanks(HOME, {AMY}, SINCE, NOW) == []


async def test_two_reactions_on_one_reply_thank_once_and_two_replies_twice(kept: Kept) -> None:
    await kept.log.append([said(1, AMY, BEA), reacted(1, BEA, "🙏"), reacted(1, BEA, "❤️")])
    await kept.log.append([said(2, AMY, CAL, channel=BREAD), reacted(2, BEA, "❤️")])
    assert await kept.answers.thanks(HOME, {AMY}, SINCE, NOW) == [InteractionCount(BEA, AMY, 2)]
    assert await kept.answers.thanks(HOME, {AMY}, SINCE, NOW, BREAD) == [InteractionCount(BEA, AMY, 1)]


async def test_a_vote_thanks_and_other_votes_do_not(kept: Kept) -> None:
    film = await recommended(kept, AMY)
    bread = await recommended(kept, AMY, channel=BREAD)
    await kept.recommendations.toggle_vote(film, BEA, Verdict.THANKS, NOW - HOUR)
    await kept.recommendations.toggle_vote(bread, BEA, Verdict.THANKS, NOW - HOUR)
    await kept.recommendations.toggle_vote(film, CAL, Verdict.WORKED, NOW - HOUR)
    await kept.log.append([said(1, AMY, BEA), reacted(1, BEA, "🙏")])
    assert await kept.answers.thanks(HOME, {AMY}, SINCE, NOW) == [InteractionCount(BEA, AMY, 3)]
    assert await kept.answers.thanks(HOME, {AMY}, SINCE, NOW, BREAD) == [InteractionCount(BEA, AMY, 1)]
    assert await kept.answers.thanks(HOME, {AMY}, SINCE, NOW - HOUR) == []
    assert await kept.answers.thanks(ELSEWHERE, {AMY}, SINCE, NOW) == []


# First words


async def first(kept: Kept, *events: Event) -> list[int]:
    await kept.log.append([Arrival(HOME, who, NOW - 4 * DAY) for who in (AMY, BEA)])
    await kept.log.append(events)
    return [one.message_id for one in await kept.answers.unanswered_newcomers(HOME, SINCE - DAY, SINCE, NOW - HOUR)]


async def test_first_words_that_nobody_answered_are_found_with_where_they_are(kept: Kept) -> None:
    assert await first(
        kept, said(1, AMY, at=NOW - 2 * DAY), said(2, AMY), said(3, BEA, at=NOW - 3 * DAY, channel=BREAD)
    ) == [3, 1]
    bea, amy = await kept.answers.unanswered_newcomers(HOME, SINCE - DAY, SINCE, NOW)
    assert (bea.member_id, bea.channel_id, bea.thread_id, bea.at) == (BEA, BREAD, None, NOW - 3 * DAY)
    assert (amy.member_id, amy.joined_at) == (AMY, NOW - 4 * DAY)


@pytest.mark.parametrize(
    "answer",
    [
        said(2, CAL, AMY),
        said(2, CAL, AMY, at=NOW + DAY),
        said(2, CAL, mentioned=[AMY]),
        said(2, CAL, thread=ChannelId(1)),
    ],
    ids=["a reply", "a late reply", "a mention", "a thread made from it"],
)
async def test_an_answer_is_a_reply_a_mention_or_a_word_in_the_thread(kept: Kept, answer: Activity) -> None:
    assert await first(kept, said(1, AMY, at=NOW - 2 * DAY), answer) == []


async def test_a_word_in_the_same_thread_is_an_answer(kept: Kept) -> None:
    assert await first(kept, said(1, AMY, at=NOW - 2 * DAY, thread=THREAD), said(2, CAL, thread=THREAD)) == []


async def test_what_was_said_before_elsewhere_or_by_themselves_is_no_answer(kept: Kept) -> None:
    assert await first(
        kept,
        said(1, CAL, AMY, at=NOW - 3 * DAY),
        said(2, AMY, at=NOW - 2 * DAY, thread=THREAD),
        said(3, AMY, AMY, thread=THREAD),
        said(4, CAL),
        said(5, CAL, thread=ChannelId(151)),
    ) == [2]


async def test_only_known_members_in_time_and_who_did_not_opt_out_are_waited_for(kept: Kept) -> None:
    assert (
        await first(
            kept,
            said(1, CAL),
            said(2, BEA, at=NOW),
            said(3, AMY),
            Departure(HOME, AMY, NOW),
        )
        == []
    )
    await kept.log.append([said(4, MemberId(13)), Arrival(HOME, MemberId(13), NOW - 2 * DAY)])
    assert [one.member_id for one in await kept.answers.unanswered_newcomers(HOME, SINCE - DAY, SINCE, NOW)] == [13]
    assert await kept.answers.unanswered_newcomers(ELSEWHERE, SINCE - DAY, SINCE, NOW) == []
    await kept.consent.opt_out(HOME, MemberId(13), NOW)
    assert await kept.answers.unanswered_newcomers(HOME, SINCE - DAY, SINCE, NOW) == []


async def test_who_joined_before_is_not_waited_for(kept: Kept) -> None:
    assert await first(kept, said(1, AMY, at=NOW - 2 * DAY)) == [1]
    assert await kept.answers.unanswered_newcomers(HOME, NOW - 4 * DAY, SINCE, NOW)
    assert await kept.answers.unanswered_newcomers(HOME, NOW - 4 * DAY + HOUR, SINCE, NOW) == []


async def test_what_is_not_the_first_message_ever_is_not_waited_for(kept: Kept) -> None:
    assert await first(kept, said(1, AMY, at=SINCE - DAY), said(2, AMY)) == []


# Asks


async def asked(kept: Kept, form: int, *, at: datetime, thread: ChannelId | None = THREAD) -> None:
    ask = await kept.recommendations.add_ask(NewAsk(HOME, FILM, AMY, form, "An oven", "", ""), at)
    assert ask is not None
    if thread is not None:
        await kept.recommendations.record_thread(ask, thread, CARD)


async def waiting(kept: Kept, guild: GuildId = HOME) -> list[tuple[ChannelId, ChannelId]]:
    return [(one.channel_id, one.thread_id) for one in await kept.answers.unanswered_asks(guild, SINCE, NOW)]


async def test_an_ask_waits_until_somebody_else_says_something_in_it(kept: Kept) -> None:
    await asked(kept, 1, at=NOW - DAY)
    await kept.log.append([said(1, AMY, thread=THREAD)])
    assert await waiting(kept) == [(FILM, THREAD)]
    assert await waiting(kept, ELSEWHERE) == []
    await kept.log.append([said(2, BEA, thread=THREAD)])
    assert await waiting(kept) == []


async def test_an_ask_waits_until_a_recommendation_is_posted(kept: Kept) -> None:
    found = await recommended(kept, BEA)
    ask = await kept.recommendations.find_ask(HOME, found.ask_id)
    assert ask is not None
    await kept.recommendations.record_thread(ask, THREAD, CARD)
    assert [one.at for one in await kept.answers.unanswered_asks(HOME, SINCE, NOW + HOUR)] == [NOW]
    await kept.recommendations.record_card(found, MessageId(77))
    assert await kept.answers.unanswered_asks(HOME, SINCE, NOW + HOUR) == []


async def test_asks_without_a_thread_or_out_of_the_span_are_left_out_and_the_oldest_comes_first(kept: Kept) -> None:
    await asked(kept, 1, at=NOW - DAY, thread=None)
    await asked(kept, 2, at=SINCE - HOUR, thread=ChannelId(151))
    await asked(kept, 3, at=NOW, thread=ChannelId(152))
    await asked(kept, 4, at=NOW - DAY, thread=ChannelId(153))
    await asked(kept, 5, at=NOW - 2 * DAY, thread=ChannelId(154))
    assert await waiting(kept) == [(FILM, ChannelId(154)), (FILM, ChannelId(153))]


# Recognition


async def test_who_agrees_is_shown_until_they_hide_leave_or_opt_out(kept: Kept) -> None:
    for who in (AMY, AMY, BEA, CAL, MemberId(13)):
        await kept.recognition.show(HOME, who, NOW)
    await kept.recognition.show(ELSEWHERE, AMY, NOW)
    assert await kept.recognition.shown(HOME) == {AMY, BEA, CAL, 13}

    await kept.recognition.hide(HOME, BEA)
    await kept.recognition.hide(HOME, BEA)
    await kept.log.append([Arrival(HOME, CAL, NOW - DAY), Departure(HOME, CAL, NOW)])
    await kept.consent.opt_out(HOME, MemberId(13), NOW)

    assert await kept.recognition.shown(HOME) == {AMY}
    assert await kept.recognition.shown(ELSEWHERE) == {AMY}
