from datetime import UTC, datetime

from community.ids import GuildId
from community.notices.service import Notices
from tests.fakes.notices import MemoryNoticePosts, MemoryNoticeStore

NOW = datetime(2026, 1, 5, tzinfo=UTC)
HOME, ELSEWHERE = GuildId(1), GuildId(2)
SENTENCE = "I can't post in {channel}. Please give me Send Messages there."


async def test_the_same_thing_is_told_once_a_guild() -> None:
    desk = MemoryNoticePosts()
    notices = Notices(MemoryNoticeStore(), desk)
    assert await notices.notify(HOME, "welcome", NOW, SENTENCE, channel="#lobby")
    assert not await notices.notify(HOME, "welcome", NOW, SENTENCE, channel="#lobby")
    assert await notices.notify(ELSEWHERE, "welcome", NOW, SENTENCE, channel="#porch")
    assert [str(one) for one in desk.notices] == [
        "I can't post in #lobby. Please give me Send Messages there.",
        "I can't post in #porch. Please give me Send Messages there.",
    ]


async def test_what_was_settled_and_happens_anew_is_told_anew() -> None:
    desk = MemoryNoticePosts()
    notices = Notices(MemoryNoticeStore(), desk)
    await notices.notify(HOME, "welcome", NOW, SENTENCE, channel="#lobby")
    await notices.settle(HOME, "welcome")
    assert await notices.notify(HOME, "welcome", NOW, SENTENCE, channel="#lobby")
    assert len(desk.notices) == 2


async def test_what_could_not_be_told_is_told_when_it_can() -> None:
    desk = MemoryNoticePosts()
    notices = Notices(MemoryNoticeStore(), desk)
    desk.open = False
    assert not await notices.notify(HOME, "welcome", NOW, SENTENCE, channel="#lobby")
    desk.open = True
    assert await notices.notify(HOME, "welcome", NOW, SENTENCE, channel="#lobby")
