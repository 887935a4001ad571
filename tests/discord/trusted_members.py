"""Members whose votes count in full: they joined more than a week ago."""

from collections.abc import Sequence
from datetime import timedelta

from simcord.actors import MemberActor
from simcord.builders import ChannelHandle

from community.ids import ChannelId, GuildId, MemberId
from community.recommendations.recommendation import Verdict
from storage.recommendations.store import SqlRecommendationStore
from tests.discord.drivers.recommendations import recommendation_card
from tests.discord.world import World


async def make_trusted_members(world: World, n: int) -> Sequence[MemberActor]:
    """Adds members, has them write, and backdates their joining by eight days."""
    people = [world.member(f"neighbour-{number}") for number in range(n)]
    for one in people:
        await one.send(world.lobby, "hello")
    await world.advance(timedelta(minutes=1))
    week = timedelta(days=8) // timedelta(microseconds=1)
    async with world.bot.database.write() as connection:
        await connection.exec_driver_sql("UPDATE membership SET joined_at = joined_at - ?", (week,))
    return people


async def vote_worked(world: World, thread: ChannelHandle, people: Sequence[MemberActor]) -> None:
    """Votes that it worked for each person; the last of them presses the button."""
    store, guild = SqlRecommendationStore(world.bot.database), GuildId(world.guild.id)
    asked = await store.find_ask_in(guild, ChannelId(thread.id))
    assert asked is not None
    (one,) = await store.recommendations_for(guild, [asked.ask_id])
    for other in people[:-1]:
        await store.toggle_vote(one, MemberId(other.id), Verdict.WORKED, world.now)
    await people[-1].click(recommendation_card(thread), label="Worked for me")
