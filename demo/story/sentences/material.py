"""The classes that hold sentence material.

Any text may contain `[one|of|these]`, of which one is chosen (it may be empty), and `{word}`, filled in from the
topic's word lists with one choice for a whole conversation. `{Word}` is the same, capitalised. `{opener}` is the
familiar name of the person who began the conversation.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from community.recommendations.recommendation import Relation


class Mood(StrEnum):
    """The kind of an opener, which decides the replies: advice, joy, a date, an opinion, a welcome, or a nod."""

    QUESTION = "question"
    SHOW = "show"
    PLAN = "plan"
    VIEW = "view"
    HELLO = "hello"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True)
class Subject:
    """A subject of conversations: its openers and the replies to them.

    Shape
    -----
    `openers` are (title, text); `exchanges` are (a question, the opener's answer); `closings` are the opener's last
    message.
    """

    mood: Mood
    openers: tuple[tuple[str, str], ...]
    answers: tuple[str, ...]
    exchanges: tuple[tuple[str, str], ...]
    closings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Voice:
    """The sentences of one topic."""

    topic: str
    words: Mapping[str, tuple[str, ...]]
    subjects: tuple[Subject, ...]
    arrival: Subject
    remarks: tuple[str, ...]
    emoji: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SuggestionText:
    """An item that a person recommends, with a reason that fits the relation they disclose.

    Units
    -----
    `quality` is the probability that it works out for somebody who tries it, 0 to 1.
    """

    item: str
    why: str
    link: str | None
    relation: Relation
    quality: float


@dataclass(frozen=True, slots=True)
class Case:
    """What a member asks for, and what others recommend."""

    topic: str
    wanted: str
    matters: str
    limits: str
    suggestions: tuple[SuggestionText, ...]


@dataclass(frozen=True, slots=True)
class Idea:
    """A topic that a member proposes, how many would join, and their messages there.

    Shape
    -----
    `said_once_back` holds the messages after the revival from the archive; `declined_because` is the moderator's reason
    to decline.

    Units
    -----
    `after_days` is counted from the start of the plan.
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
