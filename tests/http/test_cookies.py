"""What the browser keeps for us, and how it is read back (ASVS 3.3.1 to 3.3.4)."""

import pytest

from service.http.cookies import (
    clear_session_cookie,
    new_browser_secret,
    set_browser_cookie,
    set_session_cookie,
)
from service.http.request_headers import (
    bearer_token,
    browser_secret,
    csrf_token,
    is_csrf_token,
    session_secret,
)
from tests.http.scopes import request

OVER_HTTPS = request(scheme="https", host="soundings.example")
FORWARDED_UNKNOWN = request(scheme="http", host="soundings.example")
HERE = request()


@pytest.mark.parametrize("scope", [OVER_HTTPS, FORWARDED_UNKNOWN])
def test_beyond_this_machine_a_cookie_is_for_this_host_and_https_only(scope: object) -> None:
    assert set_session_cookie(scope, "x") == (  # type: ignore[arg-type]
        "__Host-soundings=x; Path=/; Max-Age=7776000; HttpOnly; SameSite=Lax; Secure"
    )
    assert set_browser_cookie(scope, "y") == (  # type: ignore[arg-type]
        "__Host-soundings-browser=y; Path=/; Max-Age=86400; HttpOnly; SameSite=Lax; Secure"
    )


def test_on_this_machine_there_is_no_https_to_ask_for() -> None:
    assert set_session_cookie(HERE, "x") == "soundings=x; Path=/; Max-Age=7776000; HttpOnly; SameSite=Lax"


def test_a_cookie_is_taken_back_as_it_was_set() -> None:
    assert clear_session_cookie(OVER_HTTPS) == (
        "__Host-soundings=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax; Secure"
    )


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("__Host-soundings=secret", "secret"),
        ("theme=dark; __Host-soundings=secret; x=y", "secret"),
        ("__Host-soundings=a=b", "a=b"),
        ("soundings=planted", None),
        ("__Host-soundings=one; __Host-soundings=two", None),
        ("", None),
        (";;=;", None),
    ],
)
def test_of_what_comes_with_a_request_one_cookie_counts(line: str, expected: str | None) -> None:
    assert session_secret(request(scheme="https", host="soundings.example", cookie=line)) == expected


def test_a_browser_is_known_by_a_secret_of_ours_only() -> None:
    secret = new_browser_secret()

    assert browser_secret(request(cookie=f"soundings-browser={secret}")) == secret
    assert browser_secret(request(cookie="soundings-browser=short")) is None
    assert browser_secret(request()) is None


@pytest.mark.parametrize(
    ("brought", "expected"),
    [
        ("Bearer snd_abc", "snd_abc"),
        ("bearer  snd_abc", "snd_abc"),
        ("Bearer abc", ""),
        ("Basic c25k", ""),
        ("snd_abc", ""),
    ],
)
def test_a_programs_token_is_known_by_its_beginning(brought: str, expected: str) -> None:
    assert bearer_token(request(authorization=brought)) == expected


def test_who_brings_no_authorisation_brings_no_token() -> None:
    assert bearer_token(request()) is None


def test_a_form_belongs_to_one_session() -> None:
    token = csrf_token("one session")

    assert is_csrf_token("one session", token)
    assert not is_csrf_token("another session", token)
    assert not is_csrf_token("one session", "")
    assert not is_csrf_token("one session", token + "\N{SNOWMAN}")
    assert "one session" not in token
