from datetime import timedelta

import pytest
from simcord.builders import ChannelHandle

from community.engagement.events import Activity, ActivityKind, Arrival
from community.ids import ChannelId, GuildId, MemberId
from tests.discord.drivers.recommendations import ask, recommend
from tests.discord.test_stats import DAY, HOUR, crowd, decide, text
from tests.discord.test_stats_topic import ODD, topic, wrote
from tests.discord.world import World, labels, last


async def health(world: World) -> str:
    answer = await world.moderator.slash(world.lobby, "stats health")
    assert last(answer).flags.ephemeral
    return text(answer)


def newcomer(world: World, who: int, back: timedelta, channel: ChannelHandle | None = None) -> None:
    """Somebody joined and wrote for the first time, so long ago."""
    guild, at = GuildId(world.guild.id), world.now - back
    place = ChannelId((channel or world.lobby).id)
    world.bot.services.engagement.activity.record(Arrival(guild, MemberId(who), at - HOUR))
    world.bot.services.engagement.activity.record(
        Activity(guild, ActivityKind.MESSAGE, 10**6 + who, MemberId(who), at, place)
    )


async def test_where_all_is_well_it_is_said_with_what_was_looked_at(world: World) -> None:
    said = await health(world)
    assert "Nothing, just now." in said
    assert "newcomers after 4 h and asks after 24 h, 14 days back" in said
    assert "/topic add" in said
    await topic(world)
    assert "Topics looked at: 1." in await health(world)


async def test_members_are_turned_away_also_at_the_button(world: World) -> None:
    amy = world.member("amy")
    assert "for moderators" in text(await amy.slash(world.lobby, "stats health"))
    for number in range(11):
        newcomer(world, 5_000 + number, 5 * HOUR)
    answer = await world.moderator.slash(world.lobby, "stats health")
    await decide(world, "general.moderator_role", str(world.guild.create_role("Keepers").id))
    assert "for moderators" in text(await world.moderator.click(last(answer), label="More"))


async def test_a_newcomer_without_an_answer_is_told_with_a_link_until_somebody_answers(world: World) -> None:
    await world.advance(DAY)
    amy, bea = world.member("amy"), world.member("bea")
    hello = await amy.send(world.lobby, "hello, I am new")
    await world.advance(4 * HOUR - timedelta(seconds=1))
    assert "Nothing, just now." in await health(world)
    await world.advance(timedelta(seconds=2))
    said = await health(world)
    assert "Newcomers without an answer: **1**" in said
    assert f"<@{amy.id}> is new and wrote for the first time" in said
    assert f"https://discord.com/channels/{world.guild.id}/{world.lobby.id}/{hello.id}" in said
    await bea.send(world.lobby, "welcome!", reply_to=hello)
    assert f"<@{amy.id}>" not in await health(world)


async def test_an_ask_without_an_answer_is_told_until_it_is_recommended_to(world: World) -> None:
    amy, bea = world.member("amy"), world.member("bea")
    thread = await ask(world, amy)
    await amy.send(thread, "nobody?")
    await world.advance(DAY - timedelta(minutes=1))
    assert "Asks without" not in await health(world)
    await world.advance(timedelta(minutes=2))
    said = await health(world)
    assert "Asks without an answer: **1**" in said
    assert f"An ask in <#{world.lobby.id}>" in said
    assert f"https://discord.com/channels/{world.guild.id}/{thread.id})" in said
    await recommend(thread, bea)
    assert "Asks without" not in await health(world)


async def test_fading_and_silent_topics_are_told_with_the_numbers(world: World) -> None:
    film, bread, garden = await topic(world), await topic(world, "bread"), await topic(world, "garden")
    for who in crowd(world, 13):
        wrote(world, film, who, 40 * DAY, times=5)
        wrote(world, film, who, 3 * DAY)
        wrote(world, garden, who, 40 * DAY, times=2)
        wrote(world, garden, who, 3 * DAY, times=2)
    wrote(world, bread, 1_000, 20 * DAY, times=2)

    said = await health(world)

    assert "Topics that fade: **2**" in said
    assert (
        f"Less is said in <#{film.id}>, beyond chance. Messages in the last 4 weeks: 12, people: 12; "
        "in the 4 before: 60 and 12."
    ) in said
    assert (
        f"<#{bread.id}> has been silent for 14 days or more. Messages in the last 4 weeks: 2; in the 4 before: 0."
    ) in said
    assert f"https://discord.com/channels/{world.guild.id}/{film.id}" in said
    assert f"<#{garden.id}>" not in said


async def test_a_topic_that_one_person_carries_is_told_without_the_name(world: World) -> None:
    film = await topic(world)
    people = crowd(world, 13)
    for back in range(1, 13):
        wrote(world, film, people[0], back * DAY, times=2)
    wrote(world, film, people[1], 2 * DAY, times=4)
    said = await health(world)
    assert "Topics that one person carries: **1**" in said
    assert f"One person wrote 24 of the 28 messages of 4 weeks in <#{film.id}>; people who wrote: 2." in said
    assert f"<@{people[0]}>" not in said


async def test_who_opted_out_is_neither_waited_for_nor_carries(world: World) -> None:
    film, carrier = await topic(world), crowd(world, 13)[0]
    for back in range(1, 13):
        wrote(world, film, carrier, back * DAY, times=2)
    newcomer(world, 5_000, 5 * HOUR)
    assert "carries: **1**" in await health(world)
    for who in (carrier, 5_000):
        await world.bot.services.privacy.opt_out(GuildId(world.guild.id), MemberId(who), world.now, erase=False)
    assert "Nothing, just now." in await health(world)


@pytest.mark.parametrize("restart", [False, True])
async def test_a_long_list_is_paged_also_after_a_restart(world: World, restart: bool) -> None:
    odd = await topic(world, ODD)
    people = [world.member(f"newcomer {number}") for number in range(23)]
    hellos = [await actor.send(odd, "hello") for actor in people]
    await world.advance(5 * HOUR)
    answer = await world.moderator.slash(world.lobby, "stats health")
    assert text(answer).count("<@") == 10
    assert labels(answer) == ["More"]
    if restart:
        await world.restart()
    turned = await world.moderator.click(last(answer), label="More")
    assert text(turned).count("<@") == 10
    assert labels(turned) == ["Back", "More"]
    for hello in hellos[:15]:
        await world.moderator.send(odd, "welcome!", reply_to=hello)
    gone = await world.moderator.click(last(turned), label="More")
    assert text(gone).count("<@") == 8
    assert labels(gone) == []


async def test_another_servers_troubles_are_not_told_here(world: World) -> None:
    elsewhere = GuildId(12345)
    services = world.bot.services
    services.engagement.activity.record(Arrival(elsewhere, MemberId(5_000), world.now - 6 * HOUR))
    services.engagement.activity.record(
        Activity(elsewhere, ActivityKind.MESSAGE, 7, MemberId(5_000), world.now - 5 * HOUR, ChannelId(1))
    )
    assert "Nothing, just now." in await health(world)
