"""Links that members give: where they lead is always shown."""

import re
from urllib.parse import quote, urlsplit, urlunsplit

from community.errors import Invalid

LENGTH = 512
"""Characters in the address of a link button (Source: Discord, Component Reference)."""

_LABEL = r"[a-z0-9]([a-z0-9-]*[a-z0-9])?"
_HOST = re.compile(rf"{_LABEL}(\.{_LABEL})+")
_KEPT = "/?:@!$&'()*+,;=%~"


def link(typed: str) -> str:
    """The link typed, in the letters that the network uses, so that look-alikes show; empty where it is empty.

    Raises
    ------
    Invalid
        When it is no ``http`` or ``https`` link, or one that hides where it leads.
    """
    if not typed.strip():
        return ""
    try:
        parts = urlsplit(typed.strip())
        host = (parts.hostname or "").encode("idna").decode().lower()
        port = "" if parts.port is None else f":{parts.port}"
    except ValueError:
        raise _unfit() from None
    if (
        parts.scheme not in {"http", "https"}
        or parts.username is not None
        or not _HOST.fullmatch(host)
        or any(sign.isspace() or not sign.isprintable() for sign in typed.strip())
    ):
        raise _unfit()
    rest = [quote(part, safe=_KEPT) for part in (parts.path, parts.query, parts.fragment)]
    written = urlunsplit((parts.scheme, host + port, *rest))
    if len(written) > LENGTH:
        raise Invalid("This link is too long for a button. Please give a shorter one, or leave it out.")
    return written


def host_of(written: str) -> str:
    """The host that a kept link leads to."""
    return urlsplit(written).hostname or ""


def _unfit() -> Invalid:
    return Invalid("A link starts with https:// or http:// and names a site. Please check it, or leave it out.")
