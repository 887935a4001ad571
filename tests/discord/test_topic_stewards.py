import discord
from simcord.actors import MemberActor
from simcord.backend.models import Overwrite
from simcord.builders import ChannelHandle
from simcord.enums import OverwriteType

from community.ids import GuildId, MemberId, TopicId
from tests.discord.world import World, labels, last, read


async def add_topic(world: World, channel: ChannelHandle) -> None:
    assert "is a topic now" in read(await world.moderator.slash(world.lobby, "topic add", channel=channel))


async def join(world: World, name: str, topic: str = "film-club") -> MemberActor:
    actor = world.member(name)
    await actor.slash(world.lobby, "topic join", topic=topic)
    return actor


def questions(channel: ChannelHandle) -> list[discord.Message]:
    return [message for message in channel.history() if "Yes, gladly" in labels(message)]


async def looks_after(world: World, actor: MemberActor) -> bool:
    stewards = await world.bot.services.stewards.stewards(GuildId(world.guild.id))
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
