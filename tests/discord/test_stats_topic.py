from datetime import timedelta

import pytest
from simcord.builders import ChannelHandle
from simcord.results import InteractionResult

from community.engagement.events import Activity, ActivityKind
from community.ids import ChannelId, GuildId, MemberId
from community.topics.topic import NewTopic
from tests.discord.test_stats import DAY, HOUR, crowd, decide, pictures, text
from tests.discord.world import World, last

ODD = "🎬\u202eeht\u202c film-فيلم-" + "x" * 60


async def topic(world: World, name: str = "film-club") -> ChannelHandle:
    channel = world.channel(name)
    await world.moderator.slash(world.lobby, "topic add", channel=channel)
    return channel


def wrote(
    world: World, channel: ChannelHandle, who: int, back: timedelta, *, times: int = 1, thread: int | None = None
) -> None:
    """Somebody wrote in a topic, so long ago; every call gives messages of their own."""
    at = world.now - back
    for number in range(times):
        world.bot.services.engagement.activity.record(
            Activity(
                GuildId(world.guild.id),
                ActivityKind.MESSAGE,
                (int(at.timestamp()) << 22) + channel.id % 1_000 * 10_000 + who % 1_000 * 10 + number,
                MemberId(who),
                at,
                ChannelId(channel.id),
                None if thread is None else ChannelId(thread),
            )
        )


async def shown(world: World, name: str = "film-club", **options: object) -> InteractionResult:
    answer = await world.moderator.slash(world.lobby, "stats topic", topic=name, **options)
    assert last(answer).flags.ephemeral
    return answer


async def test_only_what_happened_in_the_topic_counts_threads_included(world: World) -> None:
    film, people = await topic(world), crowd(world, 20)
    for who in people[:6]:
        wrote(world, film, who, 3 * DAY)
    wrote(world, film, people[6], 2 * DAY, thread=500)
    wrote(world, film, people[0], 2 * DAY - HOUR, thread=500)
    wrote(world, world.lobby, people[7], 3 * DAY, times=9)
    wrote(world, world.lobby, people[8], 3 * DAY, thread=501)

    answer = await shown(world)

    assert "film-club: the last 30 days" in text(answer)
    assert "**7 people took part**, of whom 7 wrote." in text(answer)
    assert "There is nothing from before these days to compare them with yet." in text(answer)
    assert "Messages: **8**. It takes **3** of the 7 who wrote to make up half of them." in text(answer)
    assert "Threads opened: **1**, answered: **1**" in text(answer)
    assert "4 Dec: 0 · 11 Dec: 0 · 18 Dec: 0 · 25 Dec: 7" in text(answer)
    (picture,) = pictures(answer)
    assert picture.description is not None
    assert "people who took part in film-club each week, 2 Dec to 31 Dec. 4 Dec: 0," in picture.description


async def test_any_member_may_ask_and_a_week_is_told_by_days(world: World) -> None:
    film, people = await topic(world), crowd(world, 20)
    for who in people[:5]:
        wrote(world, film, who, 2 * DAY)
    answer = await world.member("amy").slash(world.lobby, "stats topic", topic="#Film-Club", days=7)
    assert "28 Dec: 0 · 29 Dec: 0 · 30 Dec: 5 · 31 Dec: 0" in text(answer)
    assert pictures(answer)[0].filename == "topic-people.png"


async def test_a_change_gets_a_word_only_where_the_people_can_tell(world: World) -> None:
    film, people = await topic(world), crowd(world, 41)
    wrote(world, world.lobby, people[0], 75 * DAY)
    for who in people:
        if who % 4 == 0:
            wrote(world, film, who, 50 * DAY)
        wrote(world, film, who, 10 * DAY)
    said = text(await shown(world))
    assert said.count("Up on the 30 days before.") == 2


async def test_who_opted_out_leaves_the_topics_counts(world: World) -> None:
    film, people = await topic(world), crowd(world, 20)
    amy = world.member("amy")
    await world.advance(DAY)
    await amy.send(film, "hello")
    for who in people[:6]:
        wrote(world, film, who, HOUR)
    await world.advance(2 * DAY)
    assert "**7 people took part**" in text(await shown(world))
    await amy.click(last(await amy.slash(world.lobby, "privacy optout")), custom_id="hamlet:optout:keep")
    assert "**6 people took part**" in text(await shown(world))


async def test_a_handful_gets_counts_and_no_chart(world: World) -> None:
    film, people = await topic(world), crowd(world, 20)
    for who in people[:4]:
        wrote(world, film, who, 3 * DAY, times=2)
    answer = await shown(world)
    assert "A small circle!" in text(answer)
    assert "Took part: **4**, of whom **4** wrote" in text(answer)
    assert "Messages: **8**" in text(answer)
    assert "%" not in text(answer)
    assert not pictures(answer)


async def test_a_quiet_topic_is_told_kindly(world: World) -> None:
    await topic(world)
    answer = await shown(world)
    assert "somebody has to begin" in text(answer)
    assert "shows from tomorrow on" in text(answer)
    assert not pictures(answer)


async def test_people_who_only_reacted_took_part_and_nothing_was_said(world: World) -> None:
    film = await topic(world)
    hello = await world.moderator.send(world.lobby, "hello")
    people = [world.member(f"member {number}") for number in range(6)]
    for actor in people:
        world.bot.services.engagement.activity.record(
            Activity(
                GuildId(world.guild.id),
                ActivityKind.REACTION,
                hello.id,
                MemberId(actor.id),
                world.now,
                ChannelId(film.id),
                emoji="👋",
            )
        )
    await world.advance(DAY)
    said = text(await shown(world))
    assert "**6 people took part**, of whom 0 wrote." in said
    assert "Nothing was said in these days." in said


@pytest.mark.parametrize("days", [365, 28, 27])
async def test_every_span_and_every_name_fit_into_one_message(world: World, days: int) -> None:
    await decide(world, "general.time_zone", "America/Argentina/ComodRivadavia")
    film, people = await topic(world, ODD), crowd(world, 20)
    for back in range(1, 401, 3):
        wrote(world, film, people[back % 19], back * DAY, thread=500 + back)
        wrote(world, film, people[back % 7], back * DAY - HOUR, thread=500 + back)
    number = str((await world.bot.services.topics.directory.topics(GuildId(world.guild.id)))[0].topic_id)
    answer = await shown(world, number, days=days)
    assert f"the last {days} days" in text(answer)
    assert "\u202e" not in text(answer)
    assert "Who does the talking" in text(answer)
    assert "America/Argentina/ComodRivadavia" in text(answer)
    assert len(pictures(answer)) == 1


@pytest.mark.parametrize("name", ["nope", "999999", str(2**63), "-1", "🎬"])
@pytest.mark.parametrize("command", ["stats topic", "stats stewards"])
async def test_an_unknown_topic_is_refused_kindly(world: World, command: str, name: str) -> None:
    await topic(world)
    assert "no such topic here" in text(await world.moderator.slash(world.lobby, command, topic=name))


@pytest.mark.parametrize("command", ["stats topic", "stats stewards"])
async def test_another_servers_topic_is_unknown_here(world: World, command: str) -> None:
    elsewhere = world.env.create_guild("Elsewhere")
    hall = elsewhere.create_text_channel("hall")
    foreign = await world.bot.services.topics.directory.register(
        NewTopic(GuildId(elsewhere.id), ChannelId(hall.id), None, "hall", ""), world.now
    )
    for name in ("hall", str(foreign.topic_id)):
        assert "no such topic here" in text(await world.moderator.slash(world.lobby, command, topic=name))


async def test_topics_are_offered_while_typing(world: World) -> None:
    await topic(world)
    await topic(world, "bread")
    for command in ("stats topic", "stats stewards"):
        offered = await world.member(command[-5:]).autocomplete(world.lobby, command, "topic", "FILM")
        assert [choice["name"] for choice in offered] == ["film-club"]
