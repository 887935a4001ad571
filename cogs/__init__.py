"""What members touch. A small cog is a module here, a larger one a package with its views and adapters beside it."""

import pkgutil


def extensions() -> list[str]:
    """The names of all extensions, sorted: each module here, and each module ``cog`` or ``…_cog`` of a package.

    A package itself is none: unloading an extension takes all its submodules out of ``sys.modules`` (discord.py,
    ``Bot.unload_extension``), and adapters beside a cog are used by the composition root.
    """
    return sorted(
        info.name
        for info in pkgutil.walk_packages(__path__, f"{__name__}.")
        if not info.ispkg and (info.name.count(".") == 1 or info.name.endswith((".cog", "_cog")))
    )
