"""What an e-mail says, in each language, and what it leaves unsaid."""

import re
from datetime import timedelta
from typing import get_args

import pytest

from domain.vocabulary import Language
from service.email.emails import (
    Email,
    account_suspended_email,
    confirmation_asked_email,
    email_language,
    erasure_asked_email,
    format_duration,
    invitation_email,
    other_suspended_email,
    password_changed_email,
    role_changed_email,
    sign_in_changed_email,
    sign_in_email,
    token_made_email,
    weekly_email,
)
from service.email.weekly_question import WeeklyQuestion

LINK = "https://soundings.example/invitation#t0ken&x=<1>"
SETTINGS = "https://soundings.example/settings"
UNSUBSCRIBE = "https://soundings.example/unsubscribe/x"
TO = "kari@example.no"
WEEK = timedelta(days=7)
every_language = pytest.mark.parametrize("language", get_args(Language))


def every_letter(language: str) -> list[Email]:
    return [
        invitation_email(TO, language, LINK, WEEK),
        sign_in_email(TO, language, LINK, timedelta(minutes=10)),
        sign_in_changed_email(TO, language, LINK),
        password_changed_email(TO, language, LINK),
        role_changed_email(TO, language, LINK),
        confirmation_asked_email(TO, language, LINK),
        token_made_email(TO, language, LINK),
        account_suspended_email(TO, language, LINK, WEEK),
        other_suspended_email(TO, language, LINK, WEEK),
        erasure_asked_email(TO, language, LINK, WEEK),
        *(
            weekly_email(TO, language, question, LINK, settings=SETTINGS, unsubscribe=UNSUBSCRIBE)
            for question in get_args(WeeklyQuestion)
        ),
    ]


@every_language
def test_a_letter_holds_its_link_whole_as_text_and_as_html(language: Language) -> None:
    for letter in every_letter(language):
        assert letter.plain.splitlines().count(LINK) == 1
        assert letter.html.count('href="https://soundings.example/invitation#t0ken&amp;x=&lt;1&gt;"') == 1
        assert f'<html lang="{language}">' in letter.html


@every_language
def test_a_letter_does_not_betray_what_it_is_about(language: Language) -> None:
    """Somebody else may read the subject on a locked screen, or the letter itself."""
    telling = re.compile(
        r"soundings|coach|career|loopbaan|karriär|karriere|\bjobb?\b|\bwerk\b|\barbete?\b|\barbeid\b"
    )
    for letter in every_letter(language):
        said = (letter.subject + letter.plain).replace(LINK, "").replace(SETTINGS, "").lower()

        assert telling.findall(said) == []


@every_language
def test_every_language_has_words_of_its_own(language: Language) -> None:
    others = [one for one in get_args(Language) if one != language]
    for other in others:
        for mine, theirs in zip(every_letter(language), every_letter(other), strict=True):
            assert mine.subject != theirs.subject
            assert mine.plain != theirs.plain


@every_language
def test_a_letter_says_how_long_its_link_works(language: Language) -> None:
    invited, again, *_ = every_letter(language)

    assert format_duration(language, WEEK) in invited.plain
    assert format_duration(language, timedelta(minutes=10)) in again.plain


def test_a_length_is_said_in_its_largest_unit() -> None:
    assert format_duration("en", WEEK) == "7 days"
    assert format_duration("sv", timedelta(days=1, hours=3)) == "1 dag"
    assert format_duration("nb", timedelta(hours=2)) == "2 timer"
    assert format_duration("nl", timedelta(minutes=10)) == "10 minuten"
    assert format_duration("en", timedelta(seconds=20)) == "1 minute"


def test_a_locale_is_read_as_the_language_nearest_to_it() -> None:
    locales = ["nb-NO", "no", "nn_NO", "sv-SE", "nl", "en-GB", "de-DE", ""]

    assert [email_language(one) for one in locales] == ["nb", "nb", "nb", "sv", "nl", "en", "en", "en"]


@every_language
def test_a_weekly_letter_asks_the_question_of_its_week_and_says_how_it_ends(language: Language) -> None:
    written = [
        weekly_email(TO, language, question, LINK, settings=SETTINGS, unsubscribe=UNSUBSCRIBE)
        for question in get_args(WeeklyQuestion)
    ]

    assert len({one.plain for one in written}) == 4
    assert len({one.subject for one in written}) == 1
    for one in written:
        assert one.plain.splitlines().count(SETTINGS) == 1
        assert f'href="{SETTINGS}"' in one.html
        assert SETTINGS in one.plain
        assert one.unsubscribe == UNSUBSCRIBE
