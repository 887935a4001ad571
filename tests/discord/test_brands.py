import discord
from simcord.actors import MemberActor

from community.ids import MemberId
from tests.discord.drivers.brands import (
    BrandServer,
    add_brand,
    ask_rep,
    guild_id_of,
    make_brand_server,
    posts,
    press,
    set_rep_role,
)
from tests.discord.world import World, last, read


async def test_a_brand_is_known_to_all_and_removed_only_when_asked_twice(world: World) -> None:
    market = await make_brand_server(world)
    amy, rosa = world.member("amy"), world.moderator
    assert "for moderators" in read(await amy.slash(world.lobby, "brand add", name="Bar", keywords=""))
    assert "already" in read(await rosa.slash(world.lobby, "brand add", name="foo  OVENS", keywords="foo"))
    assert "40 characters" in read(await rosa.slash(world.lobby, "brand add", name="…" * 3, keywords=""))
    assert "keywords" in read(await rosa.slash(world.lobby, "brand add", name="Bar", keywords="a"))

    shown = await amy.slash(world.lobby, "brand list")
    assert shown.ephemeral
    assert "Foo Ovens" in read(shown)
    assert f"<@{market.rep.id}>" in read(shown)
    assert "never who" in read(shown)

    assert "for moderators" in read(await amy.slash(world.lobby, "brand remove", brand="Foo Ovens"))
    asked = await rosa.slash(world.lobby, "brand remove", brand="foo ovens")
    assert f"Speaks for it: <@{market.rep.id}>" in read(asked)
    assert "Foo Ovens" in read(await amy.slash(world.lobby, "brand list"))
    await rosa.click(last(asked), label="Remove Foo Ovens")
    assert "is removed" in read(asked)
    assert "No brand" in read(await amy.slash(world.lobby, "brand list"))
    assert (market.nick(), market.has_role()) == (None, False)
    assert "no such brand" in read(await press(world, world.lobby, rosa, "hamlet:brand:remove:1"))


async def test_only_the_member_who_is_asked_answers_and_a_yes_labels_them(world: World) -> None:
    role = await set_rep_role(world)
    await add_brand(world)
    finn, amy = world.member("finn"), world.member("amy")
    question = await ask_rep(world, finn)
    assert not question.ephemeral
    assert f"<@{finn.id}>" in read(question)
    market = BrandServer(world, role, finn, world.lobby)

    for other in (amy, world.moderator):
        assert "somebody else" in read(await other.click(posts(world.lobby)[0], label="Yes, I speak for it"))
    assert not market.has_role()
    assert world.bot.services.brands.registry.spoken_for(guild_id_of(world), MemberId(finn.id)) == []

    await world.restart(kill=True)
    card = posts(world.lobby)[0]
    await finn.click(card, label="Yes, I speak for it")
    assert "speaks for Foo Ovens" in read(posts(world.lobby)[0])
    assert (market.nick(), market.has_role()) == ("finn | Foo Ovens rep", True)
    (brand,) = world.bot.services.brands.registry.spoken_for(guild_id_of(world), MemberId(finn.id))
    assert brand.name == "Foo Ovens"
    assert "speak for Foo Ovens already" in read(await ask_rep(world, finn))
    stale = await press(world, world.lobby, finn, f"hamlet:brand:rep:no:1:{finn.id}")
    assert "settled" in read(stale)


async def test_a_no_changes_nothing_and_who_opted_out_is_told_what_to_do(world: World) -> None:
    role = await set_rep_role(world)
    await add_brand(world)
    finn = world.member("finn")
    await ask_rep(world, finn)
    await finn.click(posts(world.lobby)[0], label="No")
    assert "does not speak" in read(posts(world.lobby)[0])
    market = BrandServer(world, role, finn, world.lobby)
    assert (market.nick(), market.has_role()) == (None, False)

    await ask_rep(world, finn)
    await world.bot.services.privacy.opt_out(guild_id_of(world), MemberId(finn.id), world.now, erase=False)
    answer = await finn.click(posts(world.lobby)[-1], label="Yes, I speak for it")
    assert "privacy optin" in read(answer)
    assert not market.has_role()


async def test_what_is_missing_is_named_before_anybody_is_asked(world: World) -> None:
    await add_brand(world)
    finn = world.member("finn")
    assert "choose one in /settings" in read(await ask_rep(world, finn))
    role = await set_rep_role(world, position=90)
    assert "is above mine" in read(await ask_rep(world, finn))
    world.env.backend.edit_role(world.guild.id, role.id, {"position": 3})
    await world.settle()
    world.set_bot_permissions(discord.Permissions(manage_roles=True))
    await world.settle()
    assert "Manage Nicknames" in read(await ask_rep(world, finn))
    world.set_bot_permissions(discord.Permissions(manage_nicknames=True))
    await world.settle()
    assert "Manage Roles" in read(await ask_rep(world, finn))
    high = world.member("high", world.guild.create_role("High", position=80))
    world.set_bot_permissions(discord.Permissions(manage_roles=True, manage_nicknames=True))
    await world.settle()
    assert "High is above mine" in read(await ask_rep(world, high))
    world.env.backend.delete_role(world.guild.id, role.id)
    await world.settle()
    assert "choose one in /settings" in read(await ask_rep(world, finn))
    assert "no such brand" in read(await ask_rep(world, finn, brand="nonsense"))


async def test_labels_that_discord_would_not_give_are_given_later_and_a_tag_taken_off_comes_back(world: World) -> None:
    role = await set_rep_role(world)
    await add_brand(world)
    finn = world.member("finn")
    market = BrandServer(world, role, finn, world.lobby)
    await ask_rep(world, finn)
    world.env.inject_error("PATCH", "/guilds/*/members/*", status=403, code=50013)
    answer = await finn.click(posts(world.lobby)[0], label="Yes, I speak for it")
    assert "does not let me" in read(answer)
    assert len(world.bot.services.brands.registry.spoken_for(guild_id_of(world), MemberId(finn.id))) == 1
    await world.restart(kill=True)
    await world.bot.ring()
    assert (market.nick(), market.has_role()) == ("finn | Foo Ovens rep", True)

    await rename(world, finn, "just finn")
    await finn.send(world.lobby, "hello")
    await world.settle()
    assert market.nick() == "just finn | Foo Ovens rep"

    amy = world.member("amy")
    await rename(world, amy, "amy | Foo Ovens rep")
    await amy.send(world.lobby, "hello")
    await world.settle()
    assert market.nick(amy) is None


async def rename(world: World, actor: MemberActor, nick: str) -> None:
    world.env.backend.edit_member(world.guild.id, actor.id, {"nick": nick})
    await world.settle()


async def test_another_servers_brand_and_forged_ids_do_nothing(world: World) -> None:
    await make_brand_server(world)
    elsewhere = world.env.create_guild("Elsewhere", owner=world.env.create_user("olga"))
    hall = elsewhere.create_text_channel("hall")
    eve = elsewhere.add_member(
        world.env.create_user("eve"),
        roles=[elsewhere.create_role("m", permissions=discord.Permissions(manage_guild=True))],
    )
    await world.settle()
    assert "No brand" in read(await eve.slash(hall, "brand list"))
    assert "no such brand" in read(await eve.slash(hall, "brand remove", brand="1"))
    for custom_id in (f"hamlet:brand:rep:yes:1:{eve.id}", "hamlet:brand:remove:1", "hamlet:brand:remove:" + "9" * 18):
        assert "no such brand" in read(await press(world, hall, eve, custom_id))
