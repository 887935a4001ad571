"""Validation of links, so that a link always shows where it leads."""

import re
from urllib.parse import quote, unquote_plus, urlsplit, urlunsplit

from community.discord_limits import LINK_LENGTH
from community.errors import Invalid

_LABEL = r"[a-z0-9]([a-z0-9-]*[a-z0-9])?"
_HOST = re.compile(rf"{_LABEL}(\.{_LABEL})+")
_KEPT = "/?:@!$&'()*+,;=%~"

SHORTENERS = frozenset(
    {
        "a.co", "adf.ly", "amzn.eu", "amzn.to", "bit.ly", "bitly.com", "bl.ink", "buff.ly", "cutt.ly", "dlvr.it",
        "ebay.us", "fb.me", "g.co", "goo.gl", "ift.tt", "is.gd", "lnkd.in", "mcaf.ee", "ow.ly", "qr.ae", "rb.gy",
        "rebrand.ly", "s.id", "shorturl.at", "soo.gd", "t.co", "t.ly", "tiny.cc", "tinyurl.com", "trib.al", "v.gd",
        "x.co",
    }
)  # fmt: skip
"""Hosts whose links hide where they lead."""
TRACKERS = re.compile(
    r"utm_\w*|fbclid|gclid|gclsrc|dclid|[gw]braid|msclkid|yclid|twclid|ttclid|li_fat_id|igsh|igshid|mc_[ce]id|mkt_tok"
    r"|_hsenc|_hsmi|__hs\w*|hsctatracking|vero_(id|conv)|oly_(anon|enc)_id|_ga|_gl|ref_src|ref_url|spm|scm|s_cid"
)
"""Query parameters that identify who clicked where, and don't change what is shown."""


def parse_link(typed: str) -> str:
    """Returns a typed link in ASCII, so that look-alikes show, and without tracking parameters.

    The result is empty where nothing was typed.

    Raises
    ------
    Invalid
        When it is no ``http`` or ``https`` link, or one that hides where it leads: by look-alikes or a shortener.
    """
    if not typed.strip():
        return ""
    try:
        parts = urlsplit(typed.strip())
        host = (parts.hostname or "").encode("idna").decode().lower()
        port = "" if parts.port is None else f":{parts.port}"
    except ValueError:
        raise _invalid_link() from None
    if (
        parts.scheme not in {"http", "https"}
        or parts.username is not None
        or not _HOST.fullmatch(host)
        or any(sign.isspace() or not sign.isprintable() for sign in typed.strip())
    ):
        raise _invalid_link()
    if host.removeprefix("www.") in SHORTENERS:
        raise Invalid(
            "{host} hides where the link leads. Please open it, give the full address, or leave the link out.",
            host=host,
        )
    rest = [quote(part, safe=_KEPT) for part in (parts.path, _without_trackers(parts.query), parts.fragment)]
    written = urlunsplit((parts.scheme, host + port, *rest))
    if len(written) > LINK_LENGTH:
        raise Invalid("This link is too long for a button. Please give a shorter one, or leave it out.")
    return written


def host_of(link: str) -> str:
    """Returns the host of a stored link."""
    return urlsplit(link).hostname or ""


def _without_trackers(query: str) -> str:
    """Returns a query string without tracking parameters; the others stay as they were written."""
    return "&".join(
        one
        for one in query.split("&")
        if not TRACKERS.fullmatch(unquote_plus(one.partition("=")[0]).strip().casefold())
    )


def _invalid_link() -> Invalid:
    return Invalid("A link starts with https:// or http:// and names a site. Please check it, or leave it out.")
