"""Frames that make no sense, among those that do, live and in history."""

from collections import Counter
from typing import Any

from tests.wire.payloads import CHANNEL_ID, GUILD_ID, member_payload, message_payload
from tests.wire.process import BotProcess, eventually
from tests.wire.server import WireDiscord


def without(payload: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in payload.items() if name not in names}


async def test_poison_is_set_aside_and_counted_and_what_comes_after_it_is_handled(
    bot: BotProcess, wire: WireDiscord
) -> None:
    bot.settings["BATCH_SECONDS"] = "0.3"
    unread = wire.new_id()
    wire.add_unannounced(without(message_payload(unread, 500), "author"))
    sent = [await wire.message(500)]
    await bot.start_and_wait()
    await eventually(lambda: sent[0] in bot.stored())

    reaction = {
        "user_id": "500",
        "channel_id": str(CHANNEL_ID),
        "message_id": str(sent[0]),
        "guild_id": str(GUILD_ID),
        "member": member_payload(500),
    }
    poison: list[tuple[str, Any]] = [
        ("MESSAGE_REACTION_ADD", reaction),
        ("MESSAGE_CREATE", without(message_payload(wire.new_id(), 500), "author")),
        ("MESSAGE_CREATE", {**message_payload(wire.new_id(), 500), "edited_timestamp": "yesterday"}),
        ("MESSAGE_CREATE", {**message_payload(wire.new_id(), 500), "id": "a"}),
        ("GUILD_MEMBER_ADD", {"guild_id": str(GUILD_ID)}),
        ("THREAD_CREATE", None),
    ]
    for event, data in poison:
        await wire.dispatch(event, data)
        sent.append(await wire.message(501))
    await wire.dispatch("SOMETHING_NEW", {"a": 1})
    await wire.frame({"op": 99, "d": None})
    sent.append(await wire.message(502))
    await wire.wait_until_read()

    await eventually(lambda: len(bot.rows("SELECT event FROM quarantine")) > len(poison))
    assert len(wire.identified_at) == 1
    assert not wire.resumed_from
    assert await bot.stop() == 0, bot.log
    assert bot.stored() == sent
    counted = Counter(row[0] for row in bot.rows("SELECT event FROM quarantine"))
    live = Counter(event for event, _ in poison)
    assert {event: counted.pop(event) for event in live} == live
    assert counted.total() == 1, "the one in history"
