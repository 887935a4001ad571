from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from community.access.plan import AccessMode, AccessStep, Action
from community.access.service import AccessService, Preview
from community.access.settings import AccessSettings
from community.errors import OutOfReach
from community.ids import ChannelId, GuildId, MemberId, RoleId, TopicId
from community.notices.service import Notices
from community.recommendations.digest_rows import OpenAsk
from community.settings.general import GeneralSettings
from community.settings.service import SettingsService
from community.topics.capacity import Limit
from community.topics.liveliness import Level
from community.topics.service import TopicService
from community.topics.topic import NewTopic, Topic
from tests.due_work import run_due
from tests.fakes.access import Killed, MemoryAccessStore, MemoryPermissions, MemoryPermissionSnapshot, MemoryServer
from tests.fakes.notices import MemoryNoticePosts, MemoryNoticeStore
from tests.fakes.settings import MemorySettingsStore
from tests.fakes.topics.store import MemoryTopicStore

NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
HOME = GuildId(1)
ROSA = MemberId(1)
PEOPLE = [MemberId(10 + n) for n in range(8)]
BY_HAND, KEPT_OUT = PEOPLE[6], PEOPLE[7]
FILM, CRAFTS = ChannelId(100), ChannelId(101)


class Silence:
    """Nobody writes anywhere."""

    async def n_posters(self, guild_id: GuildId, since: datetime, now: datetime) -> Mapping[ChannelId, int]:
        return {}

    async def open_asks(self, guild_id: GuildId, since: datetime) -> Sequence[OpenAsk]:
        return []

    async def levels(self, guild_id: GuildId) -> Mapping[TopicId, Level]:
        return {}

    async def check(self, guild_id: GuildId, limit: Limit, n: int, now: datetime) -> None:
        """There is room enough."""


class Block:
    """A server with topics, and everything around it in memory."""

    def __init__(self) -> None:
        self.server = MemoryServer(people={member: set() for member in PEOPLE})
        self.server.own = {(FILM, BY_HAND): True, (FILM, KEPT_OUT): False}
        self.permissions = MemoryPermissions(self.server)
        self.kept = MemoryTopicStore()
        self.store = MemoryAccessStore(self.kept)
        self.topics = TopicService(
            self.kept, self.permissions, Silence(), posters=Silence(), levels=Silence(), asks=Silence()
        )
        self.settings = SettingsService(MemorySettingsStore(), [GeneralSettings, AccessSettings])
        self.desk = MemoryNoticePosts()
        self.notices = MemoryNoticeStore()
        self.access = self.restarted()

    def restarted(self) -> AccessService:
        notices = Notices(self.notices, self.desk)
        return AccessService(self.store, self.topics, self.permissions, notices, self.settings)

    async def open(self, *channels: ChannelId) -> None:
        for channel_id in channels:
            await self.kept.add(NewTopic(HOME, channel_id, None, f"topic {channel_id}", ""), NOW)

    async def topic(self, n: int = 1) -> Topic:
        return await self.topics.find(HOME, TopicId(n))

    async def confirm(self, way: AccessMode, now: datetime = NOW) -> Preview:
        preview = await self.access.preview(HOME, way)
        return await self.access.confirm(HOME, way, preview.fingerprint, ROSA, now)

    async def over(self, way: AccessMode, now: datetime = NOW) -> None:
        await self.confirm(way, now)
        await run_due(self.access, now)

    def inside(self, channel_id: ChannelId = FILM) -> set[MemberId]:
        return {member for member in PEOPLE if self.server.sees(channel_id, member)}


@given(
    ways=st.lists(st.sampled_from(AccessMode), min_size=1, max_size=4),
    breaks=st.lists(st.integers(1, 12), max_size=6),
    moves=st.lists(st.tuples(st.integers(1, 40), st.sampled_from(PEOPLE[:6]), st.booleans()), max_size=8),
)
@settings(max_examples=150, deadline=None)
async def test_nobody_loses_or_gains_access_whatever_breaks_off_and_whoever_comes_and_goes(
    ways: list[AccessMode], breaks: list[int], moves: list[tuple[int, MemberId, bool]]
) -> None:
    block = Block()
    await block.open(FILM, CRAFTS)
    for member in PEOPLE[:3]:
        await block.topics.join(HOME, member, TopicId(1), NOW)
    await block.topics.join(HOME, KEPT_OUT, TopicId(1), NOW)
    block.server.own[FILM, KEPT_OUT] = False
    wanted = {*PEOPLE[:3], BY_HAND}
    watched = Watched(block, wanted, moves)
    now = NOW
    for way in ways:
        await block.confirm(way, now)
        for n in breaks:
            block.permissions.breaks_at = block.permissions.n_acts + n
            with pytest.MonkeyPatch.context() as patch:
                watched.watch(patch)
                try:
                    await run_due(block.access, now)
                except ExceptionGroup as group:
                    assert group.subgroup(Killed) is not None
            block.access = block.restarted()
    block.permissions.breaks_at = None
    with pytest.MonkeyPatch.context() as patch:
        watched.watch(patch)
        await run_due(block.access, now)
    assert await block.store.pending(HOME) == []
    assert AccessMode.of(await block.topic()) is ways[-1]
    assert block.inside() == wanted
    assert len(block.server.roles) <= 2 * len(ways)
    for member in PEOPLE[:6]:
        await block.topics.leave(HOME, member, TopicId(1))
        assert not block.server.sees(FILM, member)


class Watched:
    """Looks at who gets in at every act; people come and go right before some of them.

    Whoever leaves is out at the second look after that, at the latest.
    """

    def __init__(self, block: Block, wanted: set[MemberId], moves: list[tuple[int, MemberId, bool]]) -> None:
        self._block = block
        self._wanted = wanted
        self._moves = {n: (member, joins) for n, member, joins in moves}
        self._n = self._n_looks = 0
        self._left: dict[MemberId, int] = {}

    def watch(self, patch: pytest.MonkeyPatch) -> None:
        patch.setattr(self._block.permissions, "take_snapshot", self._look)
        patch.setattr(self._block.permissions, "apply_step", self._watching(self._block.permissions.apply_step))
        patch.setattr(self._block.store, "save_role", self._watching(self._block.store.save_role))

    def _watching(self, do: Callable[..., object]) -> Callable[..., object]:
        async def watched(*args: object) -> None:
            await self._move()
            await do(*args)  # type: ignore[misc]
            late = {member for member, n in self._left.items() if n + 1 >= self._n_looks}
            assert self._wanted <= self._block.inside() <= self._wanted | late
            assert not self._block.inside(CRAFTS)

        return watched

    async def _look(self, guild_id: GuildId) -> MemoryPermissionSnapshot:
        self._n_looks += 1
        return MemoryPermissionSnapshot(self._block.server)

    async def _move(self) -> None:
        self._n += 1
        member, joins = self._moves.get(self._n, (None, False))
        if member is None:
            return
        if joins:
            self._left.pop(member, None)
            await self._block.topics.join(HOME, member, TopicId(1), NOW)
            self._wanted.add(member)
        else:
            await self._block.topics.leave(HOME, member, TopicId(1))
            self._wanted.discard(member)
            self._left[member] = self._n_looks


async def test_a_dry_run_counts_and_changes_nothing() -> None:
    block = Block()
    await block.open(FILM, CRAFTS)
    for member in PEOPLE[:3]:
        await block.topics.join(HOME, member, TopicId(1), NOW)
    block.server.gone.add(CRAFTS)
    before = repr(block.server)
    preview = await block.access.preview(HOME, AccessMode.ROLE)
    assert [(one.topic.topic_id, one.n_members, one.makes_role) for one in preview.possible] == [(1, 4, True)]
    assert "deleted" in str(preview.changes[1].problem)
    assert (await block.access.preview(HOME, AccessMode.PERMISSION)).changes == []
    assert repr(block.server) == before
    assert await block.store.pending(HOME) == []


async def test_limits_are_met_before_discord_refuses() -> None:
    block = Block()
    await block.open(FILM, CRAFTS)
    await block.topics.join(HOME, PEOPLE[0], TopicId(1), NOW)
    block.server.n_other_roles = 249
    preview = await block.access.preview(HOME, AccessMode.ROLE)
    assert "takes 2 more, and this server has 249 of the 250" in str(preview.problem)
    assert preview.possible == []
    with pytest.raises(OutOfReach, match="delete roles"):
        await block.confirm(AccessMode.ROLE)
    assert await block.store.pending(HOME) == []
    assert not (await block.settings.read(HOME, AccessSettings)).by_role

    block.server.n_other_roles = 248
    await block.over(AccessMode.ROLE)
    assert AccessMode.of(await block.topic(1)) is AccessMode.of(await block.topic(2)) is AccessMode.ROLE
    block.server.n_other_overwrites = 999
    preview = await block.access.preview(HOME, AccessMode.PERMISSION)
    assert "2 members are more than fit" in str(preview.changes[0].problem)
    assert [one.topic.topic_id for one in preview.possible] == [2]
    await block.over(AccessMode.PERMISSION)
    assert AccessMode.of(await block.topic(1)) is AccessMode.ROLE
    assert AccessMode.of(await block.topic(2)) is AccessMode.PERMISSION


async def test_a_limit_reached_on_the_way_is_told_once_and_tried_again_later() -> None:
    block = Block()
    await block.open(FILM)
    await block.topics.join(HOME, PEOPLE[0], TopicId(1), NOW)
    await block.confirm(AccessMode.ROLE)
    block.server.n_other_roles = 250
    for n in range(4):
        await run_due(block.access, NOW + n * HOUR / 2)
    (notice,) = block.desk.notices
    assert "delete roles" in notice.sentence
    assert block.permissions.n_acts == 0
    block.server.n_other_roles = 3
    assert not await block.store.due(NOW + 1.5 * HOUR)
    await run_due(block.access, NOW + 2 * HOUR)
    assert AccessMode.of(await block.topic()) is AccessMode.ROLE
    assert block.notices.kept == {}


async def test_what_is_confirmed_is_what_was_shown() -> None:
    block = Block()
    await block.open(FILM)
    shown = await block.access.preview(HOME, AccessMode.ROLE)
    await block.open(CRAFTS)
    fresh = await block.access.confirm(HOME, AccessMode.ROLE, shown.fingerprint, ROSA, NOW)
    assert fresh.fingerprint != shown.fingerprint
    assert await block.store.pending(HOME) == []
    begun = await block.access.confirm(HOME, AccessMode.ROLE, fresh.fingerprint, ROSA, NOW)
    again = await block.access.confirm(HOME, AccessMode.ROLE, fresh.fingerprint, ROSA, NOW)
    assert begun.fingerprint == fresh.fingerprint != again.fingerprint
    assert [topic.topic_id for topic in again.under_way] == [1, 2]
    elsewhere = await block.access.preview(GuildId(2), AccessMode.ROLE)
    assert not elsewhere.changes
    assert not elsewhere.under_way


async def test_new_topics_are_opened_as_the_guild_has_it() -> None:
    block = Block()
    await block.open(FILM, CRAFTS)
    await block.access.apply(await block.topic(), NOW)
    assert not await block.store.due(NOW)
    await block.over(AccessMode.ROLE)
    for channel_id in (ChannelId(102), ChannelId(103)):
        await block.open(channel_id)
    for topic in await block.topics.topics(HOME):
        await block.access.apply(topic, NOW)
        await block.access.apply(topic, NOW)
    await run_due(block.access, NOW)
    assert len({topic.role_id for topic in await block.topics.topics(HOME)} - {None}) == 4


async def test_a_role_or_topic_deleted_on_the_way_and_a_topic_without_a_way_back_end_well() -> None:
    block = Block()
    await block.open(FILM, CRAFTS)
    await block.topics.join(HOME, PEOPLE[0], TopicId(1), NOW)
    await block.confirm(AccessMode.ROLE)
    block.permissions.breaks_at = 3
    with pytest.raises(ExceptionGroup):
        await run_due(block.access, NOW)
    (first,) = [role_id for role_id, name in block.server.roles.items() if name == "topic 100"]
    del block.server.roles[first]
    for held in block.server.people.values():
        held.discard(first)
    await block.topics.unregister(HOME, TopicId(2))
    await run_due(block.access, NOW)
    assert await block.store.pending(HOME) == []
    assert (await block.topic()).role_id in block.server.roles
    assert block.inside() == {PEOPLE[0], BY_HAND}


@pytest.mark.parametrize("way", [AccessMode.ROLE, AccessMode.PERMISSION])
async def test_who_leaves_while_being_given_the_new_way_does_not_get_it(way: AccessMode) -> None:
    block = Block()
    await block.open(FILM)
    for member in PEOPLE[:2]:
        await block.topics.join(HOME, member, TopicId(1), NOW)
    if way is AccessMode.PERMISSION:
        await block.over(AccessMode.ROLE)
    act = block.permissions.apply_step

    async def leaving(topic: Topic, role_id: RoleId | None, step: AccessStep) -> None:
        if step.action in (Action.GIVE_ROLE, Action.ALLOW_MEMBER) and step.member_id == PEOPLE[0]:
            await block.topics.leave(HOME, PEOPLE[0], TopicId(1))
        await act(topic, role_id, step)

    block.permissions.apply_step = leaving  # type: ignore[method-assign]
    await block.over(way)
    assert AccessMode.of(await block.topic()) is way
    assert block.inside() == {PEOPLE[1], BY_HAND}


@pytest.mark.parametrize("way", [AccessMode.ROLE, AccessMode.PERMISSION])
async def test_who_leaves_while_the_topic_goes_over_is_out_whichever_way_it_is_opened(way: AccessMode) -> None:
    block = Block()
    await block.open(FILM)
    await block.topics.join(HOME, PEOPLE[0], TopicId(1), NOW)
    if way is AccessMode.PERMISSION:
        await block.over(AccessMode.ROLE)
    await block.confirm(way)
    see_out = block.permissions.revoke

    async def slowly(topic: Topic, member_id: MemberId) -> None:
        await see_out(topic, member_id)
        await run_due(block.access, NOW)

    block.permissions.revoke = slowly  # type: ignore[method-assign]
    await block.topics.leave(HOME, PEOPLE[0], TopicId(1))
    assert AccessMode.of(await block.topic()) is way
    assert block.inside() == {BY_HAND}
