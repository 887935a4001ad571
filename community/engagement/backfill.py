"""Reads back the history of a guild that was missed while nothing recorded it."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable, Sequence, Set
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Any, Final

from community.discord_limits import MESSAGES_PER_REQUEST
from community.engagement.backfill_progress import (
    BackfillRun,
    BackfillSession,
    BackfillStep,
    LiveEvents,
    PlaceOutcome,
    PlaceProgress,
)
from community.engagement.events import Activity, ActivityKind, Arrival, Departure, Event
from community.engagement.history import (
    WHOLE_GUILD,
    Gap,
    HistoryMark,
    HistoryMarks,
    HistoryPage,
    HistoryPlace,
    HistorySource,
    MemberList,
    Reaction,
    SeenMessage,
    Survey,
    Unreachable,
    Unreadable,
    archived_since,
    extend_mark,
    gaps_to_read,
    horizon,
    instant_of,
)
from community.engagement.quarantine import Quarantine, QuarantinedFrame
from community.engagement.recorder import Recorder
from community.engagement.service import EngagementService
from community.engagement.settings import EngagementSettings
from community.ids import ChannelId, GuildId, MemberId
from community.settings.service import SettingsService

RETRY_AFTER: Final = timedelta(hours=1)
"""Time until history that Discord did not return is requested again."""
MAX_REREADS: Final = 3
"""How often a message is read again when its reactions change during the read."""
BATCH_SIZE: Final = 500
"""Events recorded before they are stored."""
ALL_GUILDS: Final = GuildId(0)
QUARANTINE_EVENT: Final = "history"
"""Name in the quarantine of history that could not be parsed."""


class HistoryService:
    """Reads missed history page by page, newest first; live events take precedence.

    A mark is saved after the events it covers are stored, so that stopping at any point loses nothing. Natural keys
    make reading twice harmless.
    """

    def __init__(
        self,
        marks: HistoryMarks,
        source: HistorySource,
        engagement: EngagementService,
        recorder: Recorder,
        *,
        settings: SettingsService,
        quarantine: Quarantine,
        clock: Callable[[], datetime],
    ) -> None:
        self._marks = marks
        self._source = source
        self._engagement = engagement
        self._recorder = recorder
        self._settings = settings
        self._quarantine = quarantine
        self._clock = clock
        self._sessions: dict[GuildId, BackfillSession] = {}
        self._live_events: dict[GuildId, LiveEvents] = {}
        self._key = b""
        self._withheld: dict[tuple[GuildId, str], datetime] = {}
        self._n_refused = 0

    async def load_withheld(self) -> None:
        """Loads which members' past stays unread; must run before anything is read."""
        self._key = await self._marks.key()
        self._withheld = dict(await self._marks.withheld())

    async def withhold(self, member_id: MemberId, guild_id: GuildId | None) -> None:
        """Excludes everything that a member did until now from later reads, in one guild or in all."""
        guild, now = guild_id or ALL_GUILDS, self._clock()
        self._key = await self._marks.key()
        who = fingerprint(guild, member_id, self._key)
        self._withheld[guild, who] = now
        await self._marks.withhold(guild, who, now)

    def mark_missed(self, guild_id: GuildId) -> None:
        """Notes that events of a guild may be missed from now on."""
        self._sessions.pop(guild_id, None)

    def is_followed(self, guild_id: GuildId) -> bool:
        """Returns whether a guild is being read or was read, with nothing missed since."""
        return guild_id in self._sessions

    def is_complete(self, guild_id: GuildId) -> bool:
        """Returns whether all missed history of a guild has been read."""
        session = self._sessions.get(guild_id)
        return session is not None and session.complete_mark is not None

    def note_event(self, event: Event) -> None:
        """Notes a gateway event, which takes precedence over history that is being read."""
        hearing = self._live_events.get(event.guild_id)
        if hearing is not None:
            hearing.note(event)
        session = self._sessions.get(event.guild_id)
        if session is not None and isinstance(event, Activity) and event.kind is ActivityKind.MESSAGE:
            session.latest_id = max(event.source_id, session.latest_id)

    async def save_marks(self, now: datetime) -> frozenset[GuildId]:
        """Saves up to where everything is stored, so that less has to be read next time.

        Returns the guilds to catch up on, because events were refused or because it is time to retry.
        """
        sessions = [(guild_id, session, session.latest_id) for guild_id, session in self._sessions.items()]
        await self._recorder.flush()
        refused, self._n_refused = self._recorder.counts.n_refused - self._n_refused, self._recorder.counts.n_refused
        if refused:
            missed = frozenset(self._sessions)
            self._sessions.clear()
            return missed
        for guild_id, session, latest_id in sessions:
            mark = session.complete_mark
            if mark is not None and latest_id > mark.newest_id and self._sessions.get(guild_id) is session:
                session.complete_mark = replace(mark, newest_id=latest_id)
                await self._marks.save(guild_id, [session.complete_mark])
        retried = {
            guild_id
            for guild_id, session in self._sessions.items()
            if session.retry_at is not None and now >= session.retry_at
        }
        for guild_id in retried:
            self._sessions.pop(guild_id, None)
        return frozenset(retried)

    async def catch_up(self, guild_id: GuildId, now: datetime) -> AsyncIterator[BackfillStep]:
        """Reads the missed history of a guild and yields a step for each place that is done.

        Raises
        ------
        Unreachable
            If Discord returned neither the members nor the channels.
        """
        session = self._sessions[guild_id] = BackfillSession()
        live_events = self._live_events[guild_id] = LiveEvents()
        try:
            saved = await self._marks.marks(guild_id)
            guild_mark = saved.get(WHOLE_GUILD)
            marks = {key: extend_mark(mark, guild_mark) for key, mark in saved.items()}
            settings = await self._settings.read(guild_id, EngagementSettings)
            horizon_id = horizon(guild_mark, settings.history_days, now)
            recorded = await self._recorded_members(guild_id)
            roster = await self._reconcile_members(guild_id, recorded, live_events, now)
            survey = await self._source.survey(guild_id, archived_since(marks, horizon_id))
            self._quarantine_unreadable(guild_id, survey.unreadable, now)
            await self._store(guild_id, _openings(guild_id, survey, recorded | roster.joined.keys(), horizon_id))
            run = BackfillRun(guild_id, now, horizon_id, roster, live_events, marks)
            complete = survey.channel_ids - {place.key for place in survey.places}
            places = sorted(survey.places, key=lambda place: -place.last_id)
            for n_left, place in zip(reversed(range(len(places))), places, strict=True):
                step = await self._read_place(run, place, marks.get(place.key), n_left)
                if step.outcome is PlaceOutcome.FAILED:
                    session.retry_at = now + RETRY_AFTER
                if step.outcome in {PlaceOutcome.READ, PlaceOutcome.QUIET}:
                    complete |= {place.key}
                yield step
            if session.retry_at is None and self._sessions.get(guild_id) is session:
                session.complete_mark = await self._mark_complete(run, complete, guild_mark)
            await _run_to_end(self._quarantine.flush())
        except Unreachable:
            session.retry_at = now + RETRY_AFTER
            raise
        except BaseException:
            if self._sessions.get(guild_id) is session:
                del self._sessions[guild_id]
            raise
        finally:
            if self._live_events.get(guild_id) is live_events:
                del self._live_events[guild_id]

    async def _mark_complete(
        self, run: BackfillRun, complete: Iterable[ChannelId], guild_mark: HistoryMark | None
    ) -> HistoryMark:
        """Saves that the whole guild is known up to the latest message seen, by Discord's clock."""
        marks, floor_id = run.marks, run.horizon_id
        newest_id = max((marks[key].newest_id for key in complete if key in marks), default=floor_id)
        known = [
            replace(marks.get(key, _complete_mark(key, newest_id, floor_id)), newest_id=newest_id)
            for key in sorted(complete)
        ]
        whole = HistoryMark(WHOLE_GUILD, newest_id, newest_id, guild_mark.floor_id if guild_mark else floor_id)
        await self._save_marks(run, *known, whole)
        return whole

    async def _recorded_members(self, guild_id: GuildId) -> frozenset[MemberId]:
        await _run_to_end(self._recorder.flush())
        return await self._marks.present(guild_id)

    async def _reconcile_members(
        self, guild_id: GuildId, recorded: frozenset[MemberId], live_events: LiveEvents, now: datetime
    ) -> MemberList:
        roster = await self._source.roster(guild_id)
        self._quarantine_unreadable(guild_id, roster.unreadable, now)
        gone = recorded - roster.present if not roster.unreadable else frozenset()
        events: list[Event] = [Arrival(guild_id, member_id, at) for member_id, at in sorted(roster.joined.items())]
        events += [Departure(guild_id, member_id, now) for member_id in sorted(gone)]
        await self._store(
            guild_id,
            (
                one
                for one in events
                if isinstance(one, Arrival | Departure) and one.member_id not in live_events.joined_or_left
            ),
        )
        return roster

    async def _read_place(
        self, run: BackfillRun, place: HistoryPlace, mark: HistoryMark | None, n_left: int
    ) -> BackfillStep:
        gaps = gaps_to_read(place, mark, run.horizon_id)
        progress = PlaceProgress(place, mark)
        outcome, reason = PlaceOutcome.READ if gaps else PlaceOutcome.QUIET, ""
        try:
            for stretch in gaps:
                await self._read_gap(run, progress, stretch)
            if progress.mark is None:
                newest_id = max(place.last_id, run.horizon_id)
                await self._save_marks(run, _complete_mark(place.key, newest_id, run.horizon_id))
        except Unreadable as refusal:
            outcome, reason = PlaceOutcome.CLOSED, str(refusal)
        except Unreachable as fault:
            outcome, reason = PlaceOutcome.FAILED, str(fault)
        return BackfillStep(place, outcome, progress.n_messages, progress.n_unreadable, n_left, reason)

    async def _read_gap(self, run: BackfillRun, progress: PlaceProgress, gap: Gap) -> None:
        place, known = progress.place, progress.mark
        from_the_top = gap.before_id is None
        progress.after_id = gap.after_id
        progress.seen_id = known.newest_id if known is not None and from_the_top else 0
        newest_id = max(place.last_id, gap.after_id, known.newest_id if known else 0)
        before_id, ended = gap.before_id, False
        while not ended:
            run.live_events.touched.clear()
            run.live_events.deleted.clear()
            page = await self._source.page(run.guild_id, place, before_id)
            ended = page.n < MESSAGES_PER_REQUEST or page.oldest_id is None or page.oldest_id <= gap.after_id
            progress.n_messages += page.n
            progress.n_unreadable += len(page.unreadable)
            await self._store_page(run, progress, page)
            if from_the_top:
                newest_id = max(newest_id, page.newest_id)
            before_id = page.oldest_id
            mark = gap.mark(place.key, newest_id, before_id or gap.after_id, ended=ended)
            if mark is not None:
                progress.mark = mark
                await self._save_marks(run, mark)

    async def _store_page(
        self, run: BackfillRun, progress: PlaceProgress, page: HistoryPage, n_tries: int = MAX_REREADS
    ) -> None:
        """Stores a page; reads messages again whose reactions changed meanwhile."""
        guild_id, live_events, place = run.guild_id, run.live_events, progress.place
        self._quarantine_unreadable(guild_id, page.unreadable, run.now)
        fresh = [one for one in page.messages if one.message_id > progress.after_id]
        current = {one.message_id: await self._current_reactions(place, one) for one in fresh}
        await self._store(
            guild_id, (one.activity for one in fresh if one.activity and one.message_id not in live_events.deleted)
        )
        recorded = await self._marks.reactions(guild_id, sorted(current))
        await self._store(
            guild_id,
            (
                event
                for message_id, stands in current.items()
                for event in run.reaction_changes(progress, message_id, recorded.get(message_id, frozenset()), stands)
                if message_id not in live_events.touched and message_id not in live_events.deleted
            ),
        )
        for message_id in sorted(current.keys() & live_events.touched - live_events.deleted) if n_tries else ():
            live_events.touched.discard(message_id)
            again = await self._source.page(guild_id, place, message_id + 1, 1)
            now_there = [one for one in again.messages if one.message_id == message_id]
            await self._store_page(run, progress, HistoryPage(now_there, len(now_there)), n_tries - 1)

    async def _current_reactions(self, place: HistoryPlace, message: SeenMessage) -> frozenset[Reaction]:
        found: frozenset[Reaction] = frozenset()
        for emoji in message.emojis:
            found |= await self._source.reactors(place, message.message_id, emoji)
        return found

    async def _store(self, guild_id: GuildId, events: Iterable[Event]) -> None:
        """Records events and stores them in batches; takes an event from the iterable only when its turn comes."""
        n = 0
        for event in events:
            allowed = self._allowed(guild_id, event)
            if allowed is None:
                continue
            self._engagement.record(allowed)
            n += 1
            if n % BATCH_SIZE == 0:
                await _run_to_end(self._recorder.flush())
        await _run_to_end(self._recorder.flush())

    async def _save_marks(self, run: BackfillRun, *marks: HistoryMark) -> None:
        run.marks.update({mark.channel_id: mark for mark in marks})
        await _run_to_end(self._marks.save(run.guild_id, marks))

    def _quarantine_unreadable(self, guild_id: GuildId, poison: Sequence[str], now: datetime) -> None:
        for reason in poison:
            self._quarantine.add(QuarantinedFrame(guild_id, QUARANTINE_EVENT, reason, now))

    def _allowed(self, guild_id: GuildId, event: Event) -> Event | None:
        """Returns the event without withheld members; none if it is about one of them."""
        if not self._withheld or not isinstance(event, Activity | Arrival):
            return event
        if self._is_withheld(guild_id, event.member_id, event.at):
            return None
        if isinstance(event, Arrival):
            return event
        mentioned = tuple(one for one in event.mentioned if not self._is_withheld(guild_id, one, event.at))
        answered = event.replied_to
        if answered is not None and self._is_withheld(guild_id, answered, event.at):
            return replace(event, replied_to=None, answered_id=None, mentioned=mentioned)
        return replace(event, mentioned=mentioned)

    def _is_withheld(self, guild_id: GuildId, member_id: MemberId, at: datetime) -> bool:
        both = ((guild, fingerprint(guild, member_id, self._key)) for guild in (guild_id, ALL_GUILDS))
        return any(at <= self._withheld[one] for one in both if one in self._withheld)


def fingerprint(guild_id: GuildId, member_id: MemberId, key: bytes) -> str:
    """Returns the keyed hash that recognizes a forgotten member without storing the identifier.

    Without the key nobody can find the member by trying all identifiers.
    """
    return blake2b(f"{guild_id}:{member_id}".encode(), digest_size=16, key=key).hexdigest()


def _complete_mark(channel_id: ChannelId, newest_id: int, floor_id: int) -> HistoryMark:
    return HistoryMark(channel_id, newest_id, floor_id, floor_id)


def _openings(guild_id: GuildId, survey: Survey, people: Set[MemberId], horizon_id: int) -> Iterable[Activity]:
    """Yields the thread creations by known people; whether anybody else is a bot is not known."""
    since = instant_of(horizon_id)
    for place in survey.places:
        thread_id, member_id, at = place.thread_id, place.opened_by, place.opened_at
        if thread_id is None or member_id is None or at is None or at < since or member_id not in people:
            continue
        yield Activity(guild_id, ActivityKind.THREAD, thread_id, member_id, at, place.channel_id, thread_id)


async def _run_to_end(work: Coroutine[Any, Any, None]) -> None:
    """Finishes work that must not stop half-way; raises the cancellation, if any, after it."""
    task = asyncio.ensure_future(work)
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        await task
        raise
