from datetime import timedelta
from typing import Any

import discord
from sqlalchemy import Row, select

from storage.tables import metadata
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


async def test_a_circle_is_joined_by_the_invited_persons_own_press_and_by_nobody_elses(world: World) -> None:
    place = await make_circles_channel(world)
    amy, bea, cid = world.member("amy"), world.member("bea"), world.member("cid")
    thread = await create(world, amy)
    assert world.env.backend.get_channel(thread.id).type == discord.ChannelType.private_thread.value
    (made,) = [one for one in world.env.http_requests if one.method == "POST" and one.path.endswith("/threads")]
    assert isinstance(made.json, dict)
    assert made.json["invitable"] is False
    assert people(world, thread) == {amy.id}
    about = read(thread.history()[0])
    assert "counted or stored" in about
    assert "moderators with the permission Manage Threads can see private threads" in about

    post = await invite(place, thread, amy, bea)
    assert await invite(place, thread, amy, bea) == post
    assert world.env.backend.get_message(place.id, post.id).ping_user_ids == [bea.id]
    for private in ("Night owls", "circle", f"<@{amy.id}>"):
        assert private not in read(post)

    circle = post.components[-1].to_dict()["components"][0]["custom_id"].split(":")[3]  # type: ignore[typeddict-item]
    assert "for somebody else" in read(await cid.click(post, label="See it"))
    for forged in (f"join:{circle}", f"open:{circle}:{cid.id}", "join:999", f"leave:{circle}", f"close:{circle}"):
        answer = await press_forged(world, cid, post, f"hamlet:circle:{forged}")
        assert "not open any more" in answer or "in no such circle" in answer, answer
    assert people(world, thread) == {amy.id}

    await world.restart(kill=True)
    shown = await bea.click(post, label="See it")
    assert shown.ephemeral
    assert f"<@{amy.id}> invites you" in read(shown)
    assert "Night owls" in read(shown)
    again = await bea.click(post, label="See it")
    await bea.click(last(shown), label="Join")
    assert people(world, thread) == {amy.id, bea.id}
    assert invitations(place) == []
    await bea.click(last(again), label="Join")
    assert "You are in" in read(again)
    assert "already" in read(await amy.slash(thread, "circle invite", member=bea))


async def test_a_no_is_nobodys_business_and_is_not_asked_again(world: World) -> None:
    place = await make_circles_channel(world)
    amy, bea = world.member("amy"), world.member("bea")
    thread = await create(world, amy)
    shown = await bea.click(await invite(place, thread, amy, bea), label="See it")
    await bea.click(last(shown), label="No, thank you")
    assert "nobody is told" in read(shown)
    assert invitations(place) == []

    assert "has an invitation" in read(await amy.slash(thread, "circle invite", member=bea))
    assert invitations(place) == []
    assert people(world, thread) == {amy.id}


async def test_an_hour_of_talk_leaves_no_trace_in_the_numbers_and_in_the_digest(world: World) -> None:
    place = await make_circles_channel(world)
    amy, bea = world.member("amy"), world.member("bea")
    thread = await create(world, amy, "Quiet corner")
    await join(place, thread, amy, bea)
    for minute in range(0, 60, 5):
        said = await amy.send(thread, f"Secret {minute}, {bea.mention}")
        answered = await bea.send(thread, "And another", reply_to=said)
        await amy.react(answered, "🍵")
        await bea.edit(answered, "Better said")
        await amy.delete(said)
        await world.advance(timedelta(minutes=5))
    await amy.send(world.lobby, "Hello, everybody")
    await world.advance(timedelta(days=1))
    await world.restart(kill=True)
    await world.advance(timedelta(days=1))

    told = [row.channel_id for row in await rows(world, "activity")]
    assert told == [world.lobby.id], "what is said elsewhere is counted, so that this test could fail"
    assert await n_rows(world, "mention", "opening", "thread_day") == 0
    assert await n_rows(world, "member_day") == 1
    digest = await world.moderator.slash(world.lobby, "digest preview", kind="community")
    assert str(thread.id) not in read(digest)
    assert "Quiet corner" not in read(digest)
    stored = "\n".join([str(row) for table in metadata.tables for row in await rows(world, table)])
    assert "Quiet corner" in stored
    assert not [said for said in ("Secret", "And another", "Better said", "🍵") if said in stored]


async def rows(world: World, table: str) -> list[Row[Any]]:
    async with world.bot.database.read() as connection:
        return list(await connection.execute(select(metadata.tables[table])))


async def test_at_most_three_open_a_person_however_they_came_to_them(world: World) -> None:
    place = await make_circles_channel(world)
    amy, bea = world.member("amy"), world.member("bea")
    first, second = await create(world, amy, "One"), await create(world, amy, "Two")
    fourth = await create(world, bea, "Four")
    shown = await amy.click(await invite(place, fourth, bea, amy), label="See it")
    third = await create(world, amy, "Three")
    assert "3 circles" in read(await amy.slash(world.lobby, "circle create", name="Five"))
    assert "3 circles" in read(await amy.click(last(shown), label="Join"))
    assert people(world, fourth) == {bea.id}
    assert len(invitations(place)) == 1

    names = [choice["name"] for choice in await amy.autocomplete(world.lobby, "circle leave", "circle", "")]
    assert names == ["One", "Two", "Three"]
    assert "in no such circle" in read(await amy.slash(world.lobby, "circle leave"))
    asked = await amy.slash(world.lobby, "circle leave", circle="Two")
    await amy.click(last(asked), label="Leave")
    assert "You left Two" in read(asked)
    assert people(world, second) == set()
    await world.advance(timedelta(minutes=1))
    assert is_closed(world, second)
    assert not is_closed(world, first)
    assert not is_closed(world, third)
    shown = await amy.click(invitations(place)[0], label="See it")
    await amy.click(last(shown), label="Join")
    assert people(world, fourth) == {amy.id, bea.id}


async def test_who_opened_a_circle_closes_it_after_being_asked_and_once_they_left_anybody_in_it(world: World) -> None:
    place = await make_circles_channel(world)
    amy, bea, cid = world.member("amy"), world.member("bea"), world.member("cid")
    thread = await create(world, amy)
    await join(place, thread, amy, bea)
    shown = await cid.click(await invite(place, thread, bea, cid), label="See it")
    assert "Whoever opened" in read(await bea.slash(thread, "circle close"))
    assert "in no such circle" in read(await cid.slash(world.lobby, "circle close"))

    asked = await amy.slash(thread, "circle close")
    assert "can't be opened again" in read(asked)
    assert not is_closed(world, thread)
    await amy.click(last(asked), label="Close it")
    assert is_closed(world, thread)
    assert "is closed" in read(thread.history()[-1])
    assert invitations(place) == []
    assert "not open any more" in read(await cid.click(last(shown), label="Join"))
    assert people(world, thread) == {amy.id, bea.id}
    assert await n_rows(world, "circle", "circle_seat") == 0

    thread = await create(world, amy)
    await join(place, thread, amy, bea)
    asked = await amy.click(thread.history()[0], label="Leave this circle")
    await amy.click(last(asked), label="Leave")
    asked = await bea.slash(thread, "circle close")
    await bea.click(last(asked), label="Close it")
    assert is_closed(world, thread)


async def test_an_idle_circle_is_told_and_then_closes_and_any_message_keeps_it(world: World) -> None:
    await make_circles_channel(world)
    amy = world.member("amy")
    thread = await create(world, amy)
    await world.advance(timedelta(days=60))
    await amy.send(thread, "Still here")
    await world.advance(timedelta(days=31))
    assert notices(thread) == []
    await world.advance(timedelta(days=60))
    assert len(notices(thread)) == 1
    await world.restart(kill=True)
    await world.advance(timedelta(days=3))
    assert len(notices(thread)) == 1
    await amy.send(thread, "Oh, keep it")
    await world.advance(timedelta(days=5))
    assert not is_closed(world, thread)

    await world.advance(timedelta(days=90))
    (_, notice) = notices(thread)
    cid = world.member("cid")
    world.env.backend.add_thread_member(thread.id, cid.id)
    assert "in no such circle" in read(await cid.click(notice, label="Keep it"))
    await amy.click(notice, label="Keep it")
    await world.advance(timedelta(days=8))
    assert not is_closed(world, thread)

    await world.advance(timedelta(days=90))
    await world.advance(timedelta(days=6))
    assert not is_closed(world, thread)
    await world.advance(timedelta(days=1))
    assert is_closed(world, thread)
    assert await n_rows(world, "circle", "circle_seat") == 0
    assert len(threads(world)) == 1
