"""One thing that moderators should know."""

from collections.abc import Mapping
from dataclasses import dataclass

from community.ids import GuildId


@dataclass(frozen=True, slots=True)
class Notice:
    """``sentence`` is English and the key of its translation; ``facts`` fill its ``{fields}``."""

    guild_id: GuildId
    key: str
    sentence: str
    facts: Mapping[str, object]

    def __str__(self) -> str:
        return self.sentence.format(**self.facts)
