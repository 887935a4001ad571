from datetime import timedelta

import discord
from simcord.actors import MemberActor
from simcord.backend.models import Overwrite
from simcord.builders import ChannelHandle
from simcord.enums import OverwriteType

from community.ids import ChannelId, GuildId, MemberId, MessageId
from community.recommendations.ask import NewAsk
from community.recommendations.recommendation import NewRecommendation, Recommendation, Relation, Verdict
from storage.recommendations.store import SqlRecommendationStore
from storage.tables.recommendations import recommendation_vote
from tests.discord.drivers.recommendations import ask, recommend, recommendation_card, standings
from tests.discord.trusted_members import make_trusted_members, vote_worked
from tests.discord.world import World, labels, last, read


async def test_what_settled_people_say_ranks(world: World) -> None:
    amy, bea, *others = await make_trusted_members(world, 9)
    thread = await ask(world, amy)
    await recommend(thread, bea)
    for number in range(3):
        await world.member(f"newcomer-{number}").click(recommendation_card(thread), label="Didn't")
    assert "Too early to rank" in standings(thread)
    await vote_worked(world, thread, others)
    assert "worked for 7 of 10" in standings(thread)
    assert "Too early to rank" not in standings(thread)

    await forget(others[0], world.lobby)
    await world.advance(timedelta(minutes=1))
    assert "worked for 6 of 9" in standings(thread)


async def test_why_tells_in_words_how_something_stands(world: World) -> None:
    amy, bea, *others = await make_trusted_members(world, 9)
    thread = await ask(world, amy)
    await recommend(thread, bea)
    await vote_worked(world, thread, others)
    await world.member("newcomer").click(recommendation_card(thread), label="Didn't")

    (choice,) = await amy.autocomplete(world.lobby, "recommend why", "item", "foo")
    why = await amy.slash(world.lobby, "recommend why", item=choice["value"])
    assert why.ephemeral
    for words in (
        "Bought or made it myself (1)",
        "Worked for 7 · Didn't work for 1",
        "Score 47, place 1 of 1",
        "What these 8 people said weighs like 4 full votes.",
        "One of them is new here, or does nothing but vote: that word weighs a hundredth at most.",
        "Recommended in one ask that you can see. Nobody who asked has gone with it yet.",
    ):
        assert words in read(why), read(why)
    assert "Your own word" not in read(why), "she never voted"
    own = read(await others[0].slash(world.lobby, "recommend why", item="foo oven"))
    assert "It weighs 50 % of a full vote. Nobody else is told." in own
    assert "no such recommendation" in read(await amy.slash(world.lobby, "recommend why", item="Bar"))
    found = read(await amy.slash(world.lobby, "recommend find", words="foo"))
    assert "score 47, worked for 7 of 8 · Bought or made it myself" in found


async def test_what_was_recommended_is_found_page_by_page(world: World) -> None:
    amy, bea = world.member("amy"), world.member("bea")
    thread = await ask(world, amy, wanted="A *small* oven")
    await recommend(thread, bea, relation="gift")
    await shelve(world, 8)
    await world.advance(timedelta(minutes=1))
    async with world.bot.database.read() as connection:
        waiting = await connection.exec_driver_sql("SELECT count(*) FROM recommendation_waiting")
        assert waiting.scalar_one() == 0, "due work has the index follow"

    found = await amy.slash(world.lobby, "recommend find", words="oven")
    assert found.ephemeral
    for words in ("9 found for **oven**, best first.", "too early to rank", "<t:", "Page 1 of 2"):
        assert words in read(found)
    assert labels(found) == ["More"]
    second = await amy.click(last(found), label="More")
    for words in ("Page 2 of 2", "Got it free", f"<#{thread.id}>"):
        assert words in read(second)
    nothing = await amy.slash(world.lobby, "recommend find", words="\u200f** OR NEAR(")
    assert "fits **\u2068\u200f\\*\\* OR NEAR(\u2069**" in read(nothing)

    await forget(bea, world.lobby)
    told = read(await world.moderator.slash(world.lobby, "recommend find", words="ours lasts"))
    assert "Foo Oven" not in told
    assert str(bea.id) not in told


async def test_nobody_finds_what_they_cannot_see(world: World) -> None:
    amy = world.member("amy")
    secret, hall = world.hidden_channel("secret"), world.channel("hall")
    hidden = await ask(world, world.moderator, secret)
    await recommend(hidden, world.moderator, item="Foo Hideaway Oven")
    await shelve(world, 8)
    found = await amy.slash(hall, "recommend find", words="oven")
    assert "8 found" in read(found)
    assert "Hideaway" not in read(found)
    assert "Hideaway" in read(await world.moderator.slash(hall, "recommend find", words="hideaway"))

    deny(world, world.lobby)
    await world.settle()
    assert "Nothing was recommended yet" in read(await amy.slash(hall, "recommend find", words="oven"))
    assert "Nothing was recommended yet" in read(await amy.click(last(found), label="More"))
    assert await amy.autocomplete(hall, "recommend why", "item", "bar") == []
    assert "no such recommendation" in read(await amy.slash(hall, "recommend why", item="Bar oven 1"))


async def test_flags_show_moderators_what_stands_out_with_the_evidence(world: World) -> None:
    amy = world.member("amy")
    assert "for moderators" in read(await amy.slash(world.lobby, "recommend flags"))
    told = await world.moderator.slash(world.lobby, "recommend flags")
    assert told.ephemeral
    assert "Nothing stands out" in read(told)

    await gather(world)
    told = await world.moderator.slash(world.lobby, "recommend flags")
    for words in (
        "<@101>, <@102>, <@103>, <@104>, <@105>: of the 40 times they said that something worked for them, 40 were",
        "<@150> answered 5 asks with a link to shop.example (5 times), never with anything else",
        "Nothing happens to anybody by itself.",
    ):
        assert words in read(told), read(told)
    assert labels(told) == []


async def gather(world: World) -> None:
    """Thirty people who vote as it comes, five who vote for one another, and one who has one link for everything."""
    store = SqlRecommendationStore(world.bot.database)
    ring, others = [MemberId(n) for n in range(101, 106)], [MemberId(n) for n in range(201, 231)]
    authors = [*ring * 2, *others]
    votes: list[dict[str, object]] = []
    for number, author in enumerate(authors):
        one = await put(world, store, number, author, link=f"https://shop-{number}.example/x")
        if author in ring:
            voters = [other for other in ring if other != author]
        else:
            voters = [others[(number * 7 + step * step + step) % 30] for step in range(1, 8)]
        said = {"recommendation_id": one.recommendation_id, "guild_id": one.guild_id, "verdict": Verdict.WORKED}
        votes += [{**said, "member_id": voter, "voted_at": world.now} for voter in {*voters} - {author}]
    async with world.bot.database.write() as connection:
        await connection.execute(recommendation_vote.insert(), votes)
    for number in range(900, 905):
        await put(world, store, number, MemberId(150), link="https://www.shop.example/deal")


async def shelve(world: World, n: int) -> None:
    store = SqlRecommendationStore(world.bot.database)
    for number in range(n):
        await put(world, store, number, MemberId(500 + number))


async def put(
    world: World,
    store: SqlRecommendationStore,
    number: int,
    author: MemberId,
    *,
    link: str = "",
) -> Recommendation:
    guild, place = GuildId(world.guild.id), ChannelId(world.lobby.id)
    asked = await store.add_ask(NewAsk(guild, place, MemberId(1), number, "Anything", "", ""), world.now)
    assert asked is not None
    await store.record_thread(asked, ChannelId(7_000 + number), MessageId(8_000 + number))
    kept = await store.add(
        NewRecommendation(asked.ask_id, guild, author, f"Bar oven {number}", "It lasts", link, Relation.OWN), world.now
    )
    assert kept is not None
    await store.record_card(kept, MessageId(9_000 + number))
    return kept


async def forget(actor: MemberActor, channel: ChannelHandle) -> None:
    asked = await actor.slash(channel, "privacy forget")
    await actor.click(last(asked), label="Erase everything in this server")


def deny(world: World, channel: ChannelHandle) -> None:
    """From now on nobody but moderators and the bot sees a channel."""
    everybody, hamlet = world.guild.default_role.id, world.hamlet_role.id
    view = discord.Permissions(view_channel=True).value
    world.env.backend.set_overwrite(channel.id, Overwrite(everybody, OverwriteType.ROLE, deny=view))
    world.env.backend.set_overwrite(channel.id, Overwrite(hamlet, OverwriteType.ROLE, allow=view))
    world.env.backend.set_overwrite(channel.id, Overwrite(world.moderator_role.id, OverwriteType.ROLE, allow=view))
