from datetime import timedelta

import pytest
from simcord.actors import MemberActor

from community.engagement.events import Activity, ActivityKind
from community.ids import ChannelId, GuildId, MemberId
from tests.discord.world import World, labels, last, read


async def lived(world: World) -> MemberId:
    """Amy joined a topic and wrote once."""
    film = world.hidden_channel("film-club")
    await world.moderator.slash(world.lobby, "topic add", channel=film)
    amy = world.member("amy")
    await amy.slash(world.lobby, "topic join", topic="film-club")
    world.bot.services.engagement.activity.record(
        Activity(GuildId(world.guild.id), ActivityKind.MESSAGE, 7, MemberId(amy.id), world.now, ChannelId(film.id))
    )
    return MemberId(amy.id)


async def test_what_is_kept_is_said_in_words_and_forgetting_empties_it(world: World) -> None:
    amy_id = await lived(world)
    actor = world.actor(amy_id)

    shown = await actor.slash(world.lobby, "privacy show")
    assert shown.ephemeral
    assert "topics you joined" in read(shown)
    assert "never their text" in read(shown)

    asked = await actor.slash(world.lobby, "privacy forget")
    assert labels(asked) == [
        "Erase everything in this server",
        "Erase everything, everywhere",
        "In this server, but leave my recommendations",
        "Everywhere, but leave my recommendations",
    ]
    await actor.click(last(asked), label="Erase everything in this server")
    assert "You are forgotten" in read(asked)

    assert "not a single entry" in read(await actor.slash(world.lobby, "privacy show"))


async def test_forgetting_in_one_server_leaves_the_other_alone(world: World) -> None:
    amy_id = await lived(world)
    elsewhere = GuildId(12345)
    world.bot.services.engagement.activity.record(
        Activity(elsewhere, ActivityKind.MESSAGE, 8, amy_id, world.now, ChannelId(1))
    )
    actor = world.actor(amy_id)

    asked = await actor.slash(world.lobby, "privacy forget")
    await actor.click(last(asked), label="Erase everything in this server")
    assert await world.bot.services.privacy.list_kept(amy_id, elsewhere)

    asked = await actor.slash(world.lobby, "privacy forget")
    await actor.click(last(asked), label="Erase everything, everywhere")
    assert await world.bot.services.privacy.list_kept(amy_id, None) == []


async def test_the_button_works_after_a_restart_and_pressing_twice_is_harmless(world: World) -> None:
    actor = world.actor(await lived(world))
    asked = await actor.slash(world.lobby, "privacy forget")
    message = last(asked)
    await world.restart()
    first = await actor.click(message, custom_id="hamlet:forget:here")
    assert "You are forgotten" in read(first)


async def test_privacy_works_in_a_direct_message(world: World) -> None:
    amy_id = await lived(world)
    user = world.actor(amy_id).user
    shown = await user.slash("privacy show")
    assert "topics you joined" in read(shown)
    asked = await user.slash("privacy forget")
    assert labels(asked) == ["Erase everything, everywhere", "Everywhere, but leave my recommendations"]
    await user.click(last(asked), label="Erase everything, everywhere")
    assert await world.bot.services.privacy.list_kept(amy_id, None) == []


# Opting out


async def kept_of(world: World, member_id: int) -> list[str]:
    about = await world.bot.services.privacy.list_kept(MemberId(member_id), GuildId(world.guild.id))
    return sorted(one.description.split(":")[0].split(",")[0] for one in about)


OPTED_OUT = "that you opted out"


async def opt_out(world: World, actor: MemberActor, past: str) -> str:
    asked = await actor.slash(world.lobby, "privacy optout")
    assert last(asked).flags.ephemeral
    return read(await actor.click(last(asked), custom_id=f"hamlet:optout:{past}"))


async def test_opting_out_asks_first_what_is_to_become_of_the_past(world: World) -> None:
    amy = world.member("amy")
    asked = await amy.slash(world.lobby, "privacy optout")
    assert labels(asked) == ["Opt out and erase my past activity", "Opt out and keep it"]
    assert "nothing about you is recorded in this server" in read(asked)
    await amy.send(world.lobby, "still counted")
    assert "what you did and when" in await kept_of(world, amy.id)


async def test_from_the_press_on_nothing_about_the_member_is_recorded(world: World) -> None:
    amy, bea = world.member("amy"), world.member("bea")
    asked = await amy.send(world.lobby, "who knows?")
    assert "There was nothing to erase" not in await opt_out(world, amy, "erase")
    assert await kept_of(world, amy.id) == [OPTED_OUT]

    hello = await amy.send(world.lobby, "hello")
    await amy.react(await bea.send(world.lobby, f"hello <@{amy.id}>", reply_to=asked), "👋")
    await bea.send(world.lobby, "and again", reply_to=hello)
    await amy.delete(hello)
    await world.settle()

    assert await kept_of(world, amy.id) == [OPTED_OUT]
    assert "Messages: **2**" in read(await bea.slash(world.lobby, "stats me"))
    assert "You opted out, so nothing is counted" in read(await amy.slash(world.lobby, "stats me"))


async def test_the_past_that_is_kept_shows_to_oneself_and_counts_nowhere(world: World) -> None:
    amy = world.member("amy")
    await amy.send(world.lobby, "hello")
    assert "left out of the server's numbers" in await opt_out(world, amy, "keep")
    await amy.send(world.lobby, "again")
    mine = read(await amy.slash(world.lobby, "stats me"))
    assert "Messages: **1**" in mine
    assert "left out of the server's numbers" in mine
    await world.advance(timedelta(days=2))
    assert "Messages: **0**" in read(await world.moderator.slash(world.lobby, "stats server"))


async def test_show_says_that_somebody_opted_out(world: World) -> None:
    amy = world.member("amy")
    assert "opted out" not in read(await amy.slash(world.lobby, "privacy show"))
    await opt_out(world, amy, "erase")
    shown = read(await amy.slash(world.lobby, "privacy show"))
    assert "You opted out" in shown
    assert "nothing is recorded about you in this server" in shown


async def test_who_opted_out_stays_so_after_a_restart_and_the_button_works_then(world: World) -> None:
    amy = world.member("amy")
    asked = await amy.slash(world.lobby, "privacy optout")
    await world.restart()
    answer = await amy.click(last(asked), custom_id="hamlet:optout:erase")
    assert "You opted out" in read(answer)
    await world.restart(kill=True)
    await amy.send(world.lobby, "hello")
    await world.advance(timedelta(days=1))
    assert await kept_of(world, amy.id) == [OPTED_OUT]


async def test_pressing_twice_is_harmless_and_the_past_can_go_later(world: World) -> None:
    amy = world.member("amy")
    await amy.send(world.lobby, "hello")
    for asked in [await amy.slash(world.lobby, "privacy optout") for _ in range(2)]:
        await amy.click(last(asked), custom_id="hamlet:optout:keep")
    assert "what you did and when" in await kept_of(world, amy.id)
    again = await amy.slash(world.lobby, "privacy optout")
    assert "You opted out" in read(again)
    assert labels(again) == ["Erase my past activity"]
    for panel in (again, await amy.slash(world.lobby, "privacy optout")):
        await amy.click(last(panel), label="Erase my past activity")
    assert await kept_of(world, amy.id) == [OPTED_OUT]


async def test_opting_in_counts_again_at_once(world: World) -> None:
    amy = world.member("amy")
    await opt_out(world, amy, "erase")
    assert "Welcome back" in read(await amy.slash(world.lobby, "privacy optin"))
    assert await kept_of(world, amy.id) == ["when you joined"]
    await amy.send(world.lobby, "hello")
    assert "Messages: **1**" in read(await amy.slash(world.lobby, "stats me"))
    assert "nothing changed" in read(await amy.slash(world.lobby, "privacy optin"))


async def test_being_forgotten_leaves_the_opt_out_standing(world: World) -> None:
    amy = world.member("amy")
    await opt_out(world, amy, "keep")
    asked = await amy.slash(world.lobby, "privacy forget")
    assert "unless you opted out: that stays as it is" in read(asked)
    for button in ("Erase everything in this server", "Erase everything, everywhere"):
        await amy.click(last(await amy.slash(world.lobby, "privacy forget")), label=button)
        await amy.send(world.lobby, "hello")
        assert await kept_of(world, amy.id) == [OPTED_OUT]


async def test_opting_out_is_of_one_server(world: World) -> None:
    user = world.env.create_user("amy")
    elsewhere = world.env.create_guild("Elsewhere")
    hall = elsewhere.create_text_channel("hall")
    there, here = elsewhere.add_member(user), world.guild.add_member(user)
    await opt_out(world, here, "erase")
    await there.send(hall, "hello")
    await here.send(world.lobby, "hello")
    assert "Messages: **1**" in read(await there.slash(hall, "stats me"))
    assert "nothing is counted" in read(await here.slash(world.lobby, "stats me"))


@pytest.mark.parametrize("command", ["privacy optout", "privacy optin"])
async def test_opting_out_in_a_direct_message_points_to_a_server(world: World, command: str) -> None:
    assert "inside a server" in read(await world.member("amy").user.slash(command))


async def test_who_is_forgotten_is_met_anew(world: World) -> None:
    amy = world.member("amy")
    await amy.send(world.lobby, "hello")
    await amy.click(last(await amy.slash(world.lobby, "privacy forget")), label="Erase everything in this server")
    assert await kept_of(world, amy.id) == []
    await amy.send(world.lobby, "hello again")
    assert await kept_of(world, amy.id) == [
        "how often you did something on each day",
        "what you did and when",
        "when you joined",
    ]


async def test_who_opted_out_and_comes_back_is_neither_recorded_nor_greeted(world: World) -> None:
    amy = world.member("amy")
    await opt_out(world, amy, "erase")
    world.guild.remove_member(amy)
    await world.settle()
    world.guild.add_member(amy.user)
    await world.settle()
    assert await kept_of(world, amy.id) == [OPTED_OUT]
