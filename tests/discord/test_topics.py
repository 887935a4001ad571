import discord
from simcord.actors import MemberActor
from simcord.builders import ChannelHandle

from tests.discord.world import World, labels, last, read


async def add_topic(world: World, channel: ChannelHandle, **options: object) -> None:
    answer = await world.moderator.slash(world.lobby, "topic add", channel=channel, **options)
    assert "is a topic now" in read(answer)


async def test_a_moderator_makes_a_channel_a_topic_and_members_browse_it(world: World) -> None:
    film = world.hidden_channel("film-club")
    await add_topic(world, film, description="What we watched this week")
    amy = world.member("amy")

    answer = await amy.slash(world.lobby, "topic browse")

    assert answer.ephemeral
    assert "film" in read(answer)
    assert "What we watched this week" in read(answer)


async def test_joining_opens_a_hidden_channel_and_leaving_closes_it(world: World) -> None:
    film = world.hidden_channel("film-club")
    await add_topic(world, film)
    amy = world.member("amy")
    assert not world.sees(amy, film)

    answer = await amy.slash(world.lobby, "topic join", topic="film-club")
    assert "It is open to you now" in read(answer)
    assert world.sees(amy, film)
    assert f"<#{film.id}>" in read(await amy.slash(world.lobby, "topic mine"))

    await amy.slash(world.lobby, "topic leave", topic="film-club")
    assert not world.sees(amy, film)
    assert "not joined a topic yet" in read(await amy.slash(world.lobby, "topic mine"))


async def test_joining_a_topic_with_a_role_gives_the_role(world: World) -> None:
    role = world.guild.create_role("Film")
    await add_topic(world, world.channel("film-club"), role=role)
    amy = world.member("amy")

    await amy.slash(world.lobby, "topic join", topic="film-club")
    assert role.id in member_roles(world, amy)

    await amy.slash(world.lobby, "topic leave", topic="film-club")
    assert role.id not in member_roles(world, amy)


def member_roles(world: World, actor: MemberActor) -> list[int]:
    return world.env.backend.get_member(world.guild.id, actor.id).role_ids


async def test_the_menu_joins_what_is_picked_and_leaves_what_is_not(world: World) -> None:
    film, bread = world.hidden_channel("film-club"), world.hidden_channel("bread")
    await add_topic(world, film)
    await add_topic(world, bread)
    amy = world.member("amy")
    menu = await amy.slash(world.lobby, "topic browse")
    ids = await topic_values(world, amy)

    await amy.select(last(menu), [ids["film-club"]])
    assert world.sees(amy, film)
    assert not world.sees(amy, bread)

    await amy.select(last(menu), [ids["bread"]])
    assert not world.sees(amy, film)
    assert world.sees(amy, bread)
    assert "Left: film" in read(menu)


async def topic_values(world: World, actor: MemberActor) -> dict[str, str]:
    choices = await actor.autocomplete(world.lobby, "topic join", "topic", "")
    return {choice["name"]: choice["value"] for choice in choices}


async def test_the_menu_works_after_a_restart_between_showing_and_picking(world: World) -> None:
    film = world.hidden_channel("film-club")
    await add_topic(world, film)
    amy = world.member("amy")
    menu = await amy.slash(world.lobby, "topic browse")
    ids = await topic_values(world, amy)

    await world.restart()
    await amy.select(last(menu), [ids["film-club"]])

    assert world.sees(amy, film)


async def test_picking_twice_is_picking_once(world: World) -> None:
    film = world.hidden_channel("film-club")
    await add_topic(world, film)
    amy = world.member("amy")
    menu = await amy.slash(world.lobby, "topic browse")
    ids = await topic_values(world, amy)

    await amy.select(last(menu), [ids["film-club"]])
    await amy.select(last(menu), [ids["film-club"]])

    assert "Nothing changed" in read(menu)
    assert "1 joined" in read(menu)


async def test_a_long_list_is_paged(world: World) -> None:
    for number in range(30):
        await add_topic(world, world.channel(f"topic-{number:02}"))
    amy = world.member("amy")

    answer = await amy.slash(world.lobby, "topic browse")
    assert labels(answer) == ["More topics"]
    await amy.click(last(answer), label="More topics")

    assert labels(answer) == ["Back"]
    assert "topic-29" in read(answer)


async def test_without_topics_browsing_says_what_a_moderator_can_do(world: World) -> None:
    amy = world.member("amy")
    assert "no topics here yet" in read(await amy.slash(world.lobby, "topic browse"))


async def test_only_moderators_add_and_remove_topics(world: World) -> None:
    film = world.channel("film-club")
    amy = world.member("amy")

    assert "for moderators" in read(await amy.slash(world.lobby, "topic add", channel=film))
    await add_topic(world, film)
    assert "for moderators" in read(await amy.slash(world.lobby, "topic remove", topic="film-club"))

    answer = await world.moderator.slash(world.lobby, "topic remove", topic="film-club")
    assert "no topic any more" in read(answer)


async def test_a_channel_is_a_topic_only_once(world: World) -> None:
    film = world.channel("film-club")
    await add_topic(world, film)
    answer = await world.moderator.slash(world.lobby, "topic add", channel=film)
    assert "a topic already" in read(answer)


async def test_a_role_above_the_bots_is_named_and_nothing_is_recorded(world: World) -> None:
    role = world.guild.create_role("Film", position=90)
    await add_topic(world, world.channel("film-club"), role=role)
    amy = world.member("amy")

    answer = await amy.slash(world.lobby, "topic join", topic="film-club")

    assert "above mine" in read(answer)
    assert "not joined a topic yet" in read(await amy.slash(world.lobby, "topic mine"))


async def test_a_missing_permission_is_named(world: World) -> None:
    film = world.hidden_channel("film-club")
    await add_topic(world, film)
    world.set_bot_permissions(discord.Permissions(view_channel=True))
    amy = world.member("amy")

    assert "Manage Permissions" in read(await amy.slash(world.lobby, "topic join", topic="film-club"))


async def test_a_deleted_channel_is_told_kindly(world: World) -> None:
    film = world.hidden_channel("film-club")
    await add_topic(world, film)
    world.env.backend.delete_channel(film.id)
    amy = world.member("amy")

    assert "was deleted" in read(await amy.slash(world.lobby, "topic join", topic="film-club"))


async def test_a_deleted_role_is_told_kindly(world: World) -> None:
    role = world.guild.create_role("Film")
    await add_topic(world, world.channel("film-club"), role=role)
    world.env.backend.delete_role(world.guild.id, role.id)
    amy = world.member("amy")

    assert "was deleted" in read(await amy.slash(world.lobby, "topic join", topic="film-club"))


async def test_an_unknown_topic_and_another_guilds_topic_do_not_exist(world: World) -> None:
    await add_topic(world, world.hidden_channel("film-club"))
    amy = world.member("amy")
    foreign = (await topic_values(world, amy))["film-club"]

    elsewhere = world.env.create_guild("Elsewhere")
    hall = elsewhere.create_text_channel("hall")
    bea = elsewhere.add_member(world.env.create_user("bea"))

    for named in ("nonsense", foreign, "9" * 30, "film-club"):
        assert "no such topic" in read(await bea.slash(hall, "topic join", topic=named))
