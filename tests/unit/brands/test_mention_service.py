"""Counting mentions without message content: the moderators are told once."""

from datetime import UTC, datetime

import pytest

from community.brands.brand import Brand
from community.brands.mention_service import MentionService
from community.brands.roster import Roster
from community.brands.settings import BrandSettings
from community.engagement.optouts import OptOuts
from community.ids import BrandId, GuildId, MemberId
from community.notices.service import Notices
from community.settings.service import SettingsService
from tests.due_work import run_due
from tests.fakes.brands.mentions import MemoryMentionStore
from tests.fakes.notices import MemoryNoticePosts, MemoryNoticeStore
from tests.fakes.settings import MemorySettingsStore

NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)
HOME, MOD = GuildId(1), MemberId(9)


@pytest.mark.parametrize("hears", [True, False])
async def test_who_wants_mentions_counted_hears_once_that_no_message_can_be_read(*, hears: bool) -> None:
    roster, desk = Roster(), MemoryNoticePosts()
    roster.load([Brand(BrandId(1), HOME, "Foo", ("foo",))], [])
    settings = SettingsService(MemorySettingsStore(), (BrandSettings,))
    voices = MentionService(
        MemoryMentionStore({BrandId(1)}),
        roster,
        settings=settings,
        optouts=OptOuts(),
        notices=Notices(MemoryNoticeStore(), desk),
        reads_messages=hears,
    )
    await run_due(voices, NOW)
    assert not desk.notices

    for expected in (1, 2):
        await settings.change(HOME, "brands.share_of_voice", "on", MOD, NOW)
        await run_due(voices, NOW)
        await run_due(voices, NOW)
        assert await voices.is_counting(HOME) is hears
        assert len(desk.notices) == (0 if hears else expected)
        await settings.change(HOME, "brands.share_of_voice", "off", MOD, NOW)
        await run_due(voices, NOW)
    assert all("MESSAGE_CONTENT" in one.sentence for one in desk.notices)
