from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import discord
import pytest
from discord import ui
from simcord.actors import MemberActor
from simcord.builders import ChannelHandle

from community.ids import GuildId, MemberId
from tests.discord.drivers.digests import (
    DAY,
    MONDAY,
    WEEK,
    advance_to,
    hold_conversation,
    last_state,
    make_lively_week,
    overwrite,
    posts,
    schedule,
)
from tests.discord.drivers.recommendations import ask
from tests.discord.world import World, components, read

WHY = f"hamlet:why:1:{MONDAY:%y%m%d}"


def options(shown: discord.Message) -> list[dict[str, Any]]:
    """What the menu under a digest offers."""

    def walk(items: Sequence[Any]) -> list[dict[str, Any]]:
        return [one for item in items for one in (item, *walk(item.get("components") or []))]

    return [option for one in walk(components(shown)) for option in one.get("options") or []]


async def ask_why(actor: MemberActor, post: discord.Message, key: str, custom_id: str = WHY) -> str:
    answer = await actor.select(post, [key], custom_id=custom_id)
    assert answer.ephemeral
    return read(answer)


def pings(world: World, channel: ChannelHandle) -> list[Any]:
    """Whom the posts of a channel may notify."""
    bodies = [one.json or {} for one in world.env.http_requests if one.path == f"/channels/{channel.id}/messages"]
    assert bodies
    return [
        one for body in bodies for kind in ("parse", "users", "roles") for one in body["allowed_mentions"].get(kind, [])
    ]


async def forged(world: World, channel: ChannelHandle, custom_id: str, key: str) -> discord.Message:
    """A menu whose custom id is what somebody made up."""
    view: ui.LayoutView = ui.LayoutView(timeout=None)
    view.add_item(ui.ActionRow(ui.Select(custom_id=custom_id, options=[discord.SelectOption(label="x", value=key)])))
    place = world.bot.get_channel(channel.id)
    assert isinstance(place, discord.TextChannel)
    return await place.send(view=view)


async def test_why_something_was_chosen_is_told_to_whoever_can_read_it_also_after_a_restart(world: World) -> None:
    news = world.channel("news")
    await schedule(world, news)
    amy, *_ = await make_lively_week(world)
    await advance_to(world)
    [post] = posts(news)
    [option] = options(post)
    assert (option["label"], option["description"]) == ("Sourdough starters", "Threads worth reading")

    told = await ask_why(amy, post, option["value"])
    assert "5 people talked in it; messages: 15, longest chain of replies: 0" in told
    assert "with fewer than 3 people none is told" in told
    await world.restart(kill=True)
    assert await ask_why(amy, post, option["value"]) == told

    overwrite(world, world.lobby, world.guild.id, discord.PermissionOverwrite(view_channel=False))
    await world.settle()
    assert "a channel that you can't read" in await ask_why(amy, post, option["value"])


async def test_a_question_that_is_made_up_or_from_another_server_tells_nothing(world: World) -> None:
    news = world.channel("news")
    await schedule(world, news)
    amy, *_ = await make_lively_week(world)
    await advance_to(world)
    [option] = options(posts(news)[0])
    elsewhere = world.env.create_guild("Elsewhere")
    hall = elsewhere.create_text_channel("hall")
    stranger = elsewhere.add_member(world.env.create_user("stranger"))
    await world.settle()

    foreign = await forged(world, hall, WHY, option["value"])
    assert "don't know any more" in await ask_why(stranger, foreign, option["value"])
    for custom_id, said in (
        ("hamlet:why:999:260112", "don't know any more"),
        ("hamlet:why:1:990231", "no such digest"),
        ("hamlet:why:1:260113", "don't know any more"),
    ):
        made_up = await forged(world, world.lobby, custom_id, option["value"])
        assert said in await ask_why(amy, made_up, option["value"], custom_id)
    made_up = await forged(world, world.lobby, WHY, "thread:1")
    assert "don't know any more" in await ask_why(amy, made_up, "thread:1")


async def test_what_was_told_is_not_told_again_until_something_happens(world: World) -> None:
    news = world.channel("news")
    await schedule(world, news, cadence="daily", day=None)
    people = await make_lively_week(world)
    kettle = await ask(world, people[1], wanted="A quiet kettle")
    await advance_to(world, until=MONDAY - 2 * DAY)
    assert "A quiet kettle" in read(posts(news)[-1])

    await hold_conversation(world, world.lobby, "Bread", people)
    await advance_to(world, until=MONDAY - DAY)
    assert "Bread" in read(posts(news)[-1])
    assert "A quiet kettle" not in read(posts(news)[-1])
    assert "Sourdough starters" not in read(posts(news)[-1])

    world.env.backend.create_message(kettle.id, people[2].id, "what is your stove like?")
    await hold_conversation(world, world.lobby, "More bread", people)
    await advance_to(world, until=MONDAY)
    assert "A quiet kettle" in read(posts(news)[-1])
    assert len(posts(news)) == 3


async def test_a_topics_digest_tells_of_that_topic_and_fails_kindly_once_it_is_gone(world: World) -> None:
    bread, news = world.channel("bread"), world.channel("news")
    await world.moderator.slash(world.lobby, "topic add", channel=bread, description="Loaves")
    said = await schedule(world, news, kind="topic", topic="bread")
    assert "The topic digest comes to" in said
    people = await make_lively_week(world)
    await hold_conversation(world, bread, "Rye or wheat", people[:4], n=2)
    await advance_to(world)

    text = read(posts(news)[0])
    assert "This week in bread" in text
    assert "Rye or wheat" in text
    assert "Sourdough starters" not in text
    assert "**4 of 6 members took part**" in text
    assert "Messages: **8**" in text
    assert "topic digest of bread" in read(await world.moderator.slash(world.lobby, "digest list"))
    shown = read(await world.moderator.slash(world.lobby, "digest preview", kind="topic", topic="bread"))
    assert "This week in bread" in shown
    [choice] = await world.moderator.autocomplete(world.lobby, "digest schedule", "topic", "bre", kind="topic")
    assert choice["name"] == "bread"

    await world.moderator.slash(world.lobby, "topic remove", topic="bread")
    await hold_conversation(world, bread, "Spelt", people)
    await advance_to(world, until=MONDAY + WEEK)
    assert len(posts(news)) == 1
    assert (await last_state(world)) == "failed"
    assert "no such topic" in read(await world.moderator.slash(world.lobby, "digest list"))


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ({"kind": "topic"}, "Which topic"),
        ({"kind": "topic", "topic": "nonsense"}, "no such topic"),
        ({"kind": "topic", "topic": "999"}, "no such topic"),
        ({"kind": "community", "topic": "bread"}, "leave the topic out"),
        ({"kind": "brand"}, "no such brand"),
        ({"kind": "brand", "brand": "Foo"}, "no such brand"),
        ({"kind": "moderators", "brand": "Foo"}, "leave the brand out"),
    ],
)
async def test_what_a_digest_is_about_must_be_there(world: World, wanted: dict[str, Any], said: str) -> None:
    assert said in await schedule(world, world.channel("news"), **wanted)
    assert said in read(await world.moderator.slash(world.lobby, "digest preview", **wanted))
    assert "Nothing is scheduled yet" in read(await world.moderator.slash(world.lobby, "digest list"))


async def test_the_moderators_digest_names_what_needs_a_person_where_only_they_read(world: World) -> None:
    news, team = world.channel("news"), world.hidden_channel("team")
    assert "not for everybody" in await schedule(world, news, kind="moderators")
    assert "comes to" in await schedule(world, team, kind="moderators")
    await advance_to(world, until=MONDAY - 3 * DAY, ring=False)
    newcomer = world.member("nell")
    await world.settle()
    world.env.backend.create_message(world.lobby.id, newcomer.id, "hello, I am new")
    await world.settle()
    await advance_to(world)

    [post] = posts(team)
    text = read(post)
    assert "For the moderators of Juniper Street" in text
    assert f"<@{newcomer.id}> is new and waits for a first answer" in text
    assert pings(world, team) == []
    [option] = options(post)
    assert "nobody replied to them" in await ask_why(world.moderator, post, option["value"])

    await advance_to(world, until=MONDAY + WEEK)
    assert len(posts(team)) == 1
    overwrite(world, team, world.guild.id, discord.PermissionOverwrite(view_channel=True))
    another = world.member("ned")
    await world.settle()
    world.env.backend.create_message(world.lobby.id, another.id, "hello, I am new too")
    await advance_to(world, until=MONDAY + 2 * WEEK)
    assert len(posts(team)) == 1
    assert "not for everybody" in read(await world.moderator.slash(world.lobby, "digest list"))


async def test_thanks_and_topics_are_told(world: World) -> None:
    bread, news = world.channel("bread"), world.channel("news")
    await schedule(world, news)
    people = await make_lively_week(world)
    amy, *others = people
    await world.moderator.slash(world.lobby, "topic add", channel=bread, description="Loaves")
    await world.bot.services.engagement.health.show(GuildId(world.guild.id), MemberId(amy.id), world.now)
    question = await others[0].send(world.lobby, "how?")
    answer = await amy.send(world.lobby, "so", reply_to=question)
    for other in others[:3]:
        await other.react(answer, "\N{HEAVY BLACK HEART}\N{VARIATION SELECTOR-16}")
    await world.settle()
    await advance_to(world, until=MONDAY + timedelta(minutes=1))

    text = read(posts(news)[0])
    assert "Thank you" in text
    assert f"<@{amy.id}>, thanked by 3 people" in text
    assert "**bread** is new: come in with /topic join" in text
    assert pings(world, news) == []
