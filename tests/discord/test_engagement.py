from collections import Counter
from collections.abc import Mapping, Sequence
from copy import deepcopy
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from simcord.actors import MemberActor
from simcord.backend import serializers
from simcord.builders import ChannelHandle
from simcord.enums import ChannelType, MessageType
from sqlalchemy import select

from community.calendar import Window
from community.engagement.events import ActivityKind
from community.ids import GuildId
from storage.engagement.activity_log import SqlActivityLog
from storage.tables.engagement import activity, membership, mention
from tests.discord.world import World

YEAR = Window(date(2026, 1, 1), date(2027, 1, 1), ZoneInfo("UTC"))
HOUR = timedelta(hours=1)


async def rows(world: World) -> Sequence[Mapping[str, Any]]:
    """Everything recorded, oldest first."""
    await world.settle()
    await world.bot.recorder.flush()
    async with world.bot.database.read() as connection:
        query = select(activity).order_by(activity.c.source_id, activity.c.kind)
        return [dict(row._mapping) for row in await connection.execute(query)]


async def mentions(world: World) -> set[tuple[int, int, int]]:
    await world.bot.recorder.flush()
    async with world.bot.database.read() as connection:
        query = select(mention.c.source_id, mention.c.member_id, mention.c.mentioned_id)
        return {(row[0], row[1], row[2]) for row in await connection.execute(query)}


async def kinds(world: World) -> Counter[str]:
    return Counter(row["kind"] for row in await rows(world))


async def stays(world: World) -> dict[int, tuple[datetime, datetime | None]]:
    """Since when who is a member, and until when."""
    await world.settle()
    await world.bot.recorder.flush()
    spells = await SqlActivityLog(world.bot.database).spells(GuildId(world.guild.id), YEAR)
    return {spell.member_id: (spell.joined_at, spell.left_at) for spell in spells}


def open_thread(world: World, channel: ChannelHandle, by: int, **options: Any) -> ChannelHandle:
    return ChannelHandle(world.env, world.guild, world.env.backend.create_thread(channel.id, "thread", by, **options))


def robot(world: World) -> MemberActor:
    return world.guild.add_member(world.env.create_user("robot", bot=True))


# Messages


async def test_a_message_is_recorded_with_its_instant_and_without_its_text(world: World) -> None:
    amy = world.member("amy")
    message = await amy.send(world.lobby, "a secret wish")

    (row,) = await rows(world)

    assert (row["guild_id"], row["kind"], row["source_id"]) == (world.guild.id, ActivityKind.MESSAGE, message.id)
    assert (row["member_id"], row["at"]) == (amy.id, message.created_at)
    assert (row["channel_id"], row["thread_id"], row["replied_to"]) == (world.lobby.id, None, None)
    assert "secret" not in str(row)


async def test_a_message_in_a_thread_belongs_to_the_channel_and_the_thread(world: World) -> None:
    amy, bea = world.member("amy"), world.member("bea")
    thread = open_thread(world, world.lobby, amy.id)
    await bea.send(thread, "hello")

    opened, said = await rows(world)

    assert (opened["kind"], opened["source_id"], opened["member_id"]) == (ActivityKind.THREAD, thread.id, amy.id)
    assert (said["kind"], said["member_id"]) == (ActivityKind.MESSAGE, bea.id)
    for row in (opened, said):
        assert (row["channel_id"], row["thread_id"]) == (world.lobby.id, thread.id)


async def test_a_forum_post_is_an_opened_thread_and_a_message(world: World) -> None:
    amy, bea = world.member("amy"), world.member("bea")
    forum = world.guild.create_forum_channel("help")
    post = open_thread(world, forum, amy.id)
    first = world.env.backend.prepare_message(post.id, amy.id, "Which grinder?")
    first.id = post.id
    world.env.backend.commit_message(first)
    await bea.send(post, "This one.")

    recorded = await rows(world)

    assert [(row["kind"], row["member_id"]) for row in recorded] == [
        (ActivityKind.MESSAGE, amy.id),
        (ActivityKind.THREAD, amy.id),
        (ActivityKind.MESSAGE, bea.id),
    ]
    assert {(row["channel_id"], row["thread_id"]) for row in recorded} == {(forum.id, post.id)}
    (opening,) = await SqlActivityLog(world.bot.database).openings(GuildId(world.guild.id), YEAR)
    assert (opening.member_id, opening.channel_id) == (amy.id, forum.id)
    assert opening.answered_at is not None


async def test_a_thread_made_from_a_message_is_opened_by_its_author(world: World) -> None:
    amy, bea = world.member("amy"), world.member("bea")
    question = await amy.send(world.lobby, "Which grinder?")
    thread = open_thread(world, world.lobby, bea.id, message_id=question.id)
    answer = await bea.send(thread, "This one.")

    assert await kinds(world) == {ActivityKind.MESSAGE: 2, ActivityKind.THREAD: 1}
    (opening,) = await SqlActivityLog(world.bot.database).openings(GuildId(world.guild.id), YEAR)
    assert (opening.member_id, opening.at, opening.answered_at) == (amy.id, question.created_at, answer.created_at)


async def test_a_reply_tells_whom_it_answers_also_in_a_thread(world: World) -> None:
    amy, bea = world.member("amy"), world.member("bea")
    thread = open_thread(world, world.lobby, amy.id)
    for place in (world.lobby, thread):
        question = await amy.send(place, "question")
        answer = await bea.send(place, "answer", reply_to=question)
        by_id = {row["source_id"]: row for row in await rows(world)}
        assert (by_id[question.id]["replied_to"], by_id[question.id]["answered_id"]) == (None, None)
        assert (by_id[answer.id]["replied_to"], by_id[answer.id]["answered_id"]) == (amy.id, question.id)


async def test_an_answer_to_a_machine_or_to_a_deleted_message_answers_nobody(world: World) -> None:
    amy = world.member("amy")
    gone = await amy.send(world.lobby, "question")
    shout = await world.guild.create_webhook(world.lobby).send("news")
    for answered in (shout, gone):
        await amy.send(world.lobby, "answer", reply_to=answered)
    forward = await amy.forward(gone, world.lobby)
    assert await kinds(world) == {ActivityKind.MESSAGE: 4}
    by_id = {row["source_id"]: (row["replied_to"], row["answered_id"]) for row in await rows(world)}
    assert sorted(by_id.values(), key=str) == [(amy.id, gone.id), (None, shout.id), (None, None), (None, None)]
    assert by_id[forward.id] == (None, None)


async def test_mentioned_people_are_recorded_and_mentioned_machines_are_not(world: World) -> None:
    amy, bea, bot = world.member("amy"), world.member("bea"), robot(world)
    message = await amy.send(world.lobby, f"{bea.mention} {bot.mention} {bea.mention}")
    assert await mentions(world) == {(message.id, amy.id, bea.id)}
    await amy.delete(message)
    await world.settle()
    assert await mentions(world) == set()


async def test_a_deleted_message_leaves_the_counts(world: World) -> None:
    amy = world.member("amy")
    thread = open_thread(world, world.lobby, amy.id)
    for n_before, place in enumerate((world.lobby, thread)):
        await amy.send(place, "stays")
        message = await amy.send(place, "goes")
        assert (await kinds(world))[ActivityKind.MESSAGE] == n_before + 2
        await amy.delete(message)
        assert (await kinds(world))[ActivityKind.MESSAGE] == n_before + 1


async def test_messages_deleted_in_bulk_leave_the_counts(world: World) -> None:
    amy = world.member("amy")
    messages = [await amy.send(world.lobby, "spam") for _ in range(4)]
    world.env.backend.bulk_delete_messages(world.lobby.id, [message.id for message in messages[:3]])
    assert [row["source_id"] for row in await rows(world)] == [messages[3].id]


# Reactions


async def test_a_reaction_is_recorded_while_it_stands(world: World) -> None:
    amy, bea = world.member("amy"), world.member("bea")
    thread = open_thread(world, world.lobby, amy.id)
    for place, thread_id in ((world.lobby, None), (thread, thread.id)):
        message = await amy.send(place, "hello")
        await bea.react(message, "☕")
        (given,) = [row for row in await rows(world) if row["kind"] == ActivityKind.REACTION]
        assert (given["source_id"], given["member_id"], given["emoji"]) == (message.id, bea.id, "☕")
        assert (given["channel_id"], given["thread_id"]) == (world.lobby.id, thread_id)
        assert given["at"] >= message.created_at
        await bea.unreact(message, "☕")
        assert (await kinds(world))[ActivityKind.REACTION] == 0


async def test_a_renamed_emoji_can_be_taken_back(world: World) -> None:
    amy = world.member("amy")
    cup = world.guild.create_emoji("cup")
    message = await amy.send(world.lobby, "hello")
    await amy.react(message, f"cup:{cup.id}")
    assert [row["emoji"] for row in await rows(world) if row["kind"] == ActivityKind.REACTION] == [str(cup.id)]
    world.env.backend.emit(
        "MESSAGE_REACTION_REMOVE",
        {
            "guild_id": str(world.guild.id),
            "channel_id": str(world.lobby.id),
            "message_id": str(message.id),
            "user_id": str(amy.id),
            "emoji": {"id": str(cup.id), "name": None},
            "type": 0,
        },
    )
    assert (await kinds(world))[ActivityKind.REACTION] == 0


async def test_moderators_clear_one_emoji_or_all(world: World) -> None:
    amy, bea = world.member("amy"), world.member("bea")
    message = await amy.send(world.lobby, "hello")
    other = await amy.send(world.lobby, "again")
    for actor in (amy, bea):
        for emoji in ("☕", "🥐", "🍰"):
            await actor.react(message, emoji)
    await bea.react(other, "☕")
    assert (await kinds(world))[ActivityKind.REACTION] == 7

    world.env.backend.clear_reaction(world.lobby.id, message.id, "☕")
    assert (await kinds(world))[ActivityKind.REACTION] == 5
    world.env.backend.clear_reactions(world.lobby.id, message.id)
    assert [row["source_id"] for row in await rows(world) if row["kind"] == ActivityKind.REACTION] == [other.id]


# What is never recorded


async def test_machines_are_not_recorded(world: World) -> None:
    amy, bot = world.member("amy"), robot(world)
    message = await amy.send(world.lobby, "hello")
    thread = open_thread(world, world.lobby, bot.id)
    own = open_thread(world, world.lobby, world.env.backend.bot_user.id)
    await bot.send(world.lobby, "beep")
    await bot.send(thread, "beep")
    await bot.react(message, "🤖")
    await world.guild.create_webhook(world.lobby).send("news")
    channel = world.bot.get_partial_messageable(world.lobby.id, guild_id=world.guild.id)
    await channel.send("a digest")
    await channel.get_partial_message(message.id).add_reaction("👍")
    assert [row["source_id"] for row in await rows(world)] == [message.id]
    assert set(await stays(world)) == {amy.id, world.moderator.id}

    await amy.send(own, "hello")
    world.guild.remove_member(bot)
    assert await kinds(world) == {ActivityKind.MESSAGE: 2}
    assert set(await stays(world)) == {amy.id, world.moderator.id}


async def test_notices_and_direct_messages_are_not_recorded(world: World) -> None:
    amy = world.member("amy")
    message = await amy.send(world.lobby, "hello")
    world.guild.create_system_message(world.lobby, MessageType.PINS_ADD, author=amy, referenced_message=message)
    direct = await amy.send_dm("hello")
    world.env.backend.add_reaction(amy.user.dm_channel.id, direct.id, "☕", amy.id)
    world.env.backend.remove_reaction(amy.user.dm_channel.id, direct.id, "☕", amy.id)
    world.env.backend.clear_reactions(amy.user.dm_channel.id, direct.id)
    await amy.user.delete(direct)
    await amy.slash(world.lobby, "topic browse")
    assert [row["source_id"] for row in await rows(world)] == [message.id]


async def test_nothing_is_recorded_in_a_circle(world: World) -> None:
    amy = world.member("amy")
    circle = open_thread(world, world.lobby, amy.id, type=ChannelType.PRIVATE_THREAD)
    message = await amy.send(circle, "between us")
    await amy.react(message, "☕")
    assert await rows(world) == []
    await amy.unreact(message, "☕")
    await amy.delete(message)
    assert await rows(world) == []


async def test_nothing_is_recorded_where_nobody_knows_whether_it_is_a_circle(world: World) -> None:
    amy = world.member("amy")
    circle = open_thread(world, world.lobby, amy.id, type=ChannelType.PRIVATE_THREAD, broadcast=False)
    message = await amy.send(circle, "between us")
    await amy.react(message, "☕")
    assert await rows(world) == []


# Members


async def test_a_join_is_recorded_and_a_departure_ends_it(world: World) -> None:
    amy = world.member("amy")
    joined_at = world.now
    assert (await stays(world))[amy.id] == (joined_at, None)

    world.env.backend.advance_clock(HOUR.total_seconds())
    world.guild.remove_member(amy)
    assert (await stays(world))[amy.id] == (joined_at, joined_at + HOUR)

    world.env.backend.advance_clock(HOUR.total_seconds())
    world.guild.add_member(amy.user)
    assert (await stays(world))[amy.id] == (joined_at, None)


def arrive(world: World, name: str, *, pending: bool) -> MemberActor:
    backend, user = world.env.backend, world.env.create_user(name)
    member = backend.add_member(world.guild.id, user.id)
    member.pending = pending
    payload = dict(serializers.member_payload(backend, backend.get_guild(world.guild.id), member))
    backend.emit("GUILD_MEMBER_ADD", {**payload, "guild_id": str(world.guild.id)})
    return MemberActor(world.env, world.guild, user)


async def test_a_newcomer_counts_once_past_membership_screening(world: World) -> None:
    amy, bea = arrive(world, "amy", pending=True), arrive(world, "bea", pending=True)
    joined_at = world.now
    assert not {amy.id, bea.id} & set(await stays(world))

    world.env.backend.advance_clock(HOUR.total_seconds())
    world.env.backend.get_member(world.guild.id, amy.id).pending = False
    world.env.backend.announce_member_update(world.guild.id, amy.id)
    world.guild.remove_member(bea)

    assert (await stays(world))[amy.id] == (joined_at, None)
    async with world.bot.database.read() as connection:
        kept = set(await connection.scalars(select(membership.c.member_id)))
    assert kept == {world.moderator.id, amy.id}


async def test_whoever_was_there_before_the_bot_is_a_member_since_their_own_join(world: World) -> None:
    backend = world.env.backend
    joined_at = world.now
    names = ("amy", "bea", "cy")
    amy, bea, cy = (MemberActor(world.env, world.guild, world.env.create_user(name)) for name in names)
    for actor in (amy, bea, cy):
        backend.add_member(world.guild.id, actor.id)
    backend.advance_clock(HOUR.total_seconds())
    assert not {amy.id, bea.id, cy.id} & set(await stays(world))

    message = await amy.send(world.lobby, "hello")
    await bea.react(message, "☕")
    open_thread(world, world.lobby, cy.id)

    found = await stays(world)
    assert {found[actor.id] for actor in (amy, bea, cy)} == {(joined_at, None)}
    assert await kinds(world) == {ActivityKind.MESSAGE: 1, ActivityKind.REACTION: 1, ActivityKind.THREAD: 1}


async def test_a_thread_of_somebody_who_is_gone_already_is_no_mishap(world: World) -> None:
    amy = world.member("amy")
    world.guild.remove_member(amy)
    open_thread(world, world.lobby, amy.id)
    assert await rows(world) == []


# Delivery


async def test_what_discord_tells_again_changes_nothing(world: World) -> None:
    since = len(world.env.backend.transcript)
    amy, bea = world.member("amy"), world.member("bea")
    thread = open_thread(world, world.lobby, amy.id)
    message = await amy.send(thread, f"hello {bea.mention}")
    await bea.send(thread, "hello", reply_to=message)
    await bea.react(message, "☕")
    await amy.react(message, "☕")
    await amy.unreact(message, "☕")
    await amy.delete(await amy.send(world.lobby, "no"))
    told = deepcopy(world.env.backend.transcript[since:])
    before = (await rows(world), await mentions(world), await stays(world))
    assert await kinds(world) == {ActivityKind.MESSAGE: 2, ActivityKind.REACTION: 1, ActivityKind.THREAD: 1}

    for source, event, payload in told:
        if source == "GATEWAY" and event != "INTERACTION_CREATE":
            world.env.backend.emit(event, payload)

    assert (await rows(world), await mentions(world), await stays(world)) == before


async def test_a_kind_restart_loses_nothing_that_waits(world: World) -> None:
    amy = world.member("amy")
    message = await amy.send(world.lobby, "hello")
    await amy.react(message, "☕")
    assert world.bot.recorder.n_waiting >= 3
    await world.restart()
    assert world.bot.recorder.n_waiting == 0
    assert await kinds(world) == {ActivityKind.MESSAGE: 1, ActivityKind.REACTION: 1}
    await world.actor(amy.id).send(world.lobby, "still here")
    assert await kinds(world) == {ActivityKind.MESSAGE: 2, ActivityKind.REACTION: 1}


async def test_an_event_that_makes_no_sense_is_told_in_the_log_and_the_next_one_is_recorded(world: World) -> None:
    amy = world.member("amy")
    message = await amy.send(world.lobby, "hello")
    world.env.backend.emit(
        "MESSAGE_DELETE", {"id": str(2**63), "channel_id": str(world.lobby.id), "guild_id": str(world.guild.id)}
    )
    await world.settle()
    assert any("identifiers" in str(mishap) for mishap in world.unexpected_errors())
    other = await amy.send(world.lobby, "again")
    assert [row["source_id"] for row in await rows(world)] == [message.id, other.id]
