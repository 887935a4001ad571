import asyncio
from datetime import timedelta

import discord
import pytest
from simcord.actors import MemberActor
from simcord.backend.models import Overwrite
from simcord.builders import ChannelHandle
from simcord.enums import OverwriteType

from bot.permissions import invite_permissions
from community.access.plan import AccessMode
from community.ids import GuildId, MemberId
from community.topics.topic import Topic
from tests.discord.world import World, labels, last, read
from tests.due_work import run_due

VIEW = discord.Permissions(view_channel=True)


async def opened(world: World, name: str, *people: MemberActor) -> ChannelHandle:
    """A topic that some people joined."""
    channel = world.hidden_channel(name)
    assert "is a topic now" in read(await world.moderator.slash(world.lobby, "topic add", channel=channel))
    for one in people:
        await one.slash(world.lobby, "topic join", topic=name)
        assert world.sees(one, channel)
    return channel


async def begin(world: World, way: AccessMode) -> str:
    """A moderator goes over, and sees the dry run first."""
    shown = await world.moderator.slash(world.lobby, "topic access", way=way.value)
    text = read(shown)
    labelled = [one for one in labels(shown) if one.startswith("Go over")]
    assert labelled, text
    label = labelled[0]
    await world.moderator.click(last(shown), label=label)
    assert "It has begun" in read(shown)
    await world.settle()
    return text


async def topics(world: World) -> list[Topic]:
    return list(await world.bot.services.topics.directory.topics(GuildId(world.guild.id)))


def own_permissions(world: World, channel: ChannelHandle) -> set[int]:
    overwrites = world.env.backend.get_channel(channel.id).overwrites
    return {one.target_id for one in overwrites if one.type == OverwriteType.MEMBER}


def named(world: World, name: str) -> list[int]:
    return [role.id for role in world.env.backend.get_guild(world.guild.id).roles.values() if role.name == name]


async def test_a_server_goes_over_to_roles_and_back_and_everybody_sees_what_they_saw(world: World) -> None:
    amy, bea, cid = world.member("amy"), world.member("bea"), world.member("cid")
    film, crafts = await opened(world, "film-club", amy, bea), await opened(world, "מלאכה 🧶")
    assert "for moderators" in read(await amy.slash(world.lobby, "topic access", way="role"))

    shown = await world.moderator.slash(world.lobby, "topic access", way="role")
    assert shown.ephemeral
    text = read(shown)
    for told in ("dry run", "2 of 2 topics", "Given 2 times: a role", "of 250", "a new role, for 2 members"):
        assert told in text
    assert named(world, "film-club") == []
    world.env.backend.remove_member_role(world.guild.id, world.moderator.id, world.moderator_role.id)
    assert "for moderators" in read(await world.moderator.click(last(shown), label="Go over: 2 topics"))
    world.env.backend.add_member_role(world.guild.id, world.moderator.id, world.moderator_role.id)
    assert named(world, "film-club") == []

    await begin(world, AccessMode.ROLE)
    assert len(named(world, "film-club")) == len(named(world, "מלאכה 🧶")) == 1
    assert own_permissions(world, film) == set()
    assert [AccessMode.of(topic) for topic in await topics(world)] == [AccessMode.ROLE, AccessMode.ROLE]
    assert [world.sees(one, film) for one in (amy, bea, cid)] == [True, True, False]
    assert not world.sees(amy, crafts)
    again = read(await world.moderator.slash(world.lobby, "topic access", way="role"))
    assert "nothing to change" in again

    await cid.slash(world.lobby, "topic join", topic="film-club")
    await amy.slash(world.lobby, "topic leave", topic="film-club")
    assert [world.sees(one, film) for one in (amy, bea, cid)] == [False, True, True]
    garden = await opened(world, "garden", amy)
    await world.advance(timedelta(minutes=1))
    assert len(named(world, "garden")) == 1
    assert world.sees(amy, garden)

    text = await begin(world, AccessMode.PERMISSION)
    assert "2 members are let in one by one" in text
    assert own_permissions(world, film) == {bea.id, cid.id}
    assert own_permissions(world, garden) == {amy.id}
    assert [world.sees(one, film) for one in (amy, bea, cid)] == [False, True, True]
    await cid.slash(world.lobby, "topic leave", topic="film-club")
    assert [world.sees(one, film) for one in (amy, bea, cid)] == [False, True, False]


@pytest.mark.parametrize("fails", ["POST", "PUT", "DELETE"])
async def test_a_kill_in_the_middle_goes_on_after_the_restart_and_makes_no_second_role(
    world: World, fails: str
) -> None:
    amy, bea = world.member("amy"), world.member("bea")
    film = await opened(world, "film-club", amy, bea)
    path = {
        "POST": "/guilds/*/roles",
        "PUT": f"/guilds/*/members/{bea.id}/roles/*",
        "DELETE": "/channels/*/permissions/*",
    }
    world.env.inject_error(fails, path[fails], status=500, times=None)
    await begin(world, AccessMode.ROLE)
    assert world.unexpected_errors()
    assert [world.sees(one, film) for one in (amy, bea)] == [True, True]
    shown = read(await world.moderator.slash(world.lobby, "topic access", way="role"))
    assert "Under way: film-club" in shown

    world.env.backend.faults.clear()
    if fails == "POST":
        world.guild.create_role("film-club")  # As if it had been made, and the answer lost.
    await world.restart(kill=True)
    await world.advance(timedelta(minutes=1))
    assert len(named(world, "film-club")) == 1
    assert own_permissions(world, film) == set()
    assert [world.sees(one, film) for one in (amy, bea)] == [True, True]


async def test_under_a_rate_limit_with_kills_in_between_nobody_loses_access_and_nothing_is_done_twice(
    world: World,
) -> None:
    amy, bea, cid = inside = [world.member(name) for name in ("amy", "bea", "cid")]
    film, crafts = await opened(world, "film-club", *inside), await opened(world, "crafts", amy)
    limited = f"/guilds/*/members/{bea.id}/roles/*"
    world.env.inject_error("PUT", limited, status=429, message="You are being rate limited.", times=None)
    await begin(world, AccessMode.ROLE)
    assert world.unexpected_errors()
    assert own_permissions(world, film) == {one.id for one in inside}
    assert own_permissions(world, crafts) == set(), "what is not limited goes on"
    await world.restart(kill=True)
    with pytest.raises(ExceptionGroup, match="not everything that is due"):
        await world.advance(timedelta(minutes=1))
    assert "Under way: film-club" in read(await world.moderator.slash(world.lobby, "topic access", way="role"))

    world.env.backend.faults.clear()
    world.env.inject_error("DELETE", f"/channels/*/permissions/{cid.id}", status=429)
    with pytest.raises(ExceptionGroup, match="not everything that is due"):
        await world.advance(timedelta(minutes=1))
    assert own_permissions(world, film) == {cid.id}
    assert all(world.sees(one, film) for one in inside)
    await world.restart(kill=True)
    await world.advance(timedelta(minutes=1))
    assert own_permissions(world, film) == set()
    assert all(world.sees(one, film) for one in inside)
    assert len(named(world, "film-club")) == len(named(world, "crafts")) == 1
    assert sum("/roles/" in one.path and str(amy.id) in one.path for one in world.env.http_requests) == 2

    world.env.inject_error("PUT", f"/channels/{film.id}/permissions/{bea.id}", status=429)
    shown = await world.moderator.slash(world.lobby, "topic access", way="permission")
    assert "dry run" in read(shown)
    assert [AccessMode.of(topic) for topic in await topics(world)] == [AccessMode.ROLE, AccessMode.ROLE]
    await begin(world, AccessMode.PERMISSION)
    assert world.unexpected_errors()
    assert all(world.sees(one, film) for one in inside)
    await world.restart(kill=True)
    await world.advance(timedelta(minutes=1))
    assert [AccessMode.of(topic) for topic in await topics(world)] == [AccessMode.PERMISSION, AccessMode.PERMISSION]
    assert own_permissions(world, film) == {one.id for one in inside}
    assert own_permissions(world, crafts) == {amy.id}


async def test_what_cannot_go_over_says_why_and_what_a_moderator_can_do(world: World) -> None:
    amy = world.member("amy")
    film, gone = await opened(world, "film-club", amy), await opened(world, "gone")
    world.env.backend.delete_channel(gone.id)
    await world.settle()
    world.set_bot_permissions(
        discord.Permissions(invite_permissions().value & ~discord.Permissions(manage_roles=True).value)
    )
    text = read(await world.moderator.slash(world.lobby, "topic access", way="role"))
    assert "0 of 2 topics" in text
    assert "Manage Permissions in film-club" in text
    assert "The channel of gone was deleted" in text
    world.set_bot_permissions(invite_permissions())

    await begin(world, AccessMode.ROLE)
    (role_id,) = named(world, "film-club")
    sends = discord.Permissions(send_messages=True)
    more = Overwrite(role_id, OverwriteType.ROLE, allow=VIEW.value | sends.value)
    world.env.backend.set_overwrite(film.id, more)
    await world.settle()
    shown = await world.moderator.slash(world.lobby, "topic access", way="permission")
    assert "changes more in" in read(shown)
    assert "Send Messages" in read(shown)
    assert labels(shown) == []
    world.env.backend.set_overwrite(film.id, Overwrite(role_id, OverwriteType.ROLE, allow=VIEW.value))

    # A role above the bot's is given by nobody but people; going over to permissions does not need it.
    world.env.backend.edit_role(world.guild.id, role_id, {"position": 90})
    await world.settle()
    await begin(world, AccessMode.PERMISSION)
    assert world.sees(amy, film)
    assert own_permissions(world, film) == {amy.id}


async def test_a_permission_or_a_role_lost_on_the_way_is_told_once_and_mended_later(world: World) -> None:
    desk = world.channel("desk")
    await world.bot.services.settings.change(
        GuildId(world.guild.id), "general.moderators_channel", str(desk.id), MemberId(world.moderator.id), world.now
    )
    amy = world.member("amy")
    film = await opened(world, "film-club", amy)
    world.env.inject_error("PUT", "/guilds/*/members/*/roles/*", status=403, code=50013, message="Missing Permissions")
    await begin(world, AccessMode.ROLE)
    assert sum("does not let me" in read(message) for message in desk.history()) == 1
    assert world.sees(amy, film)
    (role_id,) = named(world, "film-club")
    world.env.backend.delete_role(world.guild.id, role_id)
    await world.advance(timedelta(minutes=30))
    assert [AccessMode.of(topic) for topic in await topics(world)] == [AccessMode.PERMISSION]
    await world.advance(timedelta(minutes=31))
    assert [AccessMode.of(topic) for topic in await topics(world)] == [AccessMode.ROLE]
    assert len(named(world, "film-club")) == 1
    assert world.sees(amy, film)


async def test_two_presses_at_once_stale_and_forged_buttons_and_another_server_change_no_more(world: World) -> None:
    amy = world.member("amy")
    film = await opened(world, "film-club", amy)
    shown = await world.moderator.slash(world.lobby, "topic access", way="role")
    crafts = await opened(world, "crafts")
    await world.moderator.click(last(shown), label="Go over: 1 topics")
    assert "different by now" in read(shown)
    assert named(world, "film-club") == []

    access, here = world.bot.services.access, GuildId(world.guild.id)
    seal, by = (await access.preview(here, AccessMode.ROLE)).fingerprint, MemberId(world.moderator.id)
    begun = await asyncio.gather(*(access.confirm(here, AccessMode.ROLE, seal, by, world.now) for _ in range(2)))
    assert sum(one.fingerprint == seal for one in begun) == 1
    await asyncio.gather(*(run_due(access, world.now) for _ in range(2)))
    await world.settle()
    assert len(named(world, "film-club")) == len(named(world, "crafts")) == 1
    assert world.sees(amy, film)
    assert not world.sees(amy, crafts)

    elsewhere = world.env.create_guild("Elsewhere", owner=world.moderator.user)
    hall = elsewhere.create_text_channel("hall")
    boss = MemberActor(world.env, elsewhere, world.moderator.user)
    assert "nothing to change" in read(await boss.slash(hall, "topic access", way="permission"))


async def test_a_topic_that_grows_from_a_proposal_is_opened_as_the_server_has_it(world: World) -> None:
    amy, bea = world.member("amy"), world.member("bea")
    here, by = GuildId(world.guild.id), MemberId(world.moderator.id)
    plaza = world.channel("proposals")
    await world.bot.services.settings.change(here, "topics.proposals_channel", str(plaza.id), by, world.now)
    await world.bot.services.settings.change(here, "access.by_role", "on", by, world.now)
    await amy.slash(world.lobby, "topic propose", name="Bread", pitch="Sourdough and patience")
    await bea.click(plaza.history()[-1], label="I'd join")
    for _ in range(2):
        await world.moderator.slash(world.lobby, "topic approve", topic="Bread")
    await world.advance(timedelta(minutes=1))
    (topic,) = await topics(world)
    assert named(world, "Bread") == [topic.role_id]
    grown = world.guild.channels["Bread"]
    assert own_permissions(world, grown) == {world.env.backend.bot_user.id}
    assert world.sees(bea, grown)


@pytest.fixture
async def office(world: World) -> ChannelHandle:
    """Where moderators are told what needs them."""
    office = world.hidden_channel("office")
    await world.bot.services.settings.change(
        GuildId(world.guild.id), "general.moderators_channel", str(office.id), MemberId(world.moderator.id), world.now
    )
    return office


def crowd(world: World, channel: ChannelHandle, n: int) -> None:
    """As many people are let into a channel as it takes for it to make so many exceptions."""
    inside = world.env.backend.get_channel(channel.id).overwrites
    ids = [number << 22 for number in range(1 + len(inside), n + 1)]
    inside += [Overwrite(number, OverwriteType.MEMBER, allow=VIEW.value) for number in ids]
    world.env.backend.announce_channel_update(channel.id)


def about_exceptions(office: ChannelHandle) -> list[str]:
    """What moderators were told of them."""
    return [text for text in map(read, office.history()) if "permission exceptions" in text]


async def test_a_channel_that_takes_nobody_more_is_met_before_discord_refuses_and_told_once(
    world: World, office: ChannelHandle
) -> None:
    amy, bea, cid, dan = (world.member(name) for name in ("amy", "bea", "cid", "dan"))
    film = await opened(world, "film-club", amy)
    crowd(world, film, 899)
    await bea.slash(world.lobby, "topic join", topic="film-club")
    assert about_exceptions(office) == []
    await cid.slash(world.lobby, "topic join", topic="film-club")
    [told] = about_exceptions(office)
    assert "900 of the 1000 permission exceptions" in told
    assert "open topics by roles, with /topic access" in told

    crowd(world, film, 1_000)
    await world.settle()
    n_requests = len(world.env.http_requests)
    full = read(await dan.slash(world.lobby, "topic join", topic="film-club"))
    assert "film-club is full: Discord lets no more than 1000 in one by one" in full
    assert not any(one.method == "PUT" for one in world.env.http_requests[n_requests:])
    assert "You have not joined" in read(await dan.slash(world.lobby, "topic mine"))
    await amy.slash(world.lobby, "topic leave", topic="film-club")
    world.env.inject_error("PUT", "/channels/*/permissions/*", status=400, code=30060, message="Maximum number reached")
    late = read(await dan.slash(world.lobby, "topic join", topic="film-club"))
    assert "Its topic needs a role: /topic access" in late, "somebody else was let in just now"
    assert len(about_exceptions(office)) == 1

    await begin(world, AccessMode.ROLE)
    assert "It is open to you now" in read(await dan.slash(world.lobby, "topic join", topic="film-club"))
    assert [world.sees(one, film) for one in (amy, bea, cid, dan)] == [False, True, True, True]
