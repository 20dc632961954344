"""Sentences of pure code, in somebody's language."""

from datetime import date

from domain.messages import Message, Percentage, translatable, translatable_plural
from service.localization.message_translation import translate_message
from service.localization.translator import Translator, translator_for
from tests.localization.pseudo import pseudo_words

DUTCH = {
    "Parked on %(day)s: %(reason)s": ("Op %(day)s opzijgezet: %(reason)s",),
    "%(role)s has a chance of %(chance)s, which is %(word)s.": ("%(role)s: kans van %(chance)s, %(word)s.",),
    "hard": ("moeilijk",),
    "%(count)s talk about %(role)s": (
        "%(count)s gesprek over %(role)s",
        "%(count)s gesprekken over %(role)s",
    ),
}


def dutch() -> Translator:
    return Translator("nl", lambda _context, text, _many: DUTCH.get(text))


def test_a_sentence_is_told_with_what_belongs_in_its_places() -> None:
    said = translate_message(
        dutch(), translatable("Parked on %(day)s: %(reason)s", day=date(2026, 3, 2), reason="too far")
    )

    assert said == "Op 2\xa0maart 2026 opzijgezet: too far"


def test_a_sentence_within_a_sentence_is_translated_too() -> None:
    whole = translatable(
        "%(role)s has a chance of %(chance)s, which is %(word)s.",
        role="Baker",
        chance=Percentage(0.2),
        word=translatable("hard"),
    )

    said = translate_message(dutch(), whole)

    assert said == "Baker: kans van 20%, moeilijk."


def test_a_number_of_things_is_told_in_its_form() -> None:
    one, many = (
        translate_message(
            dutch(),
            translatable_plural(
                "%(count)s talk about %(role)s", "%(count)s talks about %(role)s", n, role="it"
            ),
        )
        for n in (1, 2000)
    )

    assert (one, many) == ("1 gesprek over it", "2.000 gesprekken over it")


def test_a_fraction_is_told_with_one_digit() -> None:
    said = translate_message(translator_for("nl"), translatable("%(hours)s", hours=2.5))

    assert said == "2,5"


def test_a_per_cent_sign_is_written_double_as_in_every_message() -> None:
    said = translate_message(translator_for("en"), translatable("All of it, 100 %%."))

    assert said == "All of it, 100 %."


def test_somebodys_own_words_are_never_taken_for_a_place() -> None:
    said = translate_message(translator_for("en"), translatable("Said: %(words)s", words="100 %(day)s"))

    assert said == "Said: 100 %(day)s"


def test_the_language_nobody_speaks_shows_what_was_marked() -> None:
    said = translate_message(pseudo_words(), translatable("Said: %(words)s", words="nothing"))

    assert said == "⟦Sàîd: nothing⟧"


def test_a_sentence_says_what_it_is_made_of() -> None:
    made = translatable_plural("%(count)s step", "%(count)s steps", 3)

    expected = Message(text="%(count)s step", many="%(count)s steps", counted=3)
    assert expected == made


def test_a_sentence_that_ends_with_what_ends_with_a_full_stop_has_one() -> None:
    said = translate_message(dutch(), translatable("Ask %(who)s.", who="Sint Jans B.V."))

    assert said == "Ask Sint Jans B.V."
