"""Templates that speak a language."""

import re
from datetime import date
from pathlib import Path

import pytest
from jinja2 import DictLoader, Environment, StrictUndefined

from domain.messages import translatable
from service.localization.jinja_translation import install_translator
from service.localization.translator import Translator, translator_for
from tests.localization.pseudo import pseudo_words
from tests.source_code import ROOT

TEMPLATES = {
    "page.html": (
        '{% import "macros.html" as macros %}'
        '<html lang="{{ language }}">{{ _("Hello") }} {{ macros.seen(name, on) }}'
        "{% trans count=steps %}{{ count }} step{% pluralize %}{{ count }} steps{% endtrans %}"
    ),
    "macros.html": "{% macro seen(name, on) %}{% trans day=on|day %}{{ name }}, {{ day }}{% endtrans %} {% endmacro %}",
}


def rendered(words: Translator, **values: object) -> str:
    environment = Environment(loader=DictLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined)
    return install_translator(environment, words).get_template("page.html").render(values)


def test_a_template_speaks_and_so_do_its_macros() -> None:
    said = rendered(pseudo_words(), name="Ann", on=date(2026, 1, 15), steps=2)

    assert said == '<html lang="en">⟦Héllö⟧ ⟦Ann, 15\xa0January 2026⟧ ⟦2 stéps⟧'


def test_what_somebody_wrote_is_escaped_in_a_message() -> None:
    said = rendered(translator_for("nl"), name="<b>", on=date(2026, 1, 15), steps=1)

    assert "&lt;b&gt;, 15\xa0januari 2026" in said


def test_a_sentence_of_pure_code_is_said_in_the_language_of_the_page() -> None:
    environment = Environment(loader=DictLoader({"page.html": "{{ one }}"}), autoescape=True)

    said = (
        install_translator(environment, pseudo_words())
        .get_template("page.html")
        .render(one=translatable("No <b>"))
    )

    assert said == "⟦Ñö &lt;b&gt;⟧"


def test_a_sentence_of_pure_code_within_a_sentence_is_translated_too() -> None:
    environment = Environment(
        loader=DictLoader({"page.html": "{% trans place=one %}was {{ place }}{% endtrans %}"}),
        autoescape=True,
    )

    said = (
        install_translator(environment, pseudo_words())
        .get_template("page.html")
        .render(one=translatable("third"))
    )

    assert said == "⟦wàs ⟦thîrd⟧⟧"


def test_a_sentence_that_ends_with_a_date_that_ends_with_a_full_stop_has_one() -> None:
    source = "{% trans day=on|short_day, name=name %}{{ name }}: {{ day }}.{% endtrans %}"
    environment = Environment(loader=DictLoader({"page.html": source}), autoescape=True)

    said = (
        install_translator(environment, translator_for("nb"))
        .get_template("page.html")
        .render(on=date(2026, 11, 12), name="Karl & Co.")
    )

    assert said == "Karl &amp; Co.: tor. 12.\xa0nov."


@pytest.mark.parametrize("path", sorted(ROOT.glob("service/**/*.html")), ids=lambda path: path.stem)
def test_quotation_marks_stand_in_messages_for_each_language_has_its_own(path: Path) -> None:
    outside = re.sub(
        r"{% trans\b.*?{% endtrans %}|{%.*?%}|{{.*?}}|{#.*?#}", "", path.read_text(), flags=re.DOTALL
    )

    assert not re.findall("[“”„«»].*", outside)
