"""A source of brands' digests for guilds without brands."""

from collections.abc import Sequence

from community.calendar import Window
from community.digests.brand_view import BrandView
from community.errors import NotFound
from community.ids import GuildId


class NoBrands:
    """Implements :class:`community.digests.sources.BrandSource` without any brand."""

    async def name(self, guild_id: GuildId, brand: int) -> str:
        """Raises NotFound."""
        raise _none()

    async def search(self, guild_id: GuildId, typed: str) -> Sequence[tuple[int, str]]:
        """Returns no brands."""
        return ()

    async def view(self, guild_id: GuildId, brand: int, window: Window) -> BrandView:
        """Raises NotFound."""
        raise _none()


def _none() -> NotFound:
    return NotFound("There is no such brand here. A moderator can add one with /brand add.")
