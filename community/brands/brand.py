"""A brand, its keywords, and its representatives."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from community.errors import Invalid
from community.ids import BrandId, GuildId, MemberId

NAME_LENGTH = 40
"""Characters of a brand's name."""
KEYWORD_LENGTH = 40
"""Characters of a keyword."""
N_KEYWORDS = 20
"""Keywords of one brand, its name among them."""
MIN_KEYWORD_LENGTH = 2
"""Characters; a single one would be found in most messages."""


@dataclass(frozen=True, slots=True)
class NewBrand:
    """A brand as a moderator adds it."""

    guild_id: GuildId
    name: str
    keywords: tuple[str, ...]
    created_by: MemberId


@dataclass(frozen=True, slots=True)
class Brand:
    """A brand of a guild; ``keywords`` are the words that name it, its own name among them."""

    brand_id: BrandId
    guild_id: GuildId
    name: str
    keywords: tuple[str, ...]

    def is_named_in(self, written: str) -> bool:
        """Returns whether a text has one of its keywords as whole words."""
        text = normalize_text(written)
        return any(
            keyword in text and re.search(rf"(?<!\w){re.escape(keyword)}(?!\w)", text) for keyword in self.keywords
        )


class RepState(StrEnum):
    """The state of a representative: asked, agreed, agreed and labelled, ended."""

    ASKED = "asked"
    AGREED = "agreed"
    LABELLED = "labelled"
    ENDED = "ended"


SPEAKING = frozenset({RepState.AGREED, RepState.LABELLED})
"""The states in which a member speaks for a brand."""


@dataclass(frozen=True, slots=True)
class Rep:
    """A member who was asked to speak for a brand, or does.

    ``since`` is when they agreed. ``told_at`` is the instant up to which they were told of posts in topics without
    consent.
    """

    brand_id: BrandId
    guild_id: GuildId
    member_id: MemberId
    state: RepState
    since: datetime | None = None
    told_at: datetime | None = None

    @property
    def speaks(self) -> bool:
        """Whether they speak for the brand."""
        return self.state in SPEAKING


def parse_brand_name(typed: str) -> str:
    """Returns the typed name on one line.

    Raises
    ------
    Invalid
        If it has no letters or digits, or is too long.
    """
    name = " ".join(typed.split())
    if not name or len(name) > NAME_LENGTH or not any(sign.isalnum() for sign in name):
        raise Invalid("A brand's name has 1 to {limit} characters. Please try a shorter one.", limit=NAME_LENGTH)
    return name


def parse_brand_keywords(name: str, typed: str) -> tuple[str, ...]:
    """Returns the brand's name and the typed words, which commas separate, each once and normalized.

    Raises
    ------
    Invalid
        If there are too many, or one is too short or too long.
    """
    keywords = list(dict.fromkeys(normalize_text(word) for word in (name, *typed.split(",")) if word.strip()))
    if len(keywords) > N_KEYWORDS or any(not MIN_KEYWORD_LENGTH <= len(word) <= KEYWORD_LENGTH for word in keywords):
        raise Invalid(
            "Please give up to {n} keywords, separated by commas, each of {low} to {high} characters.",
            n=N_KEYWORDS - 1,
            low=MIN_KEYWORD_LENGTH,
            high=KEYWORD_LENGTH,
        )
    return tuple(keywords)


def normalize_text(written: str) -> str:
    """Returns a text without differences of case, spaces and compatible characters."""
    return " ".join(unicodedata.normalize("NFKC", written).casefold().split())
