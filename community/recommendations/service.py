"""Peer recommendations: asked, disclosed, voted on."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from community.engagement.events import Activity, Kind, Withdrawal
from community.errors import Invalid, NotAllowed, NotFound, Refusal
from community.ids import AskId, ChannelId, GuildId, MemberId, MessageId, RecommendationId
from community.recommendations.ask import LIMITS_LENGTH, MATTERS_LENGTH, WANTED_LENGTH, Ask, NewAsk
from community.recommendations.digestible import OpenAsk, Worked
from community.recommendations.lanes import Lanes, LatestOnly
from community.recommendations.link import link
from community.recommendations.ports import AskBoard, Chronicle, RecommendationStore
from community.recommendations.recommendation import (
    ITEM_LENGTH,
    LINK_LENGTH,
    WHY_LENGTH,
    NewRecommendation,
    NewVote,
    Recommendation,
    Verdict,
    item_key,
)
from community.recommendations.standings import Standing, may_score, standings


class RecommendationService:
    """What members do in recommendation threads.

    What is asked or recommended is stored first, then posted, then the post is kept with it: whoever sends the
    same form again, after whatever went wrong in between, gets it done once.
    """

    def __init__(self, store: RecommendationStore, board: AskBoard, chronicle: Chronicle) -> None:
        self._store = store
        self._board = board
        self._chronicle = chronicle
        self._lanes = Lanes()
        self._standings = LatestOnly()

    async def require_place(self, guild_id: GuildId, channel_id: ChannelId) -> None:
        """Passes where an ask can be opened; else says what is missing."""
        await self._board.require(guild_id, channel_id)

    async def ask(self, new: NewAsk, now: datetime) -> Ask:
        """Opens an ask in a thread of its own; the same form sent twice opens one."""
        new = replace(
            new,
            wanted=_line(new.wanted, WANTED_LENGTH),
            matters=_text(new.matters, MATTERS_LENGTH),
            limits=_text(new.limits, LIMITS_LENGTH),
        )
        if not new.wanted:
            raise Invalid("Please say what you are looking for.")
        async with self._lanes.lane("ask", new.guild_id, new.author_id, new.form_id):
            fresh = await self._store.add_ask(new, now)
            ask = fresh or await self._store.sent_ask(new)
            if ask is None:
                raise NotFound("This ask is gone. Please ask anew with /recommend ask.")
            if ask.thread_id is not None:
                return ask
            try:
                thread_id = await self._board.open(ask, again=fresh is None)
            except Refusal:
                await self._store.remove_ask(ask.guild_id, ask.ask_id)
                raise
            await self._store.open_ask(ask, thread_id)
        return replace(ask, thread_id=thread_id)

    async def answerable(self, guild_id: GuildId, thread_id: ChannelId, ask_id: AskId | None = None) -> Ask:
        """The ask of a thread, where recommending is possible now; where an id is given, that one and no other."""
        ask = await self._find(guild_id, thread_id, ask_id)
        await self._board.require_thread(ask)
        return ask

    async def recommend(self, new: NewRecommendation, thread_id: ChannelId, now: datetime) -> Recommendation:
        """Posts a recommendation in its ask's thread; each item once a person."""
        new = replace(
            new,
            item=_line(new.item, ITEM_LENGTH),
            why=_text(new.why, WHY_LENGTH),
            link=link(_text(new.link, LINK_LENGTH)),
        )
        if not new.item or not new.why:
            raise Invalid("Please say what you recommend, and why.")
        async with self._lanes.lane("recommend", new.ask_id, new.author_id, item_key(new.item)):
            ask = await self.answerable(new.guild_id, thread_id, new.ask_id)
            fresh = await self._store.add(new, now)
            kept = fresh or await self._store.reword(new)
            if kept is None:
                raise Invalid("You recommended this here already. Its card is in the thread; thank you!")
            try:
                message_id = await self._board.post(ask, kept, again=fresh is None)
            except Refusal:
                await self._store.remove(kept.guild_id, kept.recommendation_id)
                raise
            await self._store.post(kept, message_id)
        self._chronicle.record(_activity(Kind.RECOMMENDATION, ask, message_id, new.author_id, kept.recommended_at))
        return replace(kept, message_id=message_id)

    async def vote(self, new: NewVote, now: datetime) -> Verdict | None:
        """Takes a member's vote instead of the one before; the same again takes it back. Returns what stands.

        Raises
        ------
        NotAllowed
            When the recommendation is their own, or they would score an item they are related to.
        """
        kept = await self._store.recommendation(new.guild_id, new.recommendation_id)
        ask = None if kept is None else await self._store.ask(kept.guild_id, kept.ask_id)
        if (
            kept is None
            or ask is None
            or ask.thread_id != new.thread_id
            or kept.message_id not in {None, new.message_id}
        ):
            raise NotFound("This recommendation is not there any more.")
        await self._require_voter(kept, new.member_id, new.verdict)
        if kept.message_id is None:
            await self._store.post(kept, new.message_id)
        stands = await self._store.vote(kept, new.member_id, new.verdict, now)
        if stands is None:
            self._chronicle.record(Withdrawal(kept.guild_id, Kind.VOTE, new.message_id, new.member_id))
        else:
            self._chronicle.record(_activity(Kind.VOTE, ask, new.message_id, new.member_id, now))
        return stands

    async def show_standings(self, guild_id: GuildId, thread_id: ChannelId) -> None:
        """Brings the thread's one standings message up to date: one edit at a time, and never without the last."""
        await self._standings.run((guild_id, thread_id), lambda: self._show_standings(guild_id, thread_id))

    async def mine(self, guild_id: GuildId, member_id: MemberId) -> Sequence[tuple[Ask, Standing]]:
        """What a member recommended, newest first, with its ask and how it stands."""
        own = await self._store.by_author(guild_id, member_id)
        told = await self._stand(guild_id, {one.ask_id for one in own})
        found = {one.recommendation.recommendation_id: one for one in told}
        asks = {ask.ask_id: ask for ask in await self._store.asks(guild_id, {one.ask_id for one in own})}
        return [(asks[one.ask_id], found[one.recommendation_id]) for one in own if one.ask_id in asks]

    async def vanished(self, guild_id: GuildId, channel_id: ChannelId) -> None:
        """Forgets what was asked in a channel or thread that was deleted."""
        await self._store.remove_asks_in(guild_id, channel_id)

    async def open_asks(self, guild_id: GuildId, since: datetime) -> Sequence[OpenAsk]:
        """The asks since then that nobody has answered yet, oldest first."""
        return [
            OpenAsk(ask.ask_id, ask.author_id, ask.channel_id, ask.thread_id, ask.wanted, ask.asked_at, ask.asked_at)
            for ask in await self._store.unanswered(guild_id, since)
            if ask.thread_id is not None
        ]

    async def worked(self, guild_id: GuildId, since: datetime, until: datetime) -> Sequence[Worked]:
        """What worked for somebody in ``[since, until)``: first what worked for most of late."""
        asks = {ask.ask_id: ask for ask in await self._store.worked(guild_id, since, until)}
        told = await self._stand(guild_id, asks, until=until)
        of_late = await self._stand(guild_id, asks, since=since, until=until)
        n_new = {one.recommendation.recommendation_id: one.n_worked for one in of_late}
        stirred_at = await self._stirred_at(guild_id, asks, until)
        found = [
            _worked(
                asks[one.recommendation.ask_id],
                one,
                n_new[one.recommendation.recommendation_id],
                stirred_at.get(one.recommendation.recommendation_id, since),
            )
            for one in told
        ]
        return sorted(
            (one for one in found if one is not None and one.n_new > 0),
            key=lambda one: (-one.n_new, -one.n_worked, one.recommendation_id),
        )

    async def _stirred_at(
        self, guild_id: GuildId, ask_ids: Collection[AskId], until: datetime
    ) -> Mapping[RecommendationId, datetime]:
        """When each recommendation last got a vote that says whether it worked."""
        stirred_at: dict[RecommendationId, datetime] = {}
        for vote in await self._store.votes(guild_id, ask_ids):
            if vote.verdict is not Verdict.THANKS and vote.voted_at < until:
                last_at = stirred_at.setdefault(vote.recommendation_id, vote.voted_at)
                stirred_at[vote.recommendation_id] = max(last_at, vote.voted_at)
        return stirred_at

    async def _find(self, guild_id: GuildId, thread_id: ChannelId, ask_id: AskId | None) -> Ask:
        if ask_id is None:
            ask = await self._store.ask_in(guild_id, thread_id)
        else:
            ask = await self._store.ask(guild_id, ask_id)
        if ask is not None and ask.thread_id is None:
            found = await self._board.find(ask)
            if found is not None:
                await self._store.open_ask(ask, found)
                ask = replace(ask, thread_id=found)
        if ask is None or ask.thread_id != thread_id:
            raise NotFound(
                "There is no ask in here (any more). Use this in the thread of an ask, or open one with /recommend ask."
            )
        return ask

    async def _require_voter(self, kept: Recommendation, member_id: MemberId, verdict: Verdict) -> None:
        if kept.author_id == member_id:
            raise NotAllowed("This is your own recommendation, so the others judge it. Thank you for it!")
        among = await self._store.recommendations(kept.guild_id, [kept.ask_id])
        if verdict is not Verdict.THANKS and not may_score(member_id, kept, among):
            raise NotAllowed("You said here that you are related to this, so you can't score it. You can press Thanks.")

    async def _show_standings(self, guild_id: GuildId, thread_id: ChannelId) -> None:
        ask = await self._store.ask_in(guild_id, thread_id)
        if ask is None:
            return
        told = await self._stand(guild_id, [ask.ask_id])
        if not told and ask.standings_id is None:
            return
        shown = await self._board.show(ask, told)
        if shown is not None and shown != ask.standings_id:
            await self._store.place_standings(ask, shown)

    async def _stand(
        self,
        guild_id: GuildId,
        ask_ids: Collection[AskId],
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> Sequence[Standing]:
        """How these asks' recommendations stand, one ask after the other, by the votes of a span."""
        votes = [
            vote
            for vote in await self._store.votes(guild_id, ask_ids)
            if (since is None or vote.voted_at >= since) and (until is None or vote.voted_at < until)
        ]
        kept = await self._store.recommendations(guild_id, ask_ids)
        return [
            standing
            for ask_id in sorted(ask_ids)
            for standing in standings([one for one in kept if one.ask_id == ask_id], votes)
        ]


def _worked(ask: Ask, standing: Standing, n_new: int, stirred_at: datetime) -> Worked | None:
    one = standing.recommendation
    if ask.thread_id is None or one.message_id is None:
        return None
    return Worked(
        one.recommendation_id,
        ask.ask_id,
        one.author_id,
        ask.channel_id,
        ask.thread_id,
        one.message_id,
        ask.wanted,
        one.item,
        one.relation,
        n_new=n_new,
        n_worked=standing.n_worked,
        n_didnt=standing.n_didnt,
        stirred_at=stirred_at,
    )


def _activity(kind: Kind, ask: Ask, message_id: MessageId, member_id: MemberId, at: datetime) -> Activity:
    return Activity(ask.guild_id, kind, message_id, member_id, at, ask.channel_id, ask.thread_id)


def _text(written: str, limit: int) -> str:
    text = written.strip()
    if len(text) > limit:
        raise Invalid("That is longer than {limit} characters. Please shorten it.", limit=limit)
    return text


def _line(written: str, limit: int) -> str:
    return _text(" ".join(written.split()), limit)
