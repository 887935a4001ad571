import pytest
from hypothesis import given
from hypothesis import strategies as st

from community.discord_limits import LINK_LENGTH
from community.errors import Invalid
from community.recommendations.link import host_of, parse_link


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("https://example.com", "https://example.com"),
        (" http://Example.COM/Oven?a=1&b=%20#top ", "http://example.com/Oven?a=1&b=%20#top"),
        ("https://example.com:8443/x", "https://example.com:8443/x"),
        ("https://example.com/a_(b)", "https://example.com/a_(b)"),
        ("https://example.com/süß", "https://example.com/s%C3%BC%C3%9F"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("", ""),
        ("  ", ""),
    ],
)
def test_a_link_is_kept_as_the_network_writes_it(typed: str, kept: str) -> None:
    assert parse_link(typed) == kept
    assert parse_link(kept) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "example.com",
        "ftp://example.com",
        "javascript:alert(1)",
        "https://",
        "https://localhost",
        "https://kind@example.com",
        "https://example.com:99999999",
        "https://exa mple.com",
        "https://example.com/a b",
        "https://example..com",
        "https://-example.com",
        "https://[::1]/",
        "https://exam\u200bple.com/\u202e",
        "http://[",
    ],
)
def test_what_is_no_plain_web_link_is_refused(typed: str) -> None:
    with pytest.raises(Invalid, match="https://"):
        parse_link(typed)


def test_a_link_that_grows_too_long_is_refused() -> None:
    with pytest.raises(Invalid, match="too long"):
        parse_link("https://example.com/" + "ü" * 200)


def test_look_alikes_show_in_the_host() -> None:
    assert host_of(parse_link("https://\u0430pple.com/")) == "xn--pple-43d.com"
    assert host_of("https://example.com:8443/x") == "example.com"


@given(st.text(max_size=60).map(lambda rest: f"https://example.com/{rest}"))
def test_whatever_is_typed_is_kept_whole_or_refused(typed: str) -> None:
    try:
        kept = parse_link(typed)
    except Invalid:
        return
    assert host_of(kept) == "example.com"
    assert kept.isascii()
    assert len(kept) <= LINK_LENGTH
    assert parse_link(kept) == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("https://example.com/x?utm_source=a&UTM_Medium=b&size=3", "https://example.com/x?size=3"),
        ("https://example.com/?fbclid=1", "https://example.com/"),
        ("https://example.com/?a=1&gclid=2&b=3#igsh", "https://example.com/?a=1&b=3#igsh"),
        ("https://example.com/?utm%5Fsource=a", "https://example.com/"),
        ("https://example.com/?spam=1&ref=2", "https://example.com/?spam=1&ref=2"),
    ],
)
def test_what_tracks_people_is_left_out_and_nothing_else(typed: str, kept: str) -> None:
    assert parse_link(typed) == kept


@pytest.mark.parametrize("typed", ["https://bit.ly/x", "http://www.TinyURL.com/y", "https://t.co/abc?d=1"])
def test_what_hides_where_it_leads_is_refused_with_what_to_do(typed: str) -> None:
    with pytest.raises(Invalid, match="full address"):
        parse_link(typed)
