"""What members touch. Every module here is a cog; ``cogs.ui`` holds what cogs are made of."""

import pkgutil


def extensions() -> list[str]:
    """The names of all cogs, sorted: each module beside this file, none of the packages."""
    return sorted(f"{__name__}.{info.name}" for info in pkgutil.iter_modules(__path__) if not info.ispkg)
