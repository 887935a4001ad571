"""Digests where no brand is known."""

from collections.abc import Sequence

from community.calendar import Window
from community.digests.brand_view import BrandView
from community.errors import NotFound
from community.ids import GuildId


class NoBrands:
    """The port :class:`community.digests.sources.BrandSource` where there are none."""

    async def name(self, guild_id: GuildId, brand: int) -> str:
        """There is no such brand."""
        raise _none()

    async def named(self, guild_id: GuildId, typed: str) -> Sequence[tuple[int, str]]:
        """None."""
        return ()

    async def view(self, guild_id: GuildId, brand: int, window: Window) -> BrandView:
        """There is no such brand."""
        raise _none()


def _none() -> NotFound:
    return NotFound("There is no such brand here. A moderator can add one with /brand add.")
