from collections.abc import Sequence
from datetime import time, timedelta
from typing import Any

import discord
import pytest
from simcord.actors import MemberActor
from simcord.builders import ChannelHandle, GuildHandle, RoleHandle
from simcord.enums import ChannelType

from community.digests.schedule import Cadence, DigestKind, DigestSubject, NewSchedule, Rhythm
from community.engagement.events import Activity, ActivityKind
from community.ids import ChannelId, GuildId, MemberId, MessageId
from community.recommendations.ask import NewAsk
from community.recommendations.recommendation import NewRecommendation, Relation, Verdict
from storage.digests import SqlDigestStore
from storage.recommendations.store import SqlRecommendationStore
from tests.discord.drivers.digests import (
    DAY,
    MONDAY,
    advance_to,
    deny,
    hold_conversation,
    make_lively_week,
    posts,
    schedule,
)
from tests.discord.world import World, components, labels, last, read


async def test_a_scheduled_digest_comes_once_with_a_chart_numbers_and_links(world: World) -> None:
    news = world.channel("news")
    said = await schedule(world, news)
    assert "every Monday at 09:00" in said
    await make_lively_week(world)

    await advance_to(world, until=MONDAY - timedelta(minutes=1))
    assert posts(news) == []
    await advance_to(world)
    await advance_to(world, until=MONDAY + timedelta(minutes=1))

    [post] = posts(news)
    text = read(post)
    assert "This week in Juniper Street" in text
    assert "5 Jan to 11 Jan 2026" in text
    assert "**5 of 6 members took part**" in text
    assert "Messages: **15**" in text
    [thread] = world.lobby.threads
    assert "**[Sourdough starters](" in text
    assert ")**: 5 people, 15 messages" in text
    assert f"https://discord.com/channels/{world.guild.id}/{thread.id}" in text
    [chart] = post.attachments
    assert chart.filename == "hamlet-community-1-2026-01-12.png"
    assert (await chart.read()).startswith(b"\x89PNG")
    assert "9 Jan 5" in (chart.description or "")
    assert post.mentions == []
    assert last(post).embeds == []


async def test_a_digest_pings_nobody_and_repeats_are_told_by_a_nonce(world: World) -> None:
    news = world.channel("news")
    await schedule(world, news)
    await make_lively_week(world)
    await advance_to(world)

    [sent] = [request.json for request in world.env.http_requests if request.path == f"/channels/{news.id}/messages"]
    assert sent is not None
    assert sent["allowed_mentions"]["parse"] == []
    assert sent["nonce"] == "1-260112"
    assert sent["enforce_nonce"] is True


async def test_the_time_is_the_servers_own(world: World) -> None:
    home, rosa = GuildId(world.guild.id), MemberId(world.moderator.id)
    await world.bot.services.settings.change(home, "general.time_zone", "Europe/Berlin", rosa, world.now)
    news = world.channel("news")
    await schedule(world, news)
    await make_lively_week(world)

    await advance_to(world, until=MONDAY - timedelta(hours=1, seconds=1))
    assert posts(news) == []
    await advance_to(world, until=MONDAY - timedelta(hours=1))
    assert len(posts(news)) == 1


async def test_after_downtime_the_latest_digest_comes_late_and_says_what_it_covers(world: World) -> None:
    news = world.channel("news")
    await schedule(world, news)
    await make_lively_week(world)
    await advance_to(world, until=MONDAY + 3 * DAY)

    [post] = posts(news)
    assert "5 Jan to 11 Jan 2026" in read(post)


async def test_a_quiet_week_says_nothing(world: World) -> None:
    news = world.channel("news")
    await schedule(world, news)
    await advance_to(world)
    assert posts(news) == []
    assert "too little to tell" in read(await world.moderator.slash(world.lobby, "digest list"))


async def test_a_thread_appears_only_where_every_reader_of_the_digest_can_read_it(world: World) -> None:
    news, team = world.channel("news"), world.hidden_channel("team")
    await schedule(world, news)
    await schedule(world, team)
    people = await make_lively_week(world)
    await hold_conversation(world, team, "Plans of the team", people)
    await advance_to(world)

    assert "Plans of the team" not in read(posts(news)[0])
    assert "Plans of the team" in read(posts(team)[0])
    assert "Sourdough starters" in read(posts(news)[0])
    assert "Sourdough starters" in read(posts(team)[0])


async def test_a_private_thread_and_a_deleted_one_never_appear(world: World) -> None:
    news = world.channel("news")
    await schedule(world, news)
    people = await make_lively_week(world)
    secret = await hold_conversation(world, world.lobby, "Surprise party", people, type=ChannelType.PRIVATE_THREAD)
    gone = await hold_conversation(world, world.lobby, "Regretted", people)
    world.env.backend.delete_channel(gone.id)
    await world.settle()
    for person in people:
        wrote(world, person, world.lobby, secret.id)
        wrote(world, person, world.lobby, gone.id)
    await advance_to(world)

    text = read(posts(news)[0])
    assert "Sourdough starters" in text
    for hidden in ("Surprise party", "Regretted", str(secret.id), str(gone.id)):
        assert hidden not in text


def wrote(world: World, author: MemberActor, channel: ChannelHandle, thread_id: int) -> None:
    world.bot.services.engagement.activity.record(
        Activity(
            GuildId(world.guild.id),
            ActivityKind.MESSAGE,
            world.env.backend.snowflake(),
            MemberId(author.id),
            world.now,
            ChannelId(channel.id),
            ChannelId(thread_id),
        )
    )


async def test_an_archived_thread_is_linked_though_its_name_is_not_known(world: World) -> None:
    news = world.channel("news")
    await schedule(world, news)
    await make_lively_week(world)
    [thread] = world.lobby.threads
    world.env.backend.edit_channel(thread.id, {}, thread_metadata={"archived": True})
    await world.settle()
    await advance_to(world)

    text = read(posts(news)[0])
    assert f"a thread in <#{world.lobby.id}>" in text
    assert f"https://discord.com/channels/{world.guild.id}/{thread.id}" in text


async def test_whatever_things_are_called_the_digest_fits_and_means_what_it_says(world: World) -> None:
    news = world.channel("news")
    world.env.backend.edit_guild(world.guild.id, {"name": "*" * 100})
    await schedule(world, news)
    people = await make_lively_week(world)
    for number in range(6):
        await hold_conversation(world, world.lobby, f"{number}" + "*_~`|" * 19 + "@everyone"[:4], people, n=4)
    await advance_to(world)

    [post] = posts(news)
    shown = components(post)
    assert sum(len(one.get("content", "")) for one in walk(shown)) <= 4000
    assert len(walk(shown)) <= 40
    assert read(post).count("https://discord.com/channels/") == 5
    assert "**[5\\*\\_" in read(post)


def walk(items: Sequence[Any]) -> list[dict[str, Any]]:
    return [one for item in items for one in (item, *walk(item.get("components") or []))]


async def test_recommendations_that_worked_and_open_asks_are_told_with_their_disclosure(world: World) -> None:
    news = world.channel("news")
    await schedule(world, news)
    people = await make_lively_week(world)
    [thread] = world.lobby.threads
    await recommended(world, people, thread)
    await advance_to(world)

    text = read(posts(news)[0])
    assert "Recommended, and it worked" in text
    assert ")** worked for 2 of 2 who said." in text
    assert "Its author says: Got it free." in text
    assert "**[A quiet kettle](" in text


async def recommended(world: World, people: Sequence[MemberActor], thread: ChannelHandle) -> None:
    """One ask was answered with something that worked for two; another one waits."""
    store, home, now = SqlRecommendationStore(world.bot.database), GuildId(world.guild.id), world.now
    asker, adviser, *voters = [MemberId(person.id) for person in people]
    for form_id, wanted in enumerate(["A hand grinder", "A quiet kettle"], 1):
        ask = await store.add_ask(NewAsk(home, ChannelId(world.lobby.id), asker, form_id, wanted, "", ""), now)
        assert ask is not None
        place = thread if form_id == 1 else world.env.backend.create_thread(world.lobby.id, wanted, asker)
        card = world.env.backend.create_message(place.id, world.env.backend.bot_user.id, wanted)
        await store.record_thread(ask, ChannelId(place.id), MessageId(card.id))
        if wanted == "A hand grinder":
            new = NewRecommendation(ask.ask_id, home, adviser, "Brimhand 40", "grinds well", "", Relation.GIFT)
            item = await store.add(new, now)
            assert item is not None
            await store.record_card(item, MessageId(1))
            for voter in voters[:2]:
                await store.toggle_vote(item, voter, Verdict.WORKED, now)


async def test_only_moderators_use_digests(world: World) -> None:
    news, amy = world.channel("news"), world.member("amy")
    await schedule(world, news)
    asked: list[tuple[str, dict[str, object]]] = [
        ("schedule", {"kind": "community", "channel": news, "cadence": "daily", "time": "09:00"}),
        ("list", {}),
        ("pause", {"digest": "1"}),
        ("resume", {"digest": "1"}),
        ("remove", {"digest": "1"}),
        ("preview", {"kind": "community"}),
        ("now", {"kind": "community"}),
    ]
    for command, options in asked:
        answer = await amy.slash(world.lobby, f"digest {command}", **options)
        assert "for moderators" in read(answer), command
        assert answer.ephemeral
    assert await amy.autocomplete(world.lobby, "digest pause", "digest", "") == []


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"time": "25:99"}, "like 09:00 or 18:30"),
        ({"day": "someday"}, "like Monday"),
        ({"cadence": "monthly", "day": "31"}, "1 to 28"),
        ({"cadence": "daily"}, "every day"),
    ],
)
async def test_what_does_not_fit_is_refused_kindly_and_nothing_is_kept(
    world: World, options: dict[str, object], said: str
) -> None:
    assert said in await schedule(world, world.channel("news"), **options)
    assert "Nothing is scheduled yet" in read(await world.moderator.slash(world.lobby, "digest list"))


async def test_a_channel_where_the_bot_cannot_post_is_refused_with_what_is_missing(world: World) -> None:
    news = world.channel("news")
    deny(world, news, attach_files=False, read_message_history=False)
    said = await schedule(world, news)
    assert f"In <#{news.id}> my role lacks: Attach Files, Read Message History" in said
    assert "Nothing is scheduled yet" in read(await world.moderator.slash(world.lobby, "digest list"))


async def test_scheduling_twice_is_scheduling_once(world: World) -> None:
    news = world.channel("news")
    assert await schedule(world, news) == await schedule(world, news)
    assert read(await world.moderator.slash(world.lobby, "digest list")).count("community digest") == 1


async def test_there_is_an_end_to_how_many_are_scheduled(world: World) -> None:
    news = world.channel("news")
    store, subject = SqlDigestStore(world.bot.database), DigestSubject(DigestKind.COMMUNITY)
    home, rosa = GuildId(world.guild.id), MemberId(world.moderator.id)
    for minute in range(50):
        rhythm = Rhythm(Cadence.DAILY, 0, time(9, minute))
        await store.add(NewSchedule(home, subject, ChannelId(news.id), rhythm, rosa), world.now)
    assert "50 digests already" in await schedule(world, news, time="10:00")
    assert "comes to" in await schedule(world, news, time="9:49", cadence="daily", day=None)

    listed = await world.moderator.slash(world.lobby, "digest list")
    assert read(listed).count("community digest") == 10
    assert "**№ 1**" in read(listed)
    for _ in range(4):
        await world.moderator.click(last(listed), label="More")
    assert "**№ 50**" in read(listed)
    assert labels(listed) == ["Back"]


async def test_a_paused_digest_rests_and_a_resumed_one_makes_up_for_nothing(world: World) -> None:
    news = world.channel("news")
    await schedule(world, news)
    await make_lively_week(world)
    assert "Paused: community digest" in read(await world.moderator.slash(world.lobby, "digest pause", digest="1"))
    await advance_to(world)
    assert "Paused" in read(await world.moderator.slash(world.lobby, "digest list"))

    assert "comes again" in read(await world.moderator.slash(world.lobby, "digest resume", digest="1"))
    await advance_to(world, until=MONDAY + DAY)
    assert posts(news) == []


async def test_a_removed_digest_comes_no_more(world: World) -> None:
    news = world.channel("news")
    await schedule(world, news)
    await make_lively_week(world)
    assert "Removed" in read(await world.moderator.slash(world.lobby, "digest remove", digest="1"))
    assert "no such digest" in read(await world.moderator.slash(world.lobby, "digest remove", digest="1"))
    await advance_to(world)
    assert posts(news) == []


async def test_an_unknown_digest_and_another_guilds_digest_do_not_exist(world: World) -> None:
    await schedule(world, world.channel("news"))
    elsewhere = world.env.create_guild("Elsewhere")
    hall = elsewhere.create_text_channel("hall")
    bea = elsewhere.add_member(world.env.create_user("bea"), roles=[_moderators(elsewhere)])

    for command in ("pause", "resume", "remove"):
        for named in ("1", "999", "9" * 30, "nonsense", "-1", "\N{SUPERSCRIPT TWO}", ""):
            assert "no such digest" in read(await bea.slash(hall, f"digest {command}", digest=named))
    assert await bea.autocomplete(hall, "digest pause", "digest", "") == []
    assert "Next:" in read(await world.moderator.slash(world.lobby, "digest list"))


def _moderators(guild: GuildHandle) -> RoleHandle:
    return guild.create_role("Moderators", permissions=discord.Permissions(manage_guild=True))


async def test_choices_name_what_there_is(world: World) -> None:
    await schedule(world, world.channel("news"))
    rosa = world.moderator
    [choice] = await rosa.autocomplete(world.lobby, "digest pause", "digest", "news")
    assert choice == {"name": "1: community digest in #news, every Monday at 09:00", "value": "1"}
    days = await rosa.autocomplete(world.lobby, "digest schedule", "day", "t", cadence="weekly")
    assert [one["name"] for one in days] == ["Tuesday", "Thursday"]
    days = await rosa.autocomplete(world.lobby, "digest schedule", "day", "", cadence="monthly")
    assert len(days) == 25
    assert await rosa.autocomplete(world.lobby, "digest schedule", "day", "", cadence="daily") == []


async def test_a_preview_is_for_the_moderator_alone_and_records_nothing(world: World) -> None:
    news = world.channel("news")
    await schedule(world, news)
    await make_lively_week(world)
    await advance_to(world, until=MONDAY - timedelta(hours=1))
    n_posts = len(posts(news))

    answer = await world.moderator.slash(world.lobby, "digest preview", kind="community")

    assert answer.ephemeral
    assert "5 of 6 members took part" in read(answer)
    assert "Nothing was posted or recorded" in read(answer)
    assert len(posts(news)) == n_posts
    [standing] = await world.bot.services.digests.schedules(GuildId(world.guild.id))
    assert standing.last_date != MONDAY.date()
    await advance_to(world)
    assert len(posts(news)) == 1


async def test_a_preview_of_a_quiet_time_says_so(world: World) -> None:
    assert "A quiet time" in read(await world.moderator.slash(world.lobby, "digest preview", kind="community"))


async def test_a_digest_asked_for_ahead_of_its_time_is_not_posted_again_that_day(world: World) -> None:
    news = world.channel("news")
    await schedule(world, news)
    await make_lively_week(world)
    await advance_to(world, until=MONDAY - timedelta(hours=2))

    answer = await world.moderator.slash(world.lobby, "digest now", kind="community")
    [post] = posts(news)
    assert f"https://discord.com/channels/{world.guild.id}/{news.id}/{post.id}" in read(answer)
    assert "out already" in read(await world.moderator.slash(world.lobby, "digest now", kind="community"))
    await advance_to(world)
    assert len(posts(news)) == 1


async def test_a_digest_that_failed_can_be_posted_once_that_is_mended(world: World) -> None:
    news = world.channel("news")
    await schedule(world, news)
    await make_lively_week(world)
    deny(world, news, send_messages=False)
    await advance_to(world)
    assert "Send Messages" in read(await world.moderator.slash(world.lobby, "digest now", kind="community"))

    world.env.backend.delete_overwrite(news.id, world.hamlet_role.id)
    assert "posted: https" in read(await world.moderator.slash(world.lobby, "digest now", kind="community"))
    assert len(posts(news)) == 1


async def test_without_a_schedule_a_digest_is_shown_where_it_was_asked_for(world: World) -> None:
    await make_lively_week(world)
    await advance_to(world)

    await world.moderator.slash(world.lobby, "digest now", kind="community")

    [post] = [message for message in posts(world.lobby) if message.attachments]
    assert "5 of 6 members took part" in read(post)
    assert f"Asked for by <@{world.moderator.id}>" in read(post)


async def test_without_a_schedule_a_quiet_time_is_not_shown_to_the_channel(world: World) -> None:
    answer = await world.moderator.slash(world.lobby, "digest now", kind="community")
    assert answer.ephemeral
    assert "too little to tell" in read(answer)
    assert posts(world.lobby) == []
