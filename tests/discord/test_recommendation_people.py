"""Who may and who may not, in recommendation threads, when people come to be somebody else: gone, blind, a brand's."""

from datetime import timedelta

import discord
import pytest
from simcord.backend.models import Overwrite
from simcord.builders import ChannelHandle
from simcord.enums import OverwriteType

from community.ids import ChannelId, GuildId, MemberId
from tests.discord.drivers.brands import make_brand_server
from tests.discord.drivers.recommendations import (
    FOO,
    ask,
    ask_card,
    press_forged,
    recommend,
    recommendation_card,
    standings,
    with_label,
)
from tests.discord.trusted_members import make_trusted_members, vote_worked
from tests.discord.world import World, labels, last, read

DAY = timedelta(days=1)


async def test_whoever_lost_sight_of_a_thread_changes_nothing_there(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A press may be under way when sight is lost, or come from a client that keeps what it has seen."""
    amy, bea, cid = world.member("amy"), world.member("bea"), world.member("cid")
    den = world.channel("den")
    thread = await ask(world, amy, den)
    await recommend(thread, bea)
    await recommend(thread, bea, item="Bar Kettle")
    asked = await recommend(thread, cid, accepted=False, item="the foo oven")
    await cid.click(recommendation_card(thread, "Bar Kettle"), label="Worked for me")
    await amy.click(recommendation_card(thread), label="I'm going with this")
    await world.advance(14 * DAY)
    (question,) = with_label(thread, "Haven't tried")
    form = await cid.click(ask_card(thread), label="Recommend")
    found = await cid.slash(world.lobby, "recommend find", words="oven kettle foo")
    assert "Nothing was recommended" in read(found), "all the words have to be there"
    before = standings(thread)
    assert "worked for 1 of 1" in before
    assert "chosen by who asked" in before

    cards = {item: recommendation_card(thread, item) for item in ("Foo Oven", "Bar Kettle")}

    show(world, den, seen=False)
    await world.settle()
    for module in ("actors", "_modal"):
        for guarded in ("can_access_channel", "can_access_message"):
            monkeypatch.setattr(f"simcord.{module}.{guarded}", lambda *_: True)
    for label in ("Worked for me", "Didn't", "Thanks"):
        for card in cards.values():
            assert "not there any more" in read(await cid.click(card, label=label))
    for message, label in ((cards["Bar Kettle"], "I'm going with this"), (question, "Yes")):
        assert "not there any more" in read(await amy.click(message, label=label))
    assert "can't write" in read(await cid.submit_modal(form, {**FOO, "item": "Baz"}))
    assert "can't write" in read(await cid.click(last(asked), label="The same: add my voice"))
    show(world, den, seen=True)
    await world.settle()
    await world.bot.services.recommendations.threads.show_standings(GuildId(world.guild.id), thread_id(thread))
    assert standings(thread) == before
    assert len(with_label(thread, "Thanks")) == 2
    assert "1 went with one" in read(await amy.slash(world.lobby, "recommend outcomes"))
    assert "tried it and told (0 %" in read(await amy.slash(world.lobby, "recommend outcomes"))


async def test_a_voter_who_left_is_heard_until_they_are_erased_and_may_change_their_mind_on_return(
    world: World,
) -> None:
    amy, bea, *others = await make_trusted_members(world, 9)
    thread = await ask(world, amy)
    await recommend(thread, bea)
    await vote_worked(world, thread, others)
    assert "worked for 7 of 7" in standings(thread)
    assert "Too early" not in standings(thread)
    ranked = standings(thread)

    leaver, other = others[0], others[1]
    for one in (leaver, other):
        world.guild.remove_member(one)
    await world.settle()
    await world.restart()
    await world.advance(10 * DAY)
    await world.bot.services.recommendations.threads.show_standings(GuildId(world.guild.id), thread_id(thread))
    assert standings(thread) == ranked, "their words weigh what they weighed, and days away make nobody older"
    why = read(await amy.slash(world.lobby, "recommend why", item="Foo Oven"))
    assert "Worked for 7" in why
    assert str(leaver.id) not in why

    back = world.guild.add_member(leaver.user)
    await world.settle()
    await back.click(recommendation_card(thread), label="Didn't")
    assert "worked for 6 of 7" in standings(thread)
    await world.bot.services.privacy.forget(MemberId(other.id), GuildId(world.guild.id))
    await world.advance(timedelta(minutes=1))
    assert "worked for 5 of 6" in standings(thread)


async def test_outcomes_and_findings_of_a_topic_are_for_those_who_see_it(world: World) -> None:
    amy, bea, rosa = world.member("amy"), world.member("bea"), world.moderator
    bread, vault = world.channel("bread"), world.hidden_channel("vault")
    for channel in (bread, vault):
        await rosa.slash(world.lobby, "topic add", channel=channel)
    for place, asker, item in ((bread, amy, "Foo Oven"), (vault, rosa, "Foo Safe"), (world.lobby, amy, "Foo Lamp")):
        thread = await ask(world, asker, place)
        await recommend(thread, rosa if place is vault else bea, item=item)
        if place is not vault:
            await asker.click(recommendation_card(thread, item), label="I'm going with this")
    await world.advance(14 * DAY)
    (thread,) = bread.threads
    await amy.click(with_label(thread, "Haven't tried")[0], label="Partly")

    figure = read(await bea.slash(world.lobby, "recommend outcomes", topic="bread"))
    for words in (
        "**1** asked",
        "1 went with one (100 %",
        "1 tried it and told (100 %",
        "0 worked, 1 more in part (0 %",
    ):
        assert words in figure, figure
    assert f"In <#{bread.id}>." in figure
    everywhere = read(await bea.slash(world.lobby, "recommend outcomes"))
    for words in ("**2** asked", "2 went with one", "1 tried it and told (50 %"):
        assert words in everywhere, everywhere
    assert "**3** asked" in read(await rosa.slash(world.lobby, "recommend outcomes"))
    assert "**1** asked" in read(await rosa.slash(world.lobby, "recommend outcomes", topic="#Vault"))
    (choice,) = await rosa.autocomplete(world.lobby, "recommend outcomes", "topic", "bread")
    (hidden,) = await rosa.autocomplete(world.lobby, "recommend outcomes", "topic", "vault")
    assert "**1** asked" in read(await bea.slash(world.lobby, "recommend outcomes", topic=choice["value"]))
    assert await bea.autocomplete(world.lobby, "recommend outcomes", "topic", "vault") == []
    for unseen in ("vault", hidden["value"], "nowhere", "999", "\N{ARABIC-INDIC DIGIT THREE}" * 30):
        for command, more in (("outcomes", {}), ("find", {"words": "foo"})):
            refused = read(await bea.slash(world.lobby, f"recommend {command}", topic=unseen, **more))
            assert "There is no such topic here." in refused
            assert "Safe" not in refused

    (told,) = [await bea.slash(world.lobby, "recommend find", words="foo", topic="bread")]
    for words in ("1 found for **foo**", "Foo Oven", "it worked in part for who asked", "Bought or made it", "<t:"):
        assert words in read(told), read(told)
    assert "Lamp" not in read(told)
    why = read(await bea.slash(world.lobby, "recommend why", item="foo oven"))
    assert "Recommended in one ask that you can see. One who asked went with it. As they told, in part for 1." in why


async def test_what_is_for_moderators_is_refused_to_everybody_else_also_by_an_old_button(world: World) -> None:
    amy, bea, rosa = world.member("amy"), world.member("bea"), world.moderator
    thread = await ask(world, amy)
    await recommend(thread, bea)
    for command, given in (("hide", {"item": "Foo Oven", "reason": "Mine is better"}), ("trail", {}), ("flags", {})):
        for actor in (amy, bea):
            assert "for moderators" in read(await actor.slash(world.lobby, f"recommend {command}", **given))
    assert "Foo Oven" in standings(thread)
    await rosa.slash(world.lobby, "recommend hide", item="Foo Oven", reason="Recalled")
    for button in ("hamlet:recommend:flags:0", "hamlet:recommend:trail:0", "hamlet:recommend:restore:1"):
        assert "for moderators" in read(await press_forged(world, world.lobby, amy, button)), button
    assert "Nothing is recommended" in standings(thread)
    assert "Recalled" in read(await press_forged(world, world.lobby, rosa, "hamlet:recommend:trail:0"))


async def test_who_represents_a_brand_says_so_and_thanks_without_scoring(world: World) -> None:
    finn = (await make_brand_server(world)).rep
    amy, bea = world.member("amy"), world.member("bea")
    thread = await ask(world, amy)
    await recommend(thread, bea)
    refused = await recommend(thread, finn, accepted=False, item="Foo Ovens Deluxe 9", relation="own")
    assert "You represent this brand here" in read(refused)
    assert "Ours lasts." in read(refused), "what they wrote comes back"
    for label in ("Worked for me", "Didn't"):
        assert "can't score it" in read(await finn.click(recommendation_card(thread), label=label))
    await finn.click(recommendation_card(thread), label="Thanks")
    assert "not tried yet, 1 thanks" in standings(thread)

    await recommend(thread, finn, item="Foo Ovens Deluxe 9", relation="employee")
    shown = recommendation_card(thread, "Foo Ovens Deluxe 9")
    assert read(shown).splitlines()[0] == f"## <@{finn.id}>: I work there"
    form = await finn.slash(world.lobby, "recommend edit", item="foo ovens deluxe 9")
    edited = await finn.submit_modal(form, {**FOO, "item": "Foo Ovens Deluxe 9", "relation": "own"})
    assert "You represent this brand here" in read(edited)
    assert "I work there" in read(recommendation_card(thread, "Foo Ovens Deluxe 9"))


async def test_standings_that_were_posted_just_before_the_end_are_found_again(world: World) -> None:
    amy, bea = world.member("amy"), world.member("bea")
    thread = await ask(world, amy, wanted="Standings")
    await recommend(thread, bea)
    async with world.bot.database.write() as connection:
        await connection.exec_driver_sql("UPDATE ask SET standings_id = NULL, standings_due = 1")
    await world.restart(kill=True)
    await world.advance(timedelta(hours=1))
    assert sorted(labels(one) for one in called_so(thread)) == [[], ["Recommend"]], "the ask's card is called the same"
    await amy.click(recommendation_card(thread), label="Worked for me")
    (told,) = (one for one in called_so(thread) if not labels(one))
    assert "worked for 1 of 1" in read(told)


async def test_a_vote_in_a_thread_that_is_put_away_counts_and_shows_when_it_can(world: World) -> None:
    amy, cid = world.member("amy"), world.member("cid")
    thread = await ask(world, amy)
    await recommend(thread, world.member("bea"))
    put_away(world, thread, True)
    await world.settle()
    assert "it worked for you" in read(await cid.click(recommendation_card(thread), label="Worked for me"))
    await world.advance(timedelta(minutes=2))
    assert "not tried yet" in standings(thread)
    assert "Worked for 1" in read(await amy.slash(world.lobby, "recommend why", item="Foo Oven"))
    await world.restart(kill=True)
    put_away(world, thread, False)
    await world.settle()
    await world.advance(timedelta(hours=2))
    assert "worked for 1 of 1" in standings(thread)


def put_away(world: World, thread: ChannelHandle, away: bool) -> None:
    world.env.backend.edit_channel(thread.id, {}, thread_metadata={"archived": away, "locked": away})


def called_so(thread: ChannelHandle) -> list[discord.Message]:
    return [message for message in thread.history() if read(message).startswith("## Standings")]


def thread_id(thread: ChannelHandle) -> ChannelId:
    return ChannelId(thread.id)


def show(world: World, channel: ChannelHandle, *, seen: bool) -> None:
    """Whether from now on everybody sees a channel, or the bot alone."""
    view = discord.Permissions(view_channel=True).value
    everybody, hamlet = world.guild.default_role.id, world.hamlet_role.id
    denied, allowed = (0, view) if seen else (view, 0)
    world.env.backend.set_overwrite(channel.id, Overwrite(everybody, OverwriteType.ROLE, deny=denied, allow=allowed))
    world.env.backend.set_overwrite(channel.id, Overwrite(hamlet, OverwriteType.ROLE, allow=view))
