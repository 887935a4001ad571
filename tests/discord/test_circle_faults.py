import asyncio
from datetime import timedelta

import discord
from simcord.actors import MemberActor
from simcord.backend.models import Overwrite
from simcord.enums import OverwriteType
from sqlalchemy import update

from bot.permissions import invite_permissions
from community.errors import NotAllowed
from community.ids import GuildId, MemberId
from storage.tables.circles import circle as circles
from storage.tables.circles import circle_seat as seats
from tests.discord.drivers.circles import (
    create,
    invitations,
    invite,
    is_closed,
    join,
    make_circles_channel,
    n_rows,
    notices,
    people,
    press_forged,
    threads,
)
from tests.discord.world import World, last, read


async def test_a_kill_between_making_the_thread_and_keeping_it_makes_no_second_one(world: World) -> None:
    await make_circles_channel(world)
    amy = world.member("amy")
    thread = await create(world, amy)
    async with world.bot.database.write() as connection:
        await connection.execute(update(circles).values(thread_id=None))
    await world.restart(kill=True)
    await world.advance(timedelta(minutes=1))
    assert [one.id for one in threads(world)] == [thread.id]
    assert len(thread.history()) == 1
    assert "Leave Night owls?" in read(await amy.slash(thread, "circle leave"))

    world.env.backend.delete_message(thread.id, thread.history()[0].id)
    world.env.backend.remove_thread_member(thread.id, amy.id)
    await world.settle()
    async with world.bot.database.write() as connection:
        await connection.execute(update(circles).values(thread_id=None))
        await connection.execute(
            seats.insert().values(circle_id=1, guild_id=world.guild.id, member_id=amy.id, standing="joined")
        )
    await world.restart(kill=True)
    await world.advance(timedelta(minutes=1))
    assert [one.id for one in threads(world)] == [thread.id]
    assert "counted or stored" in read(thread.history()[0])
    assert people(world, thread) == {amy.id}


async def test_a_kill_between_inviting_and_keeping_the_post_invites_once(world: World) -> None:
    place = await make_circles_channel(world)
    amy, bea = world.member("amy"), world.member("bea")
    thread = await create(world, amy)
    post = await invite(place, thread, amy, bea)
    async with world.bot.database.write() as connection:
        await connection.execute(update(seats).values(message_id=None))
    await world.restart(kill=True)
    assert await invite(place, thread, amy, bea) == post
    assert len(invitations(place)) == 1


async def test_two_presses_at_once_join_once_and_circles_opened_at_once_are_all_counted(world: World) -> None:
    place = await make_circles_channel(world)
    amy, bea = world.member("amy"), world.member("bea")
    thread = await create(world, amy)
    shown = await bea.click(await invite(place, thread, amy, bea), label="See it")
    assert "See it" in read(invitations(place)[0])
    service, here = world.bot.services.circles, GuildId(world.guild.id)
    circle = (await service.circles_of(here, MemberId(amy.id)))[0]
    await asyncio.gather(*(service.accept(here, circle.circle_id, MemberId(bea.id)) for _ in range(2)))
    assert people(world, thread) == {amy.id, bea.id}
    assert "already" in read(await bea.click(last(shown), label="No, thank you"))

    opened = await asyncio.gather(
        *(service.create(here, MemberId(amy.id), name, world.now) for name in ("One", "Two", "Three")),
        return_exceptions=True,
    )
    assert sum(isinstance(one, NotAllowed) for one in opened) == 1
    assert len(threads(world)) == 3


async def test_without_a_channel_in_a_forum_and_without_permissions_it_is_said_what_a_moderator_can_do(
    world: World,
) -> None:
    amy = world.member("amy")
    assert "no channel for circles here yet" in read(await amy.slash(world.lobby, "circle create", name="Owls"))
    place = await make_circles_channel(world)
    lacking = discord.Permissions(create_private_threads=True, manage_threads=True)
    world.env.backend.set_overwrite(place.id, Overwrite(world.hamlet_role.id, OverwriteType.ROLE, deny=lacking.value))
    await world.settle()
    answer = read(await amy.slash(world.lobby, "circle create", name="Owls"))
    assert "lacks: Create Private Threads, Manage Threads." in answer
    world.env.backend.delete_overwrite(place.id, world.hamlet_role.id)
    await world.settle()
    world.env.inject_error("POST", "/channels/*/threads", status=400, code=160006, message="Maximum active threads")
    assert "as many open threads" in read(await amy.slash(world.lobby, "circle create", name="Owls"))
    assert await n_rows(world, "circle", "circle_seat") == 0
    await create(world, amy)
    assert len(threads(world)) == 1

    hidden = discord.Permissions(view_channel=True)
    world.env.backend.set_overwrite(
        place.id, Overwrite(world.hamlet_role.id, OverwriteType.ROLE, allow=invite_permissions().value)
    )
    world.env.backend.set_overwrite(
        place.id, Overwrite(world.guild.default_role.id, OverwriteType.ROLE, deny=hidden.value)
    )
    await world.settle()
    bea = world.member("bea")
    assert "can't see" in read(await amy.slash(world.lobby, "circle invite", member=bea, circle="Night owls"))
    robot = world.guild.add_member(world.env.create_user("robot", bot=True))
    assert "pick a person" in read(await amy.slash(world.lobby, "circle invite", member=robot))
    assert await n_rows(world, "circle_seat") == 1
    world.env.backend.delete_channel(place.id)
    await world.settle()
    assert "not there any more" in read(await amy.slash(world.lobby, "circle create", name="Owls"))


async def test_a_thread_or_channel_deleted_by_hand_takes_its_circle_along(world: World) -> None:
    place = await make_circles_channel(world)
    amy, bea = world.member("amy"), world.member("bea")
    thread = await create(world, amy)
    post = await invite(place, thread, amy, bea)
    shown = await bea.click(post, label="See it")
    world.env.backend.delete_channel(thread.id)
    await world.settle()
    assert await n_rows(world, "circle", "circle_seat") == 0
    assert "not open any more" in read(await bea.click(last(shown), label="Join"))

    thread = await create(world, amy, "Unseen")
    for name in ("Two", "Three"):
        await create(world, amy, name)
    # Deleted while the bot was away: nobody told it.
    del world.env.backend.channels[thread.id]
    world.env.backend.get_guild(world.guild.id).thread_ids.remove(thread.id)
    await create(world, amy, "Four")
    assert await n_rows(world, "circle") == 3
    world.env.backend.delete_channel(place.id)
    await world.settle()
    assert await n_rows(world, "circle", "circle_seat") == 0


async def test_who_leaves_the_server_or_the_thread_itself_leaves_the_circle(world: World) -> None:
    place = await make_circles_channel(world)
    amy, bea, cid = world.member("amy"), world.member("bea"), world.member("cid")
    thread = await create(world, amy)
    await join(place, thread, amy, bea)
    await invite(place, thread, amy, cid)
    world.env.backend.remove_member(world.guild.id, cid.id)
    world.env.backend.remove_member(world.guild.id, amy.id)
    await world.settle()
    assert invitations(place) == []
    assert await n_rows(world, "circle_seat") == 1
    world.env.backend.remove_thread_member(thread.id, bea.id)
    await world.settle()
    assert await n_rows(world, "circle_seat") == 0
    await world.advance(timedelta(minutes=1))
    assert is_closed(world, thread)
    assert await n_rows(world, "circle") == 0


async def test_forgetting_ends_what_is_known_and_the_circle_closes_once_nobody_is_in_it(world: World) -> None:
    place = await make_circles_channel(world)
    amy, bea = world.member("amy"), world.member("bea")
    thread = await create(world, amy)
    await join(place, thread, amy, bea)
    shown = read(await amy.slash(world.lobby, "privacy show"))
    assert "circles that you opened" in shown

    async def forget(actor: MemberActor) -> None:
        asked = await actor.slash(world.lobby, "privacy forget")
        await actor.click(last(asked), custom_id="hamlet:forget:here")

    await forget(amy)
    assert "a circle" in read(await bea.slash(thread, "circle close"))
    assert "in no such circle" in read(await amy.slash(world.lobby, "circle leave"))
    await world.advance(timedelta(minutes=1))
    assert not is_closed(world, thread)
    await forget(bea)
    await world.advance(timedelta(minutes=1))
    assert is_closed(world, thread)
    assert await n_rows(world, "circle", "circle_seat") == 0


async def test_a_circle_out_of_reach_is_asked_again_a_day_later_and_not_before(world: World) -> None:
    place = await make_circles_channel(world)
    amy = world.member("amy")
    thread = await create(world, amy)
    await world.advance(timedelta(days=89))
    unseen = Overwrite(world.hamlet_role.id, OverwriteType.ROLE, deny=discord.Permissions(view_channel=True).value)
    world.env.backend.set_overwrite(place.id, unseen)
    world.env.inject_error("GET", f"/channels/{thread.id}", status=403, code=50001, message="Missing Access")
    await world.advance(timedelta(days=1))
    asked = n_asked(world, thread.id)
    for _ in range(5):
        await world.advance(timedelta(hours=1))
    assert n_asked(world, thread.id) == asked
    world.env.backend.delete_overwrite(place.id, world.hamlet_role.id)
    await world.advance(timedelta(days=1))
    assert len(notices(thread)) == 1


def n_asked(world: World, thread: int) -> int:
    return sum(one.path == f"/channels/{thread}" and one.method == "GET" for one in world.env.http_requests)


async def test_a_circle_that_a_moderator_locked_is_closed(world: World) -> None:
    await make_circles_channel(world)
    amy = world.member("amy")
    thread = await create(world, amy)
    world.env.backend.edit_channel(thread.id, {}, thread_metadata={"locked": True, "archived": True})
    await world.advance(timedelta(days=90))
    assert await n_rows(world, "circle", "circle_seat") == 0
    assert notices(thread) == []


async def test_another_servers_circle_is_none_here(world: World) -> None:
    place = await make_circles_channel(world)
    amy, bea = world.member("amy"), world.member("bea")
    thread = await create(world, amy)
    post = await invite(place, thread, amy, bea)
    elsewhere = world.env.create_guild("Elsewhere")
    hall = elsewhere.create_text_channel("hall")
    other = elsewhere.add_member(amy.user)
    assert "no such circle" in read(await other.slash(hall, "circle leave", circle="1"))
    assert "no such circle" in read(await other.slash(hall, "circle close", circle="Night owls"))
    assert await other.autocomplete(hall, "circle leave", "circle", "") == []
    for forged in ("leave:99", "close:99", f"open:99:{bea.id}", "join:8999999999999999999"):
        answer = await press_forged(world, bea, post, f"hamlet:circle:{forged}")
        assert "not open any more" in answer or "no such circle" in answer
    assert people(world, thread) == {amy.id}
