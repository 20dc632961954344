"""Names stand in the order that readers expect. The lists follow CLDR's rules for the four languages; they were written by hand."""

from random import Random

import pytest

from domain.vocabulary import Language
from service.localization.collation import sort_key, sorted_by_name, sorted_pairs
from service.localization.current_translator import set_language

WITH_THEIR_BASE = (
    "-x, 3 Oaks, Aaltje, Aase, Abel, adam, Adam, Ádám, Ädla, Æbbe, Afke, Åke, Ålesund, anna, Anna, "
    "Anna Berg, Anna-Lies, Annabel, Åse, Bo, Ceciel, Célia, Dirk, Đorđe, Eva, éva, Éva, Ewa, "
    "Ijsbrand, Ĳsbrand, Joost, Łukasz, Lynn, Mia, Noël, Noëlle, Öberg, Oda, Odd, Øystein, Peter, "
    "Strauss, Strauß, Ulf, Ümit, Vera, Wim, Zara, Zoe, Zoé, Zoë, Þór, Иван, علی, 山田"
)
SWEDISH = (
    "7 hav, Aase, Abel, adam, Adam, Ádám, anna, Anna, Anna Berg, Anna-Lis, Annabel, Bo, Célia, Cilla, "
    "Dan, Đorđe, Eva, Éva, Ewa, Odd, Olle, Tea, Thor, Þóra, Tyra, Vera, Vidar, Wera, Ümit, Yngve, "
    "Zara, Zoe, Zoë, åke, Åke, Åse, Ädla, Ängla, Æsa, Öberg, Östen, Øystein, Иван"
)
NORWEGIAN = (
    "7 hav, Abel, adam, Adam, Ádám, anna, Anna, Anna Berg, Anna-Lis, Annabel, Bo, Célia, Cilla, Dan, "
    "Đorđe, Eva, Éva, Ewa, Odd, Olle, Tea, Thor, Þóra, Tyra, Vera, Vidar, Wera, Ümit, Yngve, Zara, "
    "Zoe, Zoë, Ädla, Ægir, Ængla, Æsa, Øberg, Östen, Öystein, Øyvind, åge, Åge, Aage, Ågot, Ås, Åse, "
    "Aase, Иван"
)
EXPECTED: dict[Language, str] = {"en": WITH_THEIR_BASE, "nl": WITH_THEIR_BASE, "sv": SWEDISH, "nb": NORWEGIAN}


@pytest.mark.parametrize("language", EXPECTED)
def test_names_stand_in_the_order_of_the_language(language: Language) -> None:
    expected = EXPECTED[language].split(", ")
    found = Random(0).sample(expected, len(expected))

    assert sorted(found, key=lambda one: sort_key(one, language)) == expected


def test_a_list_stands_in_the_order_of_its_reader() -> None:
    names = ("Öst", "Ås", "Ægir", "bo", "Bo", "Zoë")

    set_language("sv")
    swedish = sorted_by_name(names)
    set_language("nb")
    norwegian = [name for _, name in sorted_pairs((len(name), name) for name in names)]
    set_language("en")

    assert swedish == ["bo", "Bo", "Zoë", "Ås", "Ægir", "Öst"]
    assert norwegian == ["bo", "Bo", "Zoë", "Ægir", "Öst", "Ås"]
    assert sorted_by_name(names) == ["Ægir", "Ås", "bo", "Bo", "Öst", "Zoë"]
