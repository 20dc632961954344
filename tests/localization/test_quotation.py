"""What a sentence quotes stands between its own quotation marks only."""

import re
from pathlib import Path

import pytest

from service.localization.quotation import unquoted

WEB = Path(__file__).parents[2] / "service/web"
BLOCK = re.compile(r"\{% trans ([^%]*)%\}(.*?)\{% endtrans %\}", re.DOTALL)
SENTENCE = re.compile(r"gettext\(\"([^\"]*)\"(, .*?)\)(?:,|\)| )")
QUOTED = re.compile(r"“(?:\{\{ (\w+) \}\}|%\((\w+)\)s)”")
OWN_WORDS = ("|translate", "gettext(")
"""What the product says itself."""


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("It was fine.", "It was fine."),
        ('"It was fine."', "It was fine."),
        ("“It\u2019s fine.”", "It\u2019s fine."),
        ("„Es war gut.“", "Es war gut."),
        (" «Det gikk bra» ", "Det gikk bra"),
        ("»Det gick bra»", "Det gick bra"),
        ("'“It was fine”'", "It was fine"),
        ('"Yes" and then "no"', '"Yes" and then "no"'),
        ("\u2019t Was „goed”", "\u2019t Was „goed”"),
        ('""', '""'),
        ("“", "“"),
    ],
)
def test_only_marks_around_all_of_it_are_left_out(written: str, expected: str) -> None:
    assert unquoted(written) == expected


@pytest.mark.parametrize("template", sorted(WEB.rglob("*.html")), ids=lambda one: one.name)
def test_a_template_quotes_words_without_their_own_marks(template: Path) -> None:
    text = template.read_text()
    said = [(body, values) for values, body in BLOCK.findall(text)] + SENTENCE.findall(text)
    for body, values in said:
        for name in (one or other for one, other in QUOTED.findall(body)):
            value = re.search(rf"\b{name}=([^,]*)", values)
            assert value, body
            assert "|unquoted" in value[1] or any(one in value[1] for one in OWN_WORDS), body


@pytest.mark.parametrize("module", sorted(WEB.rglob("*.py")), ids=lambda one: one.name)
def test_a_sentence_of_a_module_quotes_words_without_their_own_marks(module: Path) -> None:
    text = module.read_text()
    for name in (one or other for one, other in QUOTED.findall(text)):
        assert re.search(rf"(\"{name}\": |{name}=)unquoted\(", text), name
