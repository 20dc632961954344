"""Which language somebody gets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.vocabulary import Language
from service.localization.locales import LANGUAGES, negotiate_language, parse_language


@pytest.mark.parametrize(
    ("accepted", "expected"),
    [
        ("nl-NL,nl;q=0.9,en;q=0.8", "nl"),
        ("sv", "sv"),
        ("SV-FI", "sv"),
        ("no", "nb"),
        ("nn-NO,nn;q=0.9,en;q=0.5", "nb"),
        ("nb_NO", "nb"),
        ("de-DE,de;q=0.9,sv;q=0.3,nl;q=0.4", "nl"),
        ("de, fr;q=0.5", "en"),
        ("nl;q=0, sv;q=0.1", "sv"),
        ("sv; q=0.5, nb ; Q=0.7", "nb"),
        ("nl;q=often, sv;q=0.1", "sv"),
        ("*", "en"),
        ("", "en"),
        (None, "en"),
    ],
)
def test_a_browser_gets_the_language_it_likes_best_of_ours(accepted: str | None, expected: Language) -> None:
    found = negotiate_language(accepted)

    assert expected == found


@given(st.text())
def test_whatever_a_browser_says_it_gets_a_language_we_speak(accepted: str) -> None:
    found = negotiate_language(accepted)

    assert found in LANGUAGES


def test_of_two_liked_equally_the_first_is_taken() -> None:
    found = negotiate_language("nb;q=0.8, nl;q=0.8")

    assert found == "nb"


def test_a_language_we_do_not_speak_is_none_of_ours() -> None:
    found = parse_language("de-CH")

    assert found is None
