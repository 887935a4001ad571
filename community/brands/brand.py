"""What a brand is here, and who speaks for it."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from community.errors import Invalid
from community.ids import BrandId, GuildId, MemberId

NAME_LENGTH = 40
KEYWORD_LENGTH = 40
N_KEYWORDS = 20
MIN_KEYWORD_LENGTH = 2
"""Letters; a single one would be found everywhere."""


@dataclass(frozen=True, slots=True)
class NewBrand:
    """A brand as a moderator made it known."""

    guild_id: GuildId
    name: str
    keywords: tuple[str, ...]
    created_by: MemberId


@dataclass(frozen=True, slots=True)
class Brand:
    """A brand known to a guild; ``keywords`` are the words by which it is named, its name among them."""

    brand_id: BrandId
    guild_id: GuildId
    name: str
    keywords: tuple[str, ...]

    def is_named_in(self, written: str) -> bool:
        """Whether one of its words stands in a text, as whole words."""
        text = normalize_text(written)
        return any(
            keyword in text and re.search(rf"(?<!\w){re.escape(keyword)}(?!\w)", text) for keyword in self.keywords
        )


class RepState(StrEnum):
    """How far somebody is a brand's representative: asked, agreed, agreed and labelled, not any more."""

    ASKED = "asked"
    AGREED = "agreed"
    LABELLED = "labelled"
    ENDED = "ended"


SPEAKING = frozenset({RepState.AGREED, RepState.LABELLED})
"""The states of somebody who speaks for a brand."""


@dataclass(frozen=True, slots=True)
class Rep:
    """A member who was asked to speak for a brand, or does.

    ``since`` is when they said yes; up to ``told_at`` they were told where they posted without being welcome.
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
    """The name that was typed, on one line.

    Raises
    ------
    Invalid
        When it is empty or too long.
    """
    name = " ".join(typed.split())
    if not name or len(name) > NAME_LENGTH or not any(sign.isalnum() for sign in name):
        raise Invalid("A brand's name has 1 to {limit} characters. Please try a shorter one.", limit=NAME_LENGTH)
    return name


def parse_brand_keywords(name: str, typed: str) -> tuple[str, ...]:
    """The words typed, separated by commas, each once, after the brand's own name. Raises as :func:`brand_name`."""
    words = list(dict.fromkeys(normalize_text(word) for word in (name, *typed.split(",")) if word.strip()))
    if len(words) > N_KEYWORDS or any(not MIN_KEYWORD_LENGTH <= len(word) <= KEYWORD_LENGTH for word in words):
        raise Invalid(
            "Please give up to {n} keywords, separated by commas, each of {low} to {high} characters.",
            n=N_KEYWORDS - 1,
            low=MIN_KEYWORD_LENGTH,
            high=KEYWORD_LENGTH,
        )
    return tuple(words)


def normalize_text(written: str) -> str:
    """What two spellings have in common: case, spaces and compatible characters don't matter."""
    return " ".join(unicodedata.normalize("NFKC", written).casefold().split())
