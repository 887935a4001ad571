"""Communities of any kind, with whatever people type and paste; and what has to hold for all that is shown to them."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from community.calendar import DAY, Window
from community.digests.rows import EventKind, Introduction, Move, TopicNews, UpcomingEvent
from community.digests.schedule import DigestKind
from community.engagement.events import Activity, Event
from community.engagement.events import ActivityKind as Deed
from community.engagement.health import CarriedTopic, FadingTopic, Health
from community.engagement.response_ports import InteractionCount, UnansweredNewcomer, WaitingAsk
from community.ids import AskId, ChannelId, GuildId, MemberId, MessageId, RecommendationId, TopicId
from community.recommendations.digest_rows import OpenAsk, WorkedRecommendation
from community.recommendations.recommendation import Relation
from community.topics.topic import Topic
from tests.fakes.digests import MemorySources

HOME, NEWS = GuildId(10**17), ChannelId(10**17 + 1)
WEEK = Window(date(2026, 1, 5), date(2026, 1, 12), ZoneInfo("Europe/Berlin"))
SECRET = "xyzzy"
"""In every name that only some may read, and in no other."""
SCRAPS = (
    *("@everyone", "@here", "<@1>", "<@!12345678901234567>", "<@&7>", "<#8>", "</digest list:9>", "<t:0:R>", "<:a:1>"),
    *("*", "**", "__", "~~", "||", "`", "```", "# ", "> ", "-# ", "- ", "[", "](", ")", "\\", "{link}", "{", "}", "%s"),
    *("[a](https://evil.example)", "https://evil.example/x", "discord.gg/x", "<https://evil.example>"),
    *("\u202e", "\u2066", "\u2069", "\u200b", "\u200d", "\ufeff", "\u0301", "\u0301" * 30, "\x00", "\n", "\r\n", "\t"),
    *("👍🏽", "👨‍👩‍👧‍👦", "🏳️‍🌈", "שלום", "مرحبا", "𝕳𝖆𝖒", "word", "a", " ", "Ünïcödé", "漢字", "x" * 300),
)
LONGEST = 4_000
TEXT, SELECT, BUTTON = 10, 3, 2
COMPONENTS = 40
LINK = re.compile(r"https://discord\.com/channels/(\d+)/(\d+)")


@dataclass
class Community:
    """What happened in one, what is closed, and who agreed to be named."""

    random: Random
    sources: MemorySources = field(default_factory=MemorySources)
    events: list[Event] = field(default_factory=list)
    closed: set[ChannelId] = field(default_factory=set)
    names: dict[int, str] = field(default_factory=dict)
    last: int = 10**17 + 100

    def number(self) -> int:
        self.last += 1
        return self.last

    def text(self, *, secret: bool = False) -> str:
        """Something that a person could have typed, or pasted."""
        length = self.random.choice((1, 3, 12, 100, 100, LONGEST))
        typed = "".join(self.random.choices(SCRAPS, k=self.random.randrange(1, 40)))[:length]
        return f"{typed[:40]}{SECRET}{typed[40:]}" if secret else typed

    def place(self, channels: Sequence[ChannelId]) -> tuple[ChannelId, ChannelId, bool]:
        """A channel, a thread in it, and whether somebody can't read there."""
        channel, thread = self.random.choice(channels), ChannelId(self.number())
        if self.random.random() < 0.2:
            self.closed.add(thread)
        secret = bool({channel, thread} & self.closed)
        if self.random.random() < 0.9:
            self.names[thread] = self.text(secret=secret)
        return channel, thread, secret


def community(seed: int, kind: DigestKind) -> Community:
    """One of all communities; where the digest is a topic's, its topic is the first, and open."""
    random = Random(seed)  # noqa: S311 - nothing secret is drawn
    made = Community(random)
    channels = [ChannelId(made.number()) for _ in range(random.randrange(1, 12))]
    made.closed |= {one for one in channels[kind is DigestKind.TOPIC :] if random.random() < 0.3}
    members = [MemberId(made.number()) for _ in range(random.choice((1, 2, 3, 12, 40)))]
    at = WEEK.start_at + timedelta(hours=30)
    for _ in range(random.randrange(12)):
        channel, thread, _ = made.place(channels)
        for who in random.sample(members, random.randrange(1, len(members) + 1)):
            made.events.append(Activity(HOME, Deed.MESSAGE, made.number(), who, at, channel, thread))
    n = random.choice((0, 1, 5, 30))
    made.sources = MemorySources(
        given_topics=[
            Topic(TopicId(number), HOME, one, None, made.text(secret=one in made.closed), made.text(), WEEK.start_at)
            for number, one in enumerate(channels, 1)
        ],
        given_worked=[worked(made, channels, members) for _ in range(n)],
        given_asks=[ask(made, channels, members) for _ in range(n)],
        given_news=[news(made, one, at) for one in channels],
        given_introductions=[
            Introduction(random.choice(members), random.choice(channels), MessageId(made.number()), at)
            for _ in range(n)
        ],
        given_coming=[coming(made, channels) for _ in range(n)],
        given_health=health(made, channels, members, n),
        thanks_by_channel={
            one: [InteractionCount(giver, random.choice(members), 1) for giver in members[:8]] for one in channels
        },
        shown=frozenset(random.sample(members, len(members) // 2)),
    )
    return made


def news(made: Community, channel: ChannelId, at: datetime) -> TopicNews:
    """Of a new topic everybody may know: it is listed, and opens to those who join."""
    move = made.random.choice(list(Move))
    return TopicNews(channel, made.text(secret=channel in made.closed and move is not Move.NEW), move, at)


def worked(made: Community, channels: Sequence[ChannelId], members: Sequence[MemberId]) -> WorkedRecommendation:
    channel, thread, secret = made.place(channels)
    number, n_worked, n_didnt = made.number(), made.random.randrange(10**6), made.random.randrange(3)
    return WorkedRecommendation(
        RecommendationId(number),
        AskId(number),
        made.random.choice(members),
        channel,
        thread,
        MessageId(made.number()),
        made.text(secret=secret),
        made.text(secret=secret),
        made.random.choice(list(Relation)),
        n_worked,
        n_worked,
        n_didnt,
        WEEK.start_at,
    )


def ask(made: Community, channels: Sequence[ChannelId], members: Sequence[MemberId]) -> OpenAsk:
    channel, thread, secret = made.place(channels)
    wanted = made.text(secret=secret)
    return OpenAsk(AskId(made.number()), made.random.choice(members), channel, thread, wanted, WEEK.end_at, WEEK.end_at)


def coming(made: Community, channels: Sequence[ChannelId]) -> UpcomingEvent:
    channel, thread, secret = made.place(channels)
    occasion, name = made.random.choice(list(EventKind)), made.text(secret=secret)
    in_thread = None if made.random.random() < 0.3 and channel in made.closed else thread
    return UpcomingEvent(f"it:{made.number()}", occasion, name, channel, in_thread, WEEK.end_at + DAY, WEEK.end_at)


def health(made: Community, channels: Sequence[ChannelId], members: Sequence[MemberId], n: int) -> Health:
    places = [made.place(channels) for _ in range(n)]
    at = WEEK.start_at
    return Health(
        [
            UnansweredNewcomer(made.random.choice(members), at, one, thread, MessageId(thread), at)
            for one, thread, _ in places
        ],
        [WaitingAsk(one, thread, at) for one, thread, _ in places],
        [FadingTopic(one, 9, 1, 3, 1, silent=made.random.random() < 0.5) for one in channels],
        [CarriedTopic(one, 90, 100, 5) for one in channels],
    )


def walk(items: Sequence[Any]) -> Sequence[dict[str, Any]]:
    return [one for item in items for one in (item, *walk(item.get("components") or []))]


def requires_limits(shown: Sequence[dict[str, Any]], alt: str) -> None:
    """Source: Discord, Component Reference and Attachment Object."""
    assert len(shown) <= COMPONENTS
    texts = [one["content"] for one in shown if one["type"] == TEXT]
    assert all(texts)
    assert sum(map(len, texts)) <= LONGEST
    assert len(alt) <= 1024
    for one in shown:
        assert len(one.get("custom_id", "")) <= 100
        if one["type"] == SELECT:
            assert 1 <= len(one["options"]) <= 25
            assert len({option["value"] for option in one["options"]}) == len(one["options"])
            for option in one["options"]:
                assert all(1 <= len(option[part]) <= 100 for part in ("label", "value", "description"))
                assert option["label"].strip()


def requires_peace(texts: str, agreed: frozenset[MemberId]) -> None:
    """Nobody is pinged, even where mentions were allowed, but for who is shown by their own yes."""
    assert not re.search(r"@(everyone|here)|<@&|</|<:|<id:", texts)
    assert {int(found) for found in re.findall(r"<@!?(\d+)>", texts)} <= agreed
    assert not any(unicodedata.bidirectional(one) in {"RLO", "LRO", "RLE", "LRE", "RLI", "LRI"} for one in texts)
    lines = texts.splitlines()
    assert all(one.count("\N{FIRST STRONG ISOLATE}") == one.count("\N{POP DIRECTIONAL ISOLATE}") for one in lines)


def requires_openness(made: Community, texts: str) -> None:
    """Nothing that not everybody can read is named or linked; every link leads into this server."""
    assert SECRET not in texts
    leads = LINK.findall(texts)
    assert {int(guild) for guild, _ in leads} <= {HOME}
    assert not {int(room) for _, room in leads} & made.closed
    assert not {int(room) for room in re.findall(r"<#(\d+)>", texts)} & made.closed
    assert texts.count("://") == len(leads)


def requires_safety(made: Community, shown: Sequence[dict[str, Any]], alt: str, agreed: frozenset[MemberId]) -> None:
    """All three of what one community is shown."""
    requires_limits(shown, alt)
    options = [option["label"] for one in shown for option in one.get("options", [])]
    texts = "\n".join(one.get("content", "") for one in shown)
    requires_peace(texts, agreed)
    requires_openness(made, texts)
    assert SECRET not in "\n".join([*options, alt])
