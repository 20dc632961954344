"""Sentences of pure code, in somebody's language."""

from datetime import date

from domain.messages import Sentence, Share, counted_sentence, sentence
from service.localization.message_translation import told
from service.localization.translator import Words, words_in
from tests.language.pseudo import pseudo_words

DUTCH = {
    "Parked on %(day)s: %(reason)s": ("Op %(day)s opzijgezet: %(reason)s",),
    "%(role)s has a chance of %(chance)s, which is %(word)s.": ("%(role)s: kans van %(chance)s, %(word)s.",),
    "hard": ("moeilijk",),
    "%(count)s talk about %(role)s": (
        "%(count)s gesprek over %(role)s",
        "%(count)s gesprekken over %(role)s",
    ),
}


def dutch() -> Words:
    return Words("nl", lambda _context, text, _many: DUTCH.get(text))


def test_a_sentence_is_told_with_what_belongs_in_its_places() -> None:
    said = told(dutch(), sentence("Parked on %(day)s: %(reason)s", day=date(2026, 3, 2), reason="too far"))

    assert said == "Op 2\xa0maart 2026 opzijgezet: too far"


def test_a_sentence_within_a_sentence_is_translated_too() -> None:
    whole = sentence(
        "%(role)s has a chance of %(chance)s, which is %(word)s.",
        role="Baker",
        chance=Share(0.2),
        word=sentence("hard"),
    )

    said = told(dutch(), whole)

    assert said == "Baker: kans van 20%, moeilijk."


def test_a_number_of_things_is_told_in_its_form() -> None:
    one, many = (
        told(
            dutch(),
            counted_sentence("%(count)s talk about %(role)s", "%(count)s talks about %(role)s", n, role="it"),
        )
        for n in (1, 2000)
    )

    assert (one, many) == ("1 gesprek over it", "2.000 gesprekken over it")


def test_a_fraction_is_told_with_one_digit() -> None:
    said = told(words_in("nl"), sentence("%(hours)s", hours=2.5))

    assert said == "2,5"


def test_a_per_cent_sign_is_written_double_as_in_every_message() -> None:
    said = told(words_in("en"), sentence("All of it, 100 %%."))

    assert said == "All of it, 100 %."


def test_somebodys_own_words_are_never_taken_for_a_place() -> None:
    said = told(words_in("en"), sentence("Said: %(words)s", words="100 %(day)s"))

    assert said == "Said: 100 %(day)s"


def test_the_language_nobody_speaks_shows_what_was_marked() -> None:
    said = told(pseudo_words(), sentence("Said: %(words)s", words="nothing"))

    assert said == "⟦Sàîd: nothing⟧"


def test_a_sentence_says_what_it_is_made_of() -> None:
    made = counted_sentence("%(count)s step", "%(count)s steps", 3)

    expected = Sentence(text="%(count)s step", many="%(count)s steps", counted=3)
    assert expected == made
