import asyncio
from datetime import timedelta

import discord
import pytest
from simcord.actors import MemberActor
from simcord.builders import ChannelHandle

from cogs.topics.archive_category import ROOM
from community.ids import GuildId, MemberId
from community.topics.lifecycle import TopicState
from tests.discord.drivers.digests import deny
from tests.discord.drivers.topics import (
    DAY,
    PITCH,
    can_write,
    categories,
    channel_named,
    keep_notices,
    lifecycles,
    make_grown_topic,
    make_proposals_channel,
    make_sprout,
    people,
    press_join,
    propose,
)
from tests.discord.world import World, components, last, read

HOUR = timedelta(hours=1)


@pytest.fixture
async def office(world: World) -> ChannelHandle:
    """Where moderators are told what needs them."""
    office = world.hidden_channel("office")
    await world.bot.services.settings.change(
        GuildId(world.guild.id),
        "general.moderators_channel",
        str(office.id),
        MemberId(world.moderator.id),
        world.now,
    )
    return office


def told(office: ChannelHandle) -> list[str]:
    """What moderators were told, of newcomers apart."""
    return [text for text in map(read, office.history()) if "newcomer" not in text.casefold()]


async def test_without_permissions_nothing_is_half_done_and_moderators_are_told_once(
    world: World, office: ChannelHandle
) -> None:
    channel = await make_proposals_channel(world, quorum=2, sprout_posters=2)
    amy, bea = members = people(world, 2)
    deny(world, channel, send_messages=False)
    await world.settle()
    refused = await amy.slash(world.lobby, "topic propose", name="Moss", pitch=PITCH)
    assert "my role lacks: Send Messages" in read(refused)
    assert await lifecycles(world) == []
    deny(world, channel)
    await world.settle()

    thread = await make_sprout(world, channel, members, "Moss")
    world.set_bot_permissions(discord.Permissions(view_channel=True, send_messages=True, read_message_history=True))
    for member in members:
        await member.send(thread, "hello")
    for _ in range(3):
        await world.advance(HOUR)
    [life] = await lifecycles(world)
    assert (life.state, life.settled, life.topic_id) == (TopicState.LIVE, False, None)
    assert "moss" not in {name.casefold() for name in world.guild.channels}
    [said] = told(office)
    assert "Manage Channels" in said

    world.set_bot_permissions(discord.Permissions(administrator=True))
    await world.advance(HOUR)
    assert [one.settled for one in await lifecycles(world)] == [True]
    assert world.sees(bea, channel_named(world, "moss"))
    assert len(told(office)) == 1


async def test_a_channel_deleted_by_hand_is_told_once_and_its_topic_can_be_removed(
    world: World, office: ChannelHandle
) -> None:
    channel = await make_proposals_channel(world, quorum=2, sprout_posters=2)
    amy, _ = members = people(world, 2)
    corner = await make_grown_topic(world, channel, members, "Moss")
    world.env.backend.delete_channel(corner.id)
    for _ in range(3):
        await world.advance(2 * DAY)
    [said] = told(office)
    assert "The channel of Moss was deleted" in said
    assert "was deleted" in read(await world.member("fay").slash(world.lobby, "topic join", topic="Moss"))
    assert "no topic any more" in read(await world.moderator.slash(world.lobby, "topic remove", topic="Moss"))
    assert await lifecycles(world) == []

    card = await propose(world, amy, channel, "Kites", "Flying them")
    world.env.backend.delete_message(channel.id, card.id)
    await world.settle()
    life = (await lifecycles(world))[0]
    await world.bot.services.topics.lifecycle.toggle_interest(
        GuildId(world.guild.id), MemberId(amy.id), life.life_id, world.now
    )
    await world.bot.services.topics.lifecycle.show_card(GuildId(world.guild.id), life.life_id)
    await world.advance(HOUR)
    thread = await regrown_card(channel, members[1])
    world.env.backend.delete_channel(thread.id)
    await world.advance(HOUR)
    assert await lifecycles(world) == []

    await propose(world, amy, channel, "Owls", "Hearing them")
    world.env.backend.delete_channel(channel.id)
    await world.advance(15 * DAY)
    assert await lifecycles(world) == []
    gone = await amy.slash(world.lobby, "topic propose", name="Owls", pitch="Hearing them")
    assert "proposals channel is not there any more" in read(gone)


async def regrown_card(channel: ChannelHandle, second: MemberActor) -> ChannelHandle:
    """The card that was posted anew is pressed by a second person; the thread at it."""
    [card] = [one for one in channel.history() if "I'd join" in read(one) and one.author.bot]
    assert "**1 of 2** would join" in read(card)
    assert "it has sprouted" in await press_join(card, [second])
    [thread] = [one for one in channel.threads if one.id == card.id]
    return thread


async def test_a_role_deleted_by_hand_is_left_out_when_the_channel_comes_back(world: World) -> None:
    readers = world.guild.create_role("Readers")
    hall = world.channel(
        "hall", overwrites={readers: discord.PermissionOverwrite(view_channel=True, send_messages=True)}
    )
    await world.moderator.slash(world.lobby, "topic add", channel=hall, role=readers)
    amy = world.member("amy", readers)
    await world.advance(HOUR)
    await world.advance(31 * DAY)
    await world.advance(8 * DAY)
    assert not can_write(world, amy, hall)
    world.env.backend.delete_role(world.guild.id, readers.id)
    await world.settle()
    assert "is back" in read(await amy.slash(world.lobby, "topic revive", topic="hall"))
    assert can_write(world, amy, hall)
    assert "The role of hall was deleted" in read(await amy.slash(world.lobby, "topic join", topic="hall"))


async def test_what_discord_refuses_for_now_is_tried_again(world: World, office: ChannelHandle) -> None:
    channel = await make_proposals_channel(world, quorum=1, sprout_posters=1)
    (amy,) = people(world, 1)
    world.env.inject_error("POST", f"/channels/{channel.id}/messages", status=403, code=50013, message="Missing")
    refused = await amy.slash(world.lobby, "topic propose", name="Moss", pitch=PITCH)
    assert "Discord does not let me do that" in read(refused)
    assert await lifecycles(world) == []

    card = await propose(world, amy, channel, "Moss")
    world.env.inject_error(
        "POST", "/channels/*/messages/*/threads", status=400, code=160006, message="Maximum active threads"
    )
    assert "sprouts as soon as Discord lets me" in await press_join(card, [amy])
    assert any("as many open threads" in one for one in told(office))
    await world.advance(HOUR)
    [thread] = channel.threads
    await amy.send(thread, "hello")
    world.env.inject_error("POST", "/guilds/*/channels", status=400, code=30013, message="Maximum channels")
    await world.advance(HOUR)
    assert any("as many channels as Discord allows" in one for one in told(office))
    await world.advance(HOUR)
    assert world.sees(amy, channel_named(world, "moss"))
    world.env.inject_error("PATCH", "/channels/*", status=429, message="You are being rate limited.")
    await world.advance(31 * DAY)
    with pytest.raises(ExceptionGroup, match="not everything that is due"):
        await world.advance(8 * DAY)
    await world.advance(HOUR)
    assert categories(world)["Archive"] == 1


async def test_limits_are_met_before_discord_refuses(world: World, office: ChannelHandle) -> None:
    channel = await make_proposals_channel(world, quorum=1, sprout_posters=1)
    amy, _ = members = people(world, 2)
    corner = await make_grown_topic(world, channel, members[:1], "Moss")
    archive = world.guild.create_category("Archive")
    for number in range(ROOM):
        world.env.backend.create_channel(world.guild.id, f"old-{number}", parent_id=archive.id)
    world.env.backend.create_channel(world.guild.id, "full", type=discord.ChannelType.category.value)
    await world.settle()
    await world.advance(31 * DAY)
    await world.advance(8 * DAY)
    assert categories(world)["Archive"] == ROOM
    assert categories(world)["Archive 2"] == 1

    for number in range(500 - len(world.guild.channels) + len(channel.threads)):
        world.env.backend.create_channel(world.guild.id, f"more-{number}")
    await world.settle()
    n_posts = sum(one.method == "POST" and one.path.endswith("/channels") for one in world.env.http_requests)
    card = await propose(world, amy, channel, "Kites", "Flying them on the hill")
    await press_join(card, [amy])
    [thread] = [one for one in channel.threads if one.id == card.id]
    await amy.send(thread, "hello")
    await world.advance(HOUR)
    assert n_posts == sum(one.method == "POST" and one.path.endswith("/channels") for one in world.env.http_requests)
    assert any("as many as Discord allows. A moderator can delete some; then Kites" in one for one in told(office))
    await world.advance(DAY)
    assert any("of the 500 channels that Discord allows. Please delete" in one for one in told(office))
    shown = read(await world.moderator.slash(world.lobby, "topic capacity"))
    assert "The limit is reached." in shown
    assert "⚠️" in shown
    assert "Permission exceptions of one channel" in shown
    assert can_write(world, amy, corner) is False


async def test_two_who_press_at_once_are_two_and_one_who_presses_twice_at_once_is_none(world: World) -> None:
    channel = await make_proposals_channel(world, quorum=3, sprout_posters=2)
    amy, bea, cid = members = people(world, 3)
    card = await propose(world, amy, channel, "Moss")
    service, here = world.bot.services.topics.lifecycle, GuildId(world.guild.id)
    [life] = await lifecycles(world)
    pressed = await asyncio.gather(
        *(service.toggle_interest(here, MemberId(one.id), life.life_id, world.now) for one in (amy, bea, amy))
    )
    assert sorted(one.is_interested for one in pressed) == [False, True, True]
    assert "2 of 3" in await press_join(card, [amy])
    await asyncio.gather(
        service.toggle_interest(here, MemberId(cid.id), life.life_id, world.now),
        service.approve(here, life.life_id, MemberId(world.moderator.id), world.now),
        return_exceptions=True,
    )
    await world.settle()
    assert len(channel.threads) == 1
    assert len(channel.threads[0].history()) == 1
    for member in members:
        await member.send(channel.threads[0], "hello")
    await asyncio.gather(*(world.bot.ring() for _ in range(3)))
    await world.advance(HOUR)
    assert sum(name.casefold() == "moss" for name in world.guild.channels) == 1


async def test_a_restart_in_between_loses_no_press_and_no_word(world: World) -> None:
    channel = await make_proposals_channel(world, quorum=2, sprout_posters=2)
    amy, bea = people(world, 2)
    card = await propose(world, amy, channel, "Moss")
    await press_join(card, [amy])
    await world.restart(kill=True)
    assert "it has sprouted" in await press_join(card, [bea])
    [thread] = channel.threads
    await amy.send(thread, "hello")
    await world.restart()
    world.env.backend.create_message(thread.id, bea.id, "said while the bot was away")
    await world.settle()
    await world.advance(HOUR)
    corner = channel_named(world, "moss")
    await world.advance(31 * DAY)
    [note] = keep_notices(corner)
    await world.restart(kill=True)
    assert "it stays" in read(await amy.click(note, label="Keep it"))


async def test_another_servers_ids_and_forged_ones_do_nothing(world: World) -> None:
    channel = await make_proposals_channel(world, quorum=1, sprout_posters=1)
    amy, bea = people(world, 2)
    film = world.hidden_channel("film-club")
    await world.moderator.slash(world.lobby, "topic add", channel=film)
    met = await amy.slash(world.lobby, "topic propose", name="film clubs", pitch="Films")
    card = await propose(world, amy, channel, "Moss")
    draft, life = await lifecycles(world)
    elsewhere = world.env.create_guild("Elsewhere")
    hall = elsewhere.create_text_channel("hall")
    other = elsewhere.add_member(world.env.create_user("olga"), roles=[])
    away = GuildId(elsewhere.id)
    for press_of in (
        world.bot.services.topics.lifecycle.toggle_interest(away, MemberId(other.id), life.life_id, world.now),
        world.bot.services.topics.lifecycle.keep_topic(away, life.life_id, world.now),
        world.bot.services.topics.lifecycle.approve(away, life.life_id, MemberId(other.id), world.now),
        world.bot.services.topics.lifecycle.propose_anyway(away, MemberId(amy.id), draft.life_id, world.now),
    ):
        with pytest.raises(Exception, match="not open any more"):
            await press_of
    assert "no such topic" in read(await other.slash(hall, "topic revive", topic="1"))
    assert await other.autocomplete(hall, "topic revive", "topic", "") == []

    stored = world.env.backend.get_message(channel.id, card.id)
    genuine = components(card)
    for forged in (
        "want:99",
        "keep:99",
        f"insist:{draft.life_id}",
        "insist:8999999999999999999",
        f"want:{draft.life_id}",
    ):
        stored.components = swapped(genuine, f"hamlet:topics:{forged}")
        answer = read(await bea.click(card, custom_id=f"hamlet:topics:{forged}"))
        assert "not open any more" in answer or "somebody else's idea" in answer
    stored.components = genuine
    assert {one.state for one in await lifecycles(world)} == {TopicState.DRAFT, TopicState.PROPOSED}
    await world.advance(2 * DAY)
    stale = await amy.click(last(met), label="Propose it all the same")
    assert "not open any more" in read(stale)


def swapped(parts: list[dict[str, object]], custom_id: str) -> list[dict[str, object]]:
    """The same components, with another custom id on every button."""
    found: list[dict[str, object]] = []
    for part in parts:
        inner = part.get("components")
        changed = dict(part)
        if isinstance(inner, list):
            changed["components"] = swapped(inner, custom_id)
        if "custom_id" in part:
            changed["custom_id"] = custom_id
        found.append(changed)
    return found
