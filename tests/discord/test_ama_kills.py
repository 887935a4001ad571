"""The process may end at any await of a step: there is one thread, one card and one post an answer nevertheless."""

from typing import Any

import pytest

from community.amas.ama import AmaState
from community.amas.question import QuestionState
from community.ids import MemberId, TopicId
from storage.amas.questions import SqlQuestionStore
from storage.amas.store import SqlAmaStore
from tests.discord.drivers.amas import DAY, HOUR
from tests.discord.drivers.brands import guild_id_of, posts
from tests.discord.kill_points import KillableWork, with_awaits_around
from tests.discord.world import World, read
from tests.due_work import run_due

PORTS = {
    SqlAmaStore: ("ama", "unfinished", "stale", "update_state", "record_shown", "record_card"),
    SqlQuestionStore: ("question", "questions", "tally", "update_state", "stale", "record_post"),
}
STRIDE = 4
"""Each run of the tests tries every fourth await; the soak tries all."""


async def die_again_and_again(world: World, monkeypatch: pytest.MonkeyPatch, first: int, stride: int) -> int:
    """Runs AMAs of which each step ends at a later await, until no await is left; returns their number."""
    topic, team = world.channel("bread"), world.hidden_channel("team")
    await world.moderator.slash(world.lobby, "topic add", channel=topic)
    services, guest, amy = world.bot.services, MemberId(world.moderator.id), MemberId(world.member("amy").id)
    await services.settings.change(guild_id_of(world), "general.moderators_channel", str(team.id), guest, world.now)
    bread = await services.topics.directory.find(guild_id_of(world), TopicId(1))
    for port, names in PORTS.items():
        for name in names:
            monkeypatch.setattr(port, name, with_awaits_around(getattr(port, name)))
    at, over = first, False
    while not over:
        when = f"{world.now + DAY:%Y-%m-%d %H:%M}"
        ended = await _dying(services.amas.sessions.propose(bread, when, world.now, by=guest), at)
        ama = (await services.amas.sessions.propose(bread, when, world.now, by=guest)).ama
        world.env.backend.advance_clock((DAY + HOUR).total_seconds())
        ended &= await _dying(run_due(services.amas.sessions, world.now), at)
        await world.settle()
        await run_due(services.amas.sessions, world.now)
        live = await services.amas.sessions.find(guild_id_of(world), ama.ama_id)
        (thread,) = [one for one in topic.threads if one.id == live.thread_id]
        assert (live.state, len(posts(thread))) == (AmaState.LIVE, 1), at

        number = (
            await services.amas.questions.ask(guild_id_of(world), ama.ama_id, amy, "Steam?", world.now)
        ).question_id
        await services.amas.questions.approve(guild_id_of(world), ama.ama_id, [number], guest, world.now)
        ended &= await _dying(services.amas.questions.answer(guild_id_of(world), number, guest, "Yes.", world.now), at)
        await world.settle()
        await run_due(services.amas.questions, world.now)
        if (await services.amas.questions.find(guild_id_of(world), number)).state is QuestionState.QUEUED:
            await services.amas.questions.answer(guild_id_of(world), number, guest, "Yes.", world.now)
        answered = await services.amas.questions.find(guild_id_of(world), number)
        assert [one.id for one in posts(thread)[1:]] == [answered.message_id], at

        await services.amas.sessions.withdraw(guild_id_of(world), ama.ama_id, guest, world.now)
        await run_due(services.amas.sessions, world.now)
        over, at = ended, at + stride
    n_amas = len(topic.threads)
    assert len([one for one in posts(team) if "would like to answer" in read(one)]) == n_amas
    assert n_amas == (at - first) // stride
    return at - stride


async def _dying(work: Any, at: int) -> bool:
    """Returns whether the work ended before that await."""
    return await KillableWork(work, at)


async def test_killed_at_an_await_everything_is_made_once(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    assert await die_again_and_again(world, monkeypatch, 2, STRIDE) > 2 * STRIDE


@pytest.mark.soak
async def test_killed_at_every_await_everything_is_made_once(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    assert await die_again_and_again(world, monkeypatch, 0, 1) > 2 * STRIDE
