"""The shapes in which sentence material is written down.

Any text may hold `[one|of|these]`, of which one is chosen (an empty one is allowed), and `{word}`, filled in
from the topic's word lists with one choice for a whole conversation. `{Word}` is the same, capitalised.
`{opener}` is what friends call the person who began the conversation.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from community.recommendations.recommendation import Relation


class Mood(StrEnum):
    """What an opener invites: advice, joy, a date, an opinion, a welcome, or a nod."""

    QUESTION = "question"
    SHOW = "show"
    PLAN = "plan"
    VIEW = "view"
    HELLO = "hello"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True)
class Subject:
    """Something people talk about: ways to begin it, and what is then said.

    *Shape*: `openers` are (title, text); `exchanges` are (somebody's question, the opener's answer);
    `closings` are the opener's last word.
    """

    mood: Mood
    openers: tuple[tuple[str, str], ...]
    answers: tuple[str, ...]
    exchanges: tuple[tuple[str, str], ...]
    closings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Voice:
    """Everything said in one topic."""

    topic: str
    words: Mapping[str, tuple[str, ...]]
    subjects: tuple[Subject, ...]
    arrival: Subject
    remarks: tuple[str, ...]
    emoji: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SuggestionText:
    """One thing somebody would recommend, in words that fit the relation they disclose.

    *Units*: `quality` is how likely it works out for somebody who tries it, 0 to 1.
    """

    item: str
    why: str
    link: str | None
    relation: Relation
    quality: float


@dataclass(frozen=True, slots=True)
class Case:
    """Something somebody looks for, and what others would recommend."""

    topic: str
    wanted: str
    matters: str
    limits: str
    suggestions: tuple[SuggestionText, ...]


@dataclass(frozen=True, slots=True)
class Idea:
    """A topic that somebody proposes, how many others would join, and what they would say there.

    *Shape*: `said_once_back` is said after it was brought back from the archive; `declined_because` is the
    moderator's reason against it.
    *Units*: `after_days` is counted from the day that the bot came.
    """

    name: str
    pitch: str
    after_days: float
    n_interested: int
    said: tuple[str, ...] = ()
    n_withdrawn: int = 0
    insists: bool = False
    is_approved: bool = False
    declined_because: str = ""
    said_once_back: tuple[str, ...] = ()
