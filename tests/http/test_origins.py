"""Whether a change was asked for by a page of ours (ASVS 3.5.1, 3.5.3)."""

import pytest

from service.http.request_headers import is_same_origin, is_unsafe_method
from tests.http.scopes import request

OURS = "https://soundings.example"


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({"sec_fetch_site": "same-origin"}, True),
        ({"sec_fetch_site": "none"}, True),
        ({"sec_fetch_site": "same-site"}, False),
        ({"sec_fetch_site": "cross-site"}, False),
        ({"sec_fetch_site": "cross-site", "origin": OURS}, False),
        ({"sec_fetch_site": "same-origin", "origin": "null"}, True),
        ({"origin": OURS}, True),
        ({"origin": "https://soundings.example.evil.example"}, False),
        ({"origin": "http://soundings.example"}, False),
        ({"origin": "null"}, False),
        ({"origin": "http://localhost:8000", "host": "localhost:8000"}, True),
        ({"origin": "http://localhost:9000", "host": "localhost:8000"}, False),
        ({"origin": "https://localhost:8000", "host": "localhost:8000"}, False),
        ({}, False),
    ],
)
def test_a_change_comes_from_a_page_of_ours(headers: dict[str, str], expected: bool) -> None:
    assert is_same_origin(request("POST", named=headers), OURS, programs=False) == expected


def test_where_nobody_signs_in_programs_need_no_page() -> None:
    assert is_same_origin(request("POST"), "", programs=True)
    assert not is_same_origin(request("POST", origin="https://evil.example"), "", programs=True)
    assert not is_same_origin(request("POST", sec_fetch_site="cross-site"), "", programs=True)


@pytest.mark.parametrize(
    ("method", "expected"),
    [
        ("GET", False),
        ("HEAD", False),
        ("OPTIONS", False),
        ("POST", True),
        ("PUT", True),
        ("PATCH", True),
        ("DELETE", True),
        ("BREW", True),
    ],
)
def test_a_method_nobody_knows_may_change_something(method: str, expected: bool) -> None:
    assert is_unsafe_method(request(method)) == expected
