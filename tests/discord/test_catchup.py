from datetime import timedelta

import discord

from community.ids import GuildId, MemberId
from tests.discord.drivers.digests import hold_conversation, overwrite
from tests.discord.drivers.recommendations import ask, recommend, recommendation_card
from tests.discord.world import World, labels, last, read

DAY = timedelta(days=1)


async def test_answers_come_first_then_topics_then_asks_then_what_worked_since_the_last_visit(world: World) -> None:
    amy, bea, cid, dan = [world.member(name) for name in ("amy", "bea", "cid", "dan")]
    bread = world.channel("bread")
    await world.moderator.slash(world.lobby, "topic add", channel=bread, description="Loaves")
    empty = await amy.slash(world.lobby, "catchup")
    assert empty.ephemeral
    assert "Nothing that I know of" in read(empty)
    assert "not joined a topic yet" in read(empty)

    await amy.slash(world.lobby, "topic join", topic="bread")
    await world.advance(DAY)
    question = await amy.send(world.lobby, "how do you knead?")
    await bea.send(world.lobby, "slowly", reply_to=question)
    await hold_conversation(world, bread, "Rye or wheat", [bea, cid, dan])
    await ask(world, bea, bread, wanted="A quiet kettle")
    oven = await ask(world, amy, wanted="A small oven")
    await recommend(oven, cid)
    await dan.click(recommendation_card(oven), label="Worked for me")
    await world.advance(timedelta(hours=1))

    answer = await amy.slash(world.lobby, "catchup")
    text = read(answer)
    titles = [text.index(title) for title in ("For you", "In your topics", "Can you help?", "and it worked")]
    assert titles == sorted(titles)
    assert "Since you were last here" in text
    assert f"<#{world.lobby.id}>: messages for you: **1**, people: **1**" in text
    assert "**A small oven**: messages for you:" in text
    assert "**Rye or wheat**: messages: **3**, people: **3**" in text
    assert "**[A quiet kettle](" in text
    assert "**[Foo Oven](" in text
    assert "Its author says: Bought or made it myself" in text
    assert labels(answer) == []

    await world.restart(kill=True)
    assert "Nothing that I know of" in read(await amy.slash(world.lobby, "catchup"))
    assert "Rye or wheat" in read(await amy.slash(world.lobby, "catchup", since="2 days"))
    assert "like yesterday, 3 days" in read(await amy.slash(world.lobby, "catchup", since="soon"))
    [choice] = await amy.autocomplete(world.lobby, "catchup", "since", "yest")
    assert choice["value"] == "yesterday"

    kept = read(await amy.slash(world.lobby, "privacy show"))
    assert "when you last used /catchup" in kept
    await amy.click(last(await amy.slash(world.lobby, "privacy forget")), custom_id="hamlet:forget:here")
    assert await world.bot.services.catchup._visits.last_visit(GuildId(world.guild.id), MemberId(amy.id)) is None


async def test_only_what_the_asker_can_read_is_told(world: World) -> None:
    amy, bea, cid = [world.member(name) for name in ("amy", "bea", "cid")]
    bread = world.channel("bread")
    await world.moderator.slash(world.lobby, "topic add", channel=bread, description="Loaves")
    await amy.slash(world.lobby, "topic join", topic="bread")
    question = await amy.send(bread, "how?")
    await bea.send(bread, "so", reply_to=question)
    thread = await hold_conversation(world, bread, "Rye or wheat", [bea, cid])
    await ask(world, bea, bread, wanted="A quiet kettle")
    await world.advance(timedelta(hours=1))
    shown = read(await amy.slash(world.lobby, "catchup", since="today"))
    assert str(bread.id) in shown
    assert str(thread.id) in shown

    overwrite(world, bread, world.guild.id, discord.PermissionOverwrite(view_channel=False))
    world.env.backend.delete_overwrite(bread.id, amy.id)
    await world.settle()
    shown = read(await amy.slash(world.lobby, "catchup", since="today"))
    for hidden in (str(bread.id), str(thread.id), "Rye or wheat", "A quiet kettle"):
        assert hidden not in shown


async def test_who_opted_out_is_told_kindly_and_nothing_is_kept(world: World) -> None:
    amy, bea = world.member("amy"), world.member("bea")
    await hold_conversation(world, world.lobby, "Rye or wheat", [bea])
    guild, member = GuildId(world.guild.id), MemberId(amy.id)
    await world.bot.services.privacy.opt_out(guild, member, world.now, erase=True)
    shown = read(await amy.slash(world.lobby, "catchup"))
    assert "You opted out" in shown
    assert "That you looked is not kept" in shown
    assert "when you last used /catchup" not in read(await amy.slash(world.lobby, "privacy show"))
