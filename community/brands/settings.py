"""Settings of brands."""

from dataclasses import dataclass
from typing import ClassVar

from community.ids import RoleId
from community.settings.declaration import Number, Reference, ReferenceTarget, Switch, setting


@dataclass(frozen=True, slots=True)
class BrandSettings:
    """Brands."""

    FEATURE: ClassVar[str] = "brands"

    rep_role: RoleId | None = setting(
        Reference(ReferenceTarget.ROLE),
        None,
        "Role of brand representatives",
        "Hamlet gives it to whoever speaks for a brand and takes it from everybody else. None: no representatives.",
    )
    promotion_limit: int = setting(
        Number(0, 100, "percent"),
        10,
        "Share of promotion",
        "How much of what a representative posts may promote; /brand ledger says where it is more.",
    )
    fewest_people: int = setting(
        Number(5, 11, "people"),
        5,
        "Fewest people in a figure",
        "Brands see no figure about fewer people than this.",
    )
    share_of_voice: bool = setting(
        Switch(),
        False,
        "Count mentions of brands",
        "So that brands see their share of the mentions, in a rounded figure. On: messages are looked through for "
        "brands' keywords as they arrive; who named which brand when is kept for 8 weeks, never a word. Off: that is "
        "forgotten. It needs message content, which whoever runs Hamlet has to turn on (MESSAGE_CONTENT).",
    )
