"""Where somebody is led after signing in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.http.redirect_paths import safe_redirect_path


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ("/", "/"),
        ("/journeys/x?on=2026-01-01&a=b%20c", "/journeys/x?on=2026-01-01&a=b%20c"),
        ("/caf\N{LATIN SMALL LETTER E WITH ACUTE}", "/caf%C3%A9"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("/x\\y", "/"),
        ("/\t/evil.example", "/"),
        ("/x\r\nset-cookie: a=b", "/"),
        ("https://evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("/" + "x" * 500, "/"),
        ("", "/"),
        (None, "/"),
    ],
)
def test_only_a_path_of_ours_is_gone_to(wanted: str | None, expected: str) -> None:
    assert safe_redirect_path(wanted) == expected


@given(st.text())
def test_whatever_is_wanted_it_is_one_line_and_one_slash(wanted: str) -> None:
    led = safe_redirect_path(f"/{wanted}")

    assert led.isascii()
    assert led.isprintable()
    assert led.startswith("/")
    assert led[1:2] not in ("/", "\\")
