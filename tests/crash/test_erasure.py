"""Somebody asks to be forgotten while their events are on their way, and the process dies right after."""

from tests.wire.payloads import press
from tests.wire.process import BotProcess, eventually
from tests.wire.server import WireDiscord

AMY, BEA = 500, 501


async def test_no_row_of_a_forgotten_member_comes_back_from_the_queue_a_replay_or_the_backfill(
    bot: BotProcess, wire: WireDiscord
) -> None:
    await bot.start_and_wait()
    theirs = [await wire.message(AMY) for _ in range(20)]
    others = [await wire.message(BEA) for _ in range(20)]
    await wire.wait_until_read()
    asked = await wire.interaction(AMY, 3, press("hamlet:forget:everywhere"))
    await wire.wait_until(lambda: len(wire.answers[asked]) == 2)
    await eventually(lambda: set(others) <= set(bot.stored()))
    assert not set(theirs) & set(bot.stored())

    await wire.redeliver(60)
    await wire.wait_until_read()
    await bot.kill()
    others.append(await wire.message(BEA))
    await bot.start_and_wait()
    await eventually(lambda: others[-1] in bot.stored())
    assert await bot.stop() == 0, bot.log
    assert not set(theirs) & set(bot.stored())
    assert AMY not in {row[0] for row in bot.rows("SELECT member_id FROM member_day")}
    assert set(others) <= set(bot.stored())
