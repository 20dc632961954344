"""Forms as they arrive."""

import pytest

from service.http.form_body import parse_fields


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"email=a%40b&password=x+y", {"email": "a@b", "password": "x y"}),
        (b"a=&b", {"a": "", "b": ""}),
        (b"a=1&a=2", {"a": "1"}),
        (
            "name=Bj\N{LATIN SMALL LETTER O WITH STROKE}rn".encode(),
            {"name": "Bj\N{LATIN SMALL LETTER O WITH STROKE}rn"},
        ),
        (b"", {}),
        (b"\xff\xfe", {}),
        (b"&".join([b"a=1"] * 201), {}),
    ],
)
def test_a_form_is_texts_by_name(body: bytes, expected: dict[str, str]) -> None:
    assert parse_fields(body) == expected
