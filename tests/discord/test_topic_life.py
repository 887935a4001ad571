from datetime import timedelta

import discord
from simcord.actors import MemberActor
from simcord.results import InteractionResult

from community.topics.lifecycle import TopicState
from tests.discord.drivers.topics import (
    DAY,
    PITCH,
    can_write,
    categories,
    change_topic_settings,
    channel_named,
    keep_notices,
    lifecycles,
    make_grown_topic,
    make_proposals_channel,
    people,
    press_join,
    propose,
    set_moderator_role,
)
from tests.discord.world import World, components, labels, last, read


async def test_a_topic_is_proposed_sprouts_and_grows(world: World) -> None:
    channel = await make_proposals_channel(world)
    amy, bea, cid, dan, eve = members = people(world)
    fay = world.member("fay")

    card = await propose(world, amy, channel)
    assert "**0 of 5** would join" in read(card)
    assert f"Proposed by <@{amy.id}>" in read(card)
    assert "4 of 5 so far" in await press_join(card, [amy, bea, cid, dan])
    assert "Taken back: 3 of 5" in await press_join(card, [dan])
    assert "**3 of 5** would join" in read(channel.history()[-1])
    assert channel.threads == []

    assert "it has sprouted" in await press_join(card, [dan, eve])
    [thread] = channel.threads
    assert thread.name == "Sourdough"
    assert "Once 5 different people have written here" in read(thread.history()[0])
    assert labels(channel.history()[0]) == []
    assert f"It has sprouted: <#{thread.id}>" in read(channel.history()[0])

    for member in members[:4]:
        await member.send(thread, "hello")
        await member.send(thread, "and again")
    await world.advance(timedelta(hours=1))
    assert [one.state for one in await lifecycles(world)] == [TopicState.SPROUT]
    await eve.send(thread, "me too")
    await world.advance(timedelta(hours=1))
    corner = channel_named(world, "sourdough")
    assert categories(world)["Corners"] == 2
    assert all(world.sees(member, corner) for member in members)
    assert not world.sees(fay, corner)
    assert "has grown" in read(thread.history()[-1])
    state = world.env.backend.get_channel(thread.id).thread_metadata
    assert state is not None
    assert state.archived
    assert state.locked
    assert f"It has grown: <#{corner.id}>" in read(channel.history()[0])
    assert "Welcome to Sourdough" in read(await fay.slash(world.lobby, "topic join", topic="Sourdough"))


async def test_a_quiet_topic_is_asked_about_sleeps_and_comes_back(world: World) -> None:
    channel = await make_proposals_channel(world)
    amy, bea, cid, *_ = members = people(world)
    fay = world.member("fay")
    corner = await make_grown_topic(world, channel, members)
    await world.advance(31 * DAY)
    [note] = keep_notices(corner)
    assert "Nobody has written in Sourdough for 30 days" in read(note)
    assert "it stays" in read(await bea.click(note, label="Keep it"))
    assert "Sourdough stays" in read(corner.history()[-1])
    await world.advance(15 * DAY)
    assert keep_notices(corner) == []

    await world.advance(16 * DAY)
    [note] = keep_notices(corner)
    await world.advance(DAY)
    await cid.send(corner, "I baked again")
    await world.advance(2 * DAY)
    assert keep_notices(corner) == []

    await world.advance(30 * DAY)
    assert len(keep_notices(corner)) == 1
    await world.advance(8 * DAY)
    assert categories(world)["Archive"] == 1
    assert world.sees(amy, corner)
    assert not can_write(world, amy, corner)
    assert "Sourdough is in the archive" in read(corner.history()[-1])
    assert "in the archive" in read(await amy.slash(world.lobby, "topic join", topic="Sourdough"))
    assert "Sourdough" not in read(await fay.slash(world.lobby, "topic browse"))

    assert [one["name"] for one in await fay.autocomplete(world.lobby, "topic revive", "topic", "so")] == ["Sourdough"]
    assert "is back" in read(await fay.slash(world.lobby, "topic revive", topic="Sourdough"))
    assert can_write(world, amy, corner)
    assert categories(world) == {"Corners": 2, "Archive": 0}
    assert "not in the archive" in read(await fay.slash(world.lobby, "topic revive", topic="Sourdough"))
    assert await fay.autocomplete(world.lobby, "topic revive", "topic", "") == []


async def test_what_finds_too_few_people_folds_kindly_and_says_so_to_those_who_pressed(world: World) -> None:
    channel = await make_proposals_channel(world, quorum=2)
    amy, bea = people(world, 2)
    lonely = await propose(world, amy, channel, "Moss", "Bryophytes of the walls around here")
    assert "1 of 2" in await press_join(lonely, [amy])
    await world.advance(14 * DAY)
    told = channel.history()[-1]
    assert "Moss does not go on" in read(told)
    assert "that is fine" in read(told)
    assert f"Thank you for wanting it, <@{amy.id}>" in read(told)
    assert [one.id for one in told.mentions] == [amy.id]
    assert labels(channel.history()[0]) == []
    assert "not open any more" in read(await late_press(world, bea, lonely))

    card = await propose(world, amy, channel, "Kites", "Flying them on the hill when there is wind")
    await press_join(card, [amy, bea])
    [thread] = [one for one in channel.threads if one.id == card.id]
    await amy.send(thread, "hello")
    await world.advance(14 * DAY)
    assert "Kites does not go on" in read(thread.history()[-1])
    assert {one.id for one in thread.history()[-1].mentions} == {amy.id, bea.id}
    assert await lifecycles(world) == []


async def late_press(world: World, actor: MemberActor, card: discord.Message) -> InteractionResult:
    """A press of a card's button after the card lost it."""
    stored = world.env.backend.get_message(card.channel.id, card.id)
    kept, stored.components = stored.components, components(card)
    answer = await actor.click(card, label="I'd join")
    stored.components = kept
    return answer


async def test_a_proposal_like_what_is_there_meets_it_first(world: World) -> None:
    channel = await make_proposals_channel(world)
    amy, bea, cid = people(world, 3)
    film = world.hidden_channel("film-club")
    await world.moderator.slash(world.lobby, "topic add", channel=film, description="What we watched this week")

    met = await amy.slash(world.lobby, "topic propose", name="Film Club", pitch="Films")
    assert "There is something like it already" in read(met)
    assert "Join it with /topic join" in read(met)
    assert "0 joined, quiet for two weeks" in read(met)
    assert labels(met) == []
    assert channel.history() == []

    met = await amy.slash(world.lobby, "topic propose", name="Films club", pitch="Old ones, at the bakery")
    assert labels(met) == ["Propose it all the same"]
    assert channel.history() == []
    await amy.click(last(met), label="Propose it all the same")
    assert "Your proposal is in" in read(met)
    assert "Films club" in read(channel.history()[0])
    assert len(channel.history()) == 1

    met = await bea.slash(world.lobby, "topic propose", name="films-clubs", pitch="Silent ones")
    assert "is proposed already" in read(met)
    await propose(world, cid, channel, "Owl walks", "Hearing them at night")
    late = await bea.slash(world.lobby, "topic propose", name="Owls walk", pitch="Seeing them by day")
    await world.moderator.slash(world.lobby, "topic decline", topic="Owl walks", reason="Not here")
    await propose(world, cid, channel, "owls-walk", "Only in winter, when the trees are bare")
    assert "one of that name by now" in read(await bea.click(last(late), label="Propose it all the same"))
    assert labels(late) == ["Propose it all the same"]
    await world.advance(2 * DAY)
    assert len(await lifecycles(world, TopicState.DRAFT)) == 0


async def test_moderators_decide_early_and_only_they(world: World) -> None:
    channel = await make_proposals_channel(world)
    await set_moderator_role(world, world.moderator_role)
    amy, bea = people(world, 2)
    await propose(world, amy, channel, "Moss", "Bryophytes")
    await propose(world, amy, channel, "Kites", "Flying them")
    for command, options in (
        ("topic approve", {"topic": "Moss"}),
        ("topic decline", {"topic": "Moss", "reason": "No"}),
        ("topic capacity", {}),
    ):
        assert "for moderators" in read(await bea.slash(world.lobby, command, **options))
    rosa = world.moderator
    choices = await rosa.autocomplete(world.lobby, "topic approve", "topic", "")
    assert [one["name"] for one in choices] == ["Moss", "Kites"]

    assert "Moss sprouts now" in read(await rosa.slash(world.lobby, "topic approve", topic="moss"))
    [thread] = channel.threads
    assert "is a topic now" in read(await rosa.slash(world.lobby, "topic approve", topic=choices[0]["value"]))
    assert world.sees(rosa, channel_named(world, "moss"))
    assert "has grown" in read(thread.history()[-1])
    assert "no such proposal" in read(await rosa.slash(world.lobby, "topic approve", topic="Moss"))

    declined = await rosa.slash(world.lobby, "topic decline", topic="Kites", reason="The hill is  closed")
    assert "Your reason is on its card" in read(declined)
    assert "The hill is closed" in read(channel.history()[1])
    assert "The hill is closed" in read(channel.history()[-1])
    assert channel.history()[-1].mentions == []
    assert "no such proposal" in read(await rosa.slash(world.lobby, "topic decline", topic="Kites", reason="Twice"))


async def test_a_sprout_grows_into_a_forum_where_set_and_its_note_is_a_post(world: World) -> None:
    channel = await make_proposals_channel(world, quorum=2, sprout_posters=2, grows_into_forum="on")
    members = people(world, 2)
    guild = world.bot.get_guild(world.guild.id)
    assert guild is not None
    guild.features.append("COMMUNITY")
    forum = await make_grown_topic(world, channel, members, "Knitting")
    assert world.env.backend.get_channel(forum.id).type == discord.ChannelType.forum.value
    await world.advance(31 * DAY)
    [post] = forum.threads
    [note] = keep_notices(post)
    await members[0].click(note, label="Keep it")
    assert "Knitting stays" in read(post.history()[0])
    await world.advance(31 * DAY)
    await world.advance(8 * DAY)
    assert categories(world)["Archive"] == 1
    assert [one.asleep for one in await world.bot.services.topics.directory.topics(world.guild.id)] == [True]  # type: ignore[arg-type]


async def test_what_cannot_be_proposed_is_said_kindly(world: World) -> None:
    (amy,) = people(world, 1)
    nowhere = await amy.slash(world.lobby, "topic propose", name="Moss", pitch="Bryophytes")
    assert "no place for proposals here yet" in read(nowhere)
    channel = await make_proposals_channel(world)
    for number, name in enumerate(("Moss", "Kites", "Owls")):
        await propose(world, amy, channel, name, f"{PITCH} {number}" if number == 0 else name * 3)
    full = await amy.slash(world.lobby, "topic propose", name="Beekeeping", pitch="Hives on roofs")
    assert "3 proposals of yours are open" in read(full)
    assert "1 to 100 characters" in read(await world.moderator.slash(world.lobby, "topic propose", name=" ", pitch="x"))
    assert len(channel.history()) == 3
    await change_topic_settings(world, quorum_days=1)
    await world.advance(2 * DAY)
    assert await lifecycles(world) == []
