import json
from datetime import timedelta

import discord
from simcord.actors import MemberActor
from simcord.backend.models import Overwrite
from simcord.builders import ChannelHandle
from simcord.enums import OverwriteType
from sqlalchemy import update

from bot.permissions import invite_permissions
from community.ids import GuildId, MemberId, TopicId
from storage.tables.stewards import topic_prompt
from tests.discord.world import World, components, custom_id, labels, last, read


async def add_topic(world: World, channel: ChannelHandle) -> None:
    assert "is a topic now" in read(await world.moderator.slash(world.lobby, "topic add", channel=channel))


async def join(world: World, name: str, topic: str = "film-club") -> MemberActor:
    actor = world.member(name)
    await actor.slash(world.lobby, "topic join", topic=topic)
    return actor


def questions(channel: ChannelHandle) -> list[discord.Message]:
    return [message for message in channel.history() if "Yes, gladly" in labels(message)]


async def looks_after(world: World, actor: MemberActor) -> bool:
    stewards = await world.bot.services.stewards.appointments.stewards(GuildId(world.guild.id))
    return MemberId(actor.id) in stewards.get(TopicId(1), ())


async def test_a_member_is_asked_in_the_topic_and_only_their_own_yes_makes_them_steward(world: World) -> None:
    film = world.hidden_channel("film-club")
    await add_topic(world, film)
    amy, bea = await join(world, "amy"), await join(world, "bea")
    assert "for moderators" in read(await amy.slash(world.lobby, "topic steward", topic="film-club", member=amy))

    answer = await world.moderator.slash(world.lobby, "topic steward", topic="film-club", member=amy)
    assert answer.ephemeral
    assert "is asked" in read(answer)
    (question,) = questions(film)
    assert f"<@{amy.id}>" in read(question)
    assert world.env.backend.get_message(film.id, question.id).ping_user_ids == [amy.id]
    assert "Only they can answer" in read(await bea.click(question, label="Yes, gladly"))
    assert "for the stewards" in read(await amy.slash(film, "topic describe", topic="film-club", text="What we saw"))
    assert not await looks_after(world, amy)

    await world.restart(kill=True)
    await amy.click(question, label="Yes, gladly")
    assert await looks_after(world, amy)
    (message,) = [one for one in film.history() if one.id == question.id]
    assert "looks after this topic now" in read(message)
    assert labels(message) == []

    listed = await world.moderator.slash(world.lobby, "topic steward", topic="film-club")
    assert f"<@{amy.id}>" in read(listed)
    assert "described now as: What we saw" in read(
        await amy.slash(film, "topic describe", topic="film-club", text="What we saw")
    )
    assert "What we saw" in read(await bea.slash(world.lobby, "topic browse"))
    assert [choice["name"] for choice in await amy.autocomplete(film, "topic describe", "topic", "")] == ["film-club"]
    assert await bea.autocomplete(film, "topic describe", "topic", "") == []


async def test_a_no_is_private_and_asking_twice_asks_once(world: World) -> None:
    film = world.hidden_channel("film-club")
    await add_topic(world, film)
    amy = await join(world, "amy")
    for _ in range(2):
        await world.moderator.slash(world.lobby, "topic steward", topic="film-club", member=amy)
    (question,) = questions(film)

    stale = world.env.backend.get_message(film.id, question.id).components
    await amy.click(question, label="No, thank you")
    (message,) = [one for one in film.history() if one.id == question.id]
    assert "settled" in read(message)
    assert f"<@{amy.id}>" not in read(message)
    assert not await looks_after(world, amy)

    world.env.backend.edit_message(film.id, question.id, {"components": stale})
    assert "not open any more" in read(await amy.click(question, label="Yes, gladly"))
    assert not await looks_after(world, amy)

    world.env.backend.delete_message(film.id, question.id)
    await world.moderator.slash(world.lobby, "topic steward", topic="film-club", member=amy)
    (question,) = questions(film)
    world.env.backend.delete_message(film.id, question.id)
    await world.moderator.slash(world.lobby, "topic steward", topic="film-club", member=amy)
    assert len(questions(film)) == 1


async def test_forged_buttons_and_another_servers_make_nobody_a_steward_and_take_nobody_away(world: World) -> None:
    film = world.hidden_channel("film-club")
    await add_topic(world, film)
    amy, bea = await join(world, "amy"), await join(world, "bea")
    await world.moderator.slash(world.lobby, "topic steward", topic="film-club", member=amy)
    (question,) = questions(film)
    stored, genuine = world.env.backend.get_message(film.id, question.id), components(question)
    yes = custom_id(question, "Yes, gladly")

    async def forge(actor: MemberActor, forged: str) -> str:
        stored.components = json.loads(json.dumps(genuine).replace(yes, forged))
        answer = read(await actor.click(question, custom_id=forged))
        stored.components = genuine
        return answer

    assert "not open any more" in await forge(bea, f"hamlet:steward:yes:1:{bea.id}")
    for topic in (99, 8_999_999_999_999_999_999):
        assert "no such topic" in await forge(bea, f"hamlet:steward:yes:{topic}:{bea.id}")
    assert "for moderators" in await forge(bea, f"hamlet:steward:back:1:{amy.id}")
    assert not await looks_after(world, bea)
    await amy.click(question, label="Yes, gladly")
    assert await looks_after(world, amy)

    elsewhere = world.env.create_guild("Elsewhere", owner=world.moderator.user)
    hall = elsewhere.create_text_channel("hall")
    boss = MemberActor(world.env, elsewhere, world.moderator.user)
    member = elsewhere.add_member(amy.user)
    for command, options in (
        ("topic steward", {"topic": "1", "member": member}),
        ("topic describe", {"topic": "1", "text": "Ours now"}),
        ("topic step-down", {"topic": "1"}),
    ):
        assert "no such topic" in read(await boss.slash(hall, command, **options)), command
    assert "no topic's channel" in read(await member.slash(hall, "topic prompt", text="Anybody here?"))
    assert await looks_after(world, amy)


async def test_who_cannot_see_the_topic_a_bot_and_a_stranger_are_not_asked(world: World) -> None:
    film = world.hidden_channel("film-club")
    await add_topic(world, film)
    amy = world.member("amy")
    answer = await world.moderator.slash(world.lobby, "topic steward", topic="film-club", member=amy)
    assert "can't see" in read(answer)
    assert "person" in read(
        await world.moderator.slash(
            world.lobby,
            "topic steward",
            topic="film-club",
            member=world.guild.add_member(world.env.create_user("robot", bot=True)),
        )
    )
    await amy.slash(world.lobby, "topic join", topic="film-club")
    allowed, denied = discord.Permissions(view_channel=True), discord.Permissions(send_messages=True)
    world.env.backend.set_overwrite(
        film.id, Overwrite(world.hamlet_role.id, OverwriteType.ROLE, allow=allowed.value, deny=denied.value)
    )
    await world.settle()
    answer = await world.moderator.slash(world.lobby, "topic steward", topic="film-club", member=amy)
    assert "lacks: Send Messages" in read(answer)
    listed = await world.moderator.slash(world.lobby, "topic steward", topic="film-club")
    assert "Nobody looks after" in read(listed)


async def test_a_steward_steps_down_is_removed_or_leaves_and_is_none_any_more(world: World) -> None:
    film = world.hidden_channel("film-club")
    await add_topic(world, film)
    amy = await join(world, "amy")

    async def accepted() -> None:
        await world.moderator.slash(world.lobby, "topic steward", topic="film-club", member=amy)
        await amy.click(questions(film)[0], label="Yes, gladly")
        assert await looks_after(world, amy)

    await accepted()
    assert "no longer" in read(await amy.slash(world.lobby, "topic step-down", topic="film-club"))
    assert not await looks_after(world, amy)
    assert "no such steward" in read(await amy.slash(world.lobby, "topic step-down", topic="film-club"))

    await accepted()
    panel = await world.moderator.slash(world.lobby, "topic steward", topic="film-club", member=amy)
    assert "has been a steward" in read(panel)
    await world.moderator.click(last(panel), label="Remove as a steward")
    assert "does not look after" in read(panel)
    assert not await looks_after(world, amy)

    await accepted()
    await amy.slash(world.lobby, "topic leave", topic="film-club")
    assert "can't see" in read(await amy.slash(world.lobby, "topic describe", topic="film-club", text="Mine"))
    world.env.backend.remove_member(world.guild.id, amy.id)
    await world.settle()
    assert not await looks_after(world, amy)


async def steward_of(world: World, channel: ChannelHandle, name: str) -> MemberActor:
    actor = await join(world, name)
    await world.moderator.slash(world.lobby, "topic steward", topic="film-club", member=actor)
    await actor.click(questions(channel)[0], label="Yes, gladly")
    return actor


def starters(channel: ChannelHandle) -> list[discord.Message]:
    return [message for message in channel.history() if "Conversation starter" in read(message)]


async def test_a_conversation_starter_is_posted_once_a_day_with_a_name_and_pings_nobody(world: World) -> None:
    film = world.hidden_channel("film-club")
    await add_topic(world, film)
    amy, bea = await steward_of(world, film, "amy"), await join(world, "bea")
    text = f"@everyone {bea.mention} what did\nyou **watch**?"

    assert "for the stewards" in read(await bea.slash(film, "topic prompt", text="Mine"))
    assert "no topic's channel" in read(await amy.slash(world.lobby, "topic prompt", text=text))
    assert "It is posted" in read(await amy.slash(film, "topic prompt", text=text))
    for again in (amy, world.moderator):
        assert "starter today" in read(await again.slash(film, "topic prompt", text="Another"))
    (starter,) = starters(film)
    assert f"<@{amy.id}>" in read(starter)
    assert "**watch**" not in read(starter)
    stored = world.env.backend.get_message(film.id, starter.id)
    assert stored.ping_user_ids == []
    assert not stored.mention_everyone

    await world.advance(timedelta(days=1))
    assert "It is posted" in read(await world.moderator.slash(film, "topic prompt", text="A new day"))
    assert len(starters(film)) == 2


async def test_a_starter_whose_record_was_lost_is_found_after_a_restart(world: World) -> None:
    film = world.hidden_channel("film-club")
    await add_topic(world, film)
    await world.moderator.slash(film, "topic prompt", text="What did you watch?")
    async with world.bot.database.write() as connection:
        await connection.execute(update(topic_prompt).values(message_id=None))
    await world.restart(kill=True)
    assert "starter today" in read(await world.moderator.slash(film, "topic prompt", text="Again?"))
    assert len(starters(film)) == 1


async def test_in_a_forum_a_starter_is_a_post_of_its_own(world: World) -> None:
    forum = world.guild.create_forum_channel("crafts")
    await add_topic(world, forum)
    post = await forum_post(world, forum)
    assert "It is posted" in read(await world.moderator.slash(post, "topic prompt", text="What are you making?"))
    assert "What are you making?" in [thread.name for thread in forum.threads]
    async with world.bot.database.write() as connection:
        await connection.execute(update(topic_prompt).values(message_id=None))
    await world.restart(kill=True)
    assert "starter today" in read(await world.moderator.slash(post, "topic prompt", text="Again?"))
    amy = world.member("amy")
    await world.moderator.slash(post, "topic steward", topic="crafts", member=amy)
    assert len(questions(post)) == 1


async def forum_post(world: World, forum: ChannelHandle) -> ChannelHandle:
    channel = world.bot.get_channel(forum.id)
    assert isinstance(channel, discord.ForumChannel)
    await channel.create_thread(name="Hello", content="Hello")
    await world.settle()
    return forum.threads[0]


async def test_a_steward_pins_and_unpins_in_their_topic_only(world: World) -> None:
    film = world.hidden_channel("film-club")
    await add_topic(world, film)
    amy, bea = await steward_of(world, film, "amy"), await join(world, "bea")
    message, elsewhere = await bea.send(film, "Rules of the house"), await bea.send(world.lobby, "Hello")

    def pinned() -> bool:
        return world.env.backend.get_message(film.id, message.id).pinned

    permissions = invite_permissions()
    world.set_bot_permissions(discord.Permissions(permissions.value & ~discord.Permissions(pin_messages=True).value))
    assert "lacks: Pin Messages" in read(await amy.context_menu(film, "Pin or unpin", message))
    # The simulation pins for those who manage messages, as Discord did before Pin Messages was a permission.
    world.set_bot_permissions(discord.Permissions(permissions.value | discord.Permissions(manage_messages=True).value))

    assert "for the stewards" in read(await bea.context_menu(film, "Pin or unpin", message))
    assert "no topic's channel" in read(await amy.context_menu(world.lobby, "Pin or unpin", elsewhere))
    assert not pinned()
    assert "is pinned" in read(await amy.context_menu(film, "Pin or unpin", message))
    assert pinned()
    assert "not pinned any more" in read(await world.moderator.context_menu(film, "Pin or unpin", message))
    assert not pinned()
