from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

import discord
import pytest
from simcord.actors import _dispatch_actor_interaction
from simcord.backend.errors import OptionError, SetupError
from simcord.enums import InteractionType
from simcord.results import InteractionResult

from community.engagement.events import Activity, ActivityKind, Arrival
from community.ids import ChannelId, GuildId, MemberId
from tests.discord.world import World, components, last, read

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def wrote(world: World, who: int, at: datetime, *, thread: int | None = None, times: int = 1) -> None:
    """Somebody wrote; every call gives messages of their own."""
    for number in range(times):
        world.bot.services.engagement.activity.record(
            Activity(
                GuildId(world.guild.id),
                ActivityKind.MESSAGE,
                discord.utils.time_snowflake(at) + (who % 1_000) * 100 + number,
                MemberId(who),
                at,
                ChannelId(world.lobby.id),
                None if thread is None else ChannelId(thread),
            )
        )


def joined(world: World, people: Iterable[int], at: datetime) -> None:
    for who in people:
        world.bot.services.engagement.activity.record(Arrival(GuildId(world.guild.id), MemberId(who), at))


def crowd(world: World, n: int) -> list[int]:
    """Strangers, so that there are ``n`` members with the moderator, who came long ago and says nothing."""
    people = list(range(1_000, 1_000 + n - 1))
    joined(world, [*people, world.moderator.id], world.now - 400 * DAY)
    return people


async def decide(world: World, key: str, value: str) -> None:
    settings = world.bot.services.settings
    await settings.change(GuildId(world.guild.id), key, value, MemberId(world.moderator.id), world.now)


def text(answer: InteractionResult) -> str:
    """What a person reads, with plain hyphens."""
    return read(answer).replace("\N{EN DASH}", "-")


async def server(world: World, **options: object) -> str:
    answer = await world.moderator.slash(world.lobby, "stats server", **options)
    assert last(answer).flags.ephemeral
    return text(answer)


def pictures(answer: InteractionResult) -> list[discord.Attachment]:
    return list(last(answer).attachments)


# One's own numbers


async def test_what_one_just_did_shows_at_once_and_to_oneself_alone(world: World) -> None:
    amy = world.member("amy")
    hello = await amy.send(world.lobby, "hello")
    await amy.send(world.lobby, "is anybody here?")
    await amy.react(hello, "👋")
    await world.member("bea").send(world.lobby, "I am")

    answer = await amy.slash(world.lobby, "stats me")

    assert last(answer).flags.ephemeral
    shown = text(answer)
    assert "Your last 30 days" in shown
    assert "Messages: **2**" in shown
    assert "Reactions you gave: **1**" in shown
    assert "Threads you opened: **0**" in shown
    assert "Days you took part: **1** of 30" in shown
    assert "1 Jan: 2" in shown
    (picture,) = pictures(answer)
    assert picture.description is not None
    assert "3 Dec to 1 Jan, 2 in all. 1 Jan: 2." in picture.description
    assert picture.filename in str(components(last(answer)))


async def test_days_reach_back_in_the_servers_time_zone(world: World) -> None:
    amy = world.member("amy")
    await world.advance(10 * DAY)
    await decide(world, "general.time_zone", "Pacific/Kiritimati")
    wrote(world, amy.id, world.now - 6 * DAY - 14 * HOUR, times=3)
    wrote(world, amy.id, world.now - 6 * DAY - 14 * HOUR - timedelta(seconds=1), times=5)
    wrote(world, amy.id, world.now, thread=77)

    answer = await amy.slash(world.lobby, "stats me", days=7)

    shown = text(answer)
    assert "Messages: **4**" in shown
    assert "Threads you opened: **1**" in shown
    assert "Days you took part: **2** of 7" in shown
    assert "5 Jan: 3 · 11 Jan: 1" in shown
    assert "Pacific/Kiritimati" in shown


async def test_a_year_is_told_in_means_of_seven_days(world: World) -> None:
    amy = world.member("amy")
    wrote(world, amy.id, world.now - 5 * DAY, times=14)
    shown = text(await amy.slash(world.lobby, "stats me", days=365))
    assert "mean of the 7 days from each date that had any: 26 Dec: 2\n" in shown


async def test_who_did_nothing_yet_is_not_shown_an_empty_chart(world: World) -> None:
    amy = world.member("amy")
    answer = await amy.slash(world.lobby, "stats me")
    assert "reading along is part of it" in text(answer)
    assert not pictures(answer)


async def test_who_only_reacted_sees_so_without_a_chart(world: World) -> None:
    amy = world.member("amy")
    await amy.react(await world.moderator.send(world.lobby, "hello"), "👋")
    answer = await amy.slash(world.lobby, "stats me")
    assert "Reactions you gave: **1**" in text(answer)
    assert not pictures(answer)


async def test_another_servers_messages_are_not_counted_here(world: World) -> None:
    elsewhere = world.env.create_guild("Elsewhere")
    hall = elsewhere.create_text_channel("hall")
    user = world.env.create_user("amy")
    there, here = elsewhere.add_member(user), world.guild.add_member(user)
    await there.send(hall, "hello")
    assert "Messages: **1**" in text(await there.slash(hall, "stats me"))
    assert "Nothing to count yet" in text(await here.slash(world.lobby, "stats me"))


async def test_a_deleted_message_is_taken_out(world: World) -> None:
    amy = world.member("amy")
    await amy.send(world.lobby, "hello")
    slip = await amy.send(world.lobby, "oops")
    await amy.delete(slip)
    assert "Messages: **1**" in text(await amy.slash(world.lobby, "stats me"))


async def test_the_numbers_are_there_after_a_restart(world: World) -> None:
    amy = world.member("amy")
    await amy.send(world.lobby, "hello")
    await world.restart()
    assert "Messages: **1**" in text(await amy.slash(world.lobby, "stats me"))


# The server's numbers


async def test_members_may_see_the_server_only_where_moderators_let_them(world: World) -> None:
    amy = world.member("amy")
    await world.advance(2 * DAY)
    assert "for moderators" in text(await amy.slash(world.lobby, "stats server"))
    await decide(world, "engagement.server_stats_for_all", "on")
    answer = await amy.slash(world.lobby, "stats server")
    assert last(answer).flags.ephemeral
    assert "The last 30 days" in text(answer)
    await decide(world, "engagement.server_stats_for_all", "off")
    assert "for moderators" in text(await amy.slash(world.lobby, "stats server"))


async def test_participation_is_told_with_how_sure_it_is(world: World) -> None:
    people = crowd(world, 60)
    for who in people[:12]:
        wrote(world, who, world.now - 3 * DAY)

    answer = await world.moderator.slash(world.lobby, "stats server")

    shown = text(answer)
    assert "**12 of 60 members took part** (20 %, likely 12-32 %)." in shown
    assert "There is nothing from before these days to compare them with yet." in shown
    assert "Of 12 people who took part in the last 30 days, 12 did in the last 7 (100 %, likely 76-100 %)." in shown
    assert "Messages: **12**. It takes **6** of 60 members to make up half of them." in shown
    assert "4 Dec: 0 % (0-6) · 11 Dec: 0 % (0-6) · 18 Dec: 0 % (0-6) · 25 Dec: 20 % (12-32)" in shown
    (picture,) = pictures(answer)
    assert picture.description is not None
    assert "2 Dec to 31 Dec. 4 Dec: 0 % (0\N{EN DASH}6)," in picture.description


async def test_first_answers_are_told_in_minutes_and_rates(world: World) -> None:
    people = crowd(world, 30)
    for number in range(8):
        at = world.now - 10 * DAY + number * HOUR
        wrote(world, people[number], at, thread=500 + number)
        if number != 7:
            wrote(world, people[number + 1], at + timedelta(minutes=8 * (number + 1)), thread=500 + number)

    shown = await server(world)

    assert "Threads opened: **8**, answered: **7**" in shown
    assert "Usual wait: **32 min** (likely 8 min to 56 min); nine in ten waited 51 min or less." in shown
    assert "Of 8 opened at least a day before the end, 7 were answered within 24 hours (88 %, likely 53-98 %)." in shown


async def test_few_answers_come_with_a_warning_instead_of_a_range(world: World) -> None:
    people = crowd(world, 30)
    wrote(world, people[0], world.now - 10 * DAY, thread=500)
    wrote(world, people[1], world.now - 5 * DAY, thread=500)
    assert "Usual wait: **5 days**, though so few answers may mislead." in await server(world)


async def test_newcomers_are_told_with_those_who_came_back(world: World) -> None:
    crowd(world, 10)
    newcomers = range(5_000, 5_004)
    joined(world, newcomers, world.now - 20 * DAY)
    for who in newcomers[:3]:
        wrote(world, who, world.now - 12 * DAY)
    shown = await server(world)
    assert "Joined: **4**" in shown
    assert "Of 4 whose following week is over, 3 took part in it (75 %, likely 30-95 %)." in shown


async def test_a_change_gets_a_word_only_where_the_people_can_tell(world: World) -> None:
    people = crowd(world, 41)
    wrote(world, people[0], world.now - 75 * DAY)
    for who in people:
        if who % 2:
            wrote(world, who, world.now - 50 * DAY)
        wrote(world, who, world.now - 10 * DAY, times=3)

    shown = await server(world)

    assert "Up on the 30 days before." in shown.partition("Coming back")[0]
    assert "Up on the 30 days before." in shown.partition("Who does the talking")[2]
    assert "nothing from before" not in shown


async def test_one_talkative_person_changes_no_word(world: World) -> None:
    people = crowd(world, 41)
    wrote(world, people[0], world.now - 75 * DAY)
    for who in people[:20]:
        wrote(world, who, world.now - 50 * DAY)
        wrote(world, who, world.now - 10 * DAY)
    wrote(world, people[0], world.now - 9 * DAY, times=90)

    shown = await server(world)

    assert shown.count("About the same as the 30 days before, as far as 41 people can tell.") == 2
    assert "Up on" not in shown


async def test_a_week_is_shown_day_by_day(world: World) -> None:
    people = crowd(world, 12)
    for who in people[:4]:
        wrote(world, who, world.now - 2 * DAY)
    answer = await world.moderator.slash(world.lobby, "stats server", days=7)
    assert "The last 7 days" in text(answer)
    assert "25 Dec: 0 · 26 Dec: 0 · 27 Dec: 0 · 28 Dec: 0 · 29 Dec: 0 · 30 Dec: 4 · 31 Dec: 0" in text(answer)
    assert pictures(answer)[0].filename == "people-a-day.png"


async def test_today_is_left_out_until_it_is_over(world: World) -> None:
    people = crowd(world, 10)
    wrote(world, people[0], world.now + HOUR)
    assert "**0 of 10 members took part**" in await server(world)
    await world.advance(DAY)
    assert "**1 of 10 members took part**" in await server(world)


async def test_a_silent_server_is_told_so_without_a_chart(world: World) -> None:
    crowd(world, 10)
    answer = await world.moderator.slash(world.lobby, "stats server")
    assert "**0 of 10 members took part** (0 %, likely 0-28 %)." in text(answer)
    assert "Nothing was said in these days." in text(answer)
    assert not pictures(answer)


async def test_a_handful_of_people_get_counts_instead_of_shares(world: World) -> None:
    people = crowd(world, 4)
    wrote(world, people[0], world.now - 2 * DAY, thread=500)
    wrote(world, people[1], world.now - 2 * DAY + HOUR, thread=500)
    answer = await world.moderator.slash(world.lobby, "stats server")
    shown = text(answer)
    assert "Members: **4**, of whom **2** took part" in shown
    assert "Messages: **2**" in shown
    assert "Threads opened: **1**, answered: **1**" in shown
    assert "%" not in shown
    assert not pictures(answer)


async def test_a_server_without_a_whole_day_yet_says_when_there_is_something(world: World) -> None:
    assert "what happens today shows from tomorrow on" in await server(world)


@pytest.mark.parametrize("days", [365, 100, 28, 27])
async def test_every_span_fits_into_one_message(world: World, days: int) -> None:
    people = crowd(world, 20)
    for back in range(1, 401, 3):
        wrote(world, people[back % 19], world.now - back * DAY, thread=500 + back)
        wrote(world, people[back % 7], world.now - back * DAY + HOUR, thread=500 + back)
    answer = await world.moderator.slash(world.lobby, "stats server", days=days)
    assert f"The last {days} days" in text(answer)
    assert "Who does the talking" in text(answer)
    assert len(pictures(answer)) == 1


# Bounds


@pytest.mark.parametrize("command", ["stats me", "stats server"])
@pytest.mark.parametrize("days", [6, 366])
async def test_discord_itself_refuses_too_few_and_too_many_days(world: World, command: str, days: int) -> None:
    with pytest.raises(OptionError):
        await world.moderator.slash(world.lobby, command, days=days)


def forged(command: str, days: int) -> dict[str, Any]:
    option = {"type": 4, "name": "days", "value": days}
    return {"id": "1", "name": "stats", "type": 1, "options": [{"type": 1, "name": command, "options": [option]}]}


@pytest.mark.parametrize("command", ["me", "server"])
@pytest.mark.parametrize("days", [-1, 0, 6, 366, 10**9])
async def test_days_that_slipped_past_discord_are_refused_kindly(world: World, command: str, days: int) -> None:
    kind = InteractionType.APPLICATION_COMMAND
    answer = await _dispatch_actor_interaction(world.moderator, kind, world.lobby, forged(command, days))
    assert "Please give a number of days from 7 to 365." in text(answer)


@pytest.mark.parametrize("command", ["me", "server"])
async def test_there_are_no_numbers_in_direct_messages(world: World, command: str) -> None:
    amy = world.member("amy")
    with pytest.raises(SetupError):
        await amy.user.slash(f"stats {command}")
    answer = await _dispatch_actor_interaction(
        amy.user, InteractionType.APPLICATION_COMMAND, amy.user.dm_channel, forged(command, 30)
    )
    assert "inside a server only" in text(answer)
