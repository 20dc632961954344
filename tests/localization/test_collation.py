"""Names stand in the order that readers expect. The lists follow CLDR's rules for the four languages; they were written by hand."""

import ast
import re
from collections.abc import Iterator
from random import Random

import pytest

from domain.vocabulary import Language
from service.localization.collation import sort_key, sorted_by_name, sorted_pairs
from service.localization.current_translator import set_language
from tests.source_code import ROOT, nodes_of, python_files

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


NAMES = {"called", "label", "name", "title"}
"""What people read in a list."""
BY_NAME_IN_SQL = re.compile(r"order by (?:\w+\.)?(?:called|label|name|title)\b", re.IGNORECASE)


def sorts_by_name(node: ast.AST) -> bool:
    """Whether something is sorted by the code points of a name."""
    match node:
        case ast.Call(func=ast.Name(id="sorted") | ast.Attribute(attr="sort"), keywords=keywords):
            return any(named(one.value) for one in keywords if one.arg == "key")
        case _:
            return False


def named(key: ast.AST) -> bool:
    """Whether a key is made of a name as it is: not by way of `reader_key`."""
    match key:
        case ast.Call(func=ast.Name(id="reader_key")):
            return False
        case ast.Attribute(attr=attribute) if attribute in NAMES:
            return True
        case _:
            return any(named(one) for one in ast.iter_child_nodes(key))


def strays() -> Iterator[str]:
    for path in python_files("service/web", "service/api", "service/http", "service/jobs", "service/email"):
        yield from (
            f"{path.relative_to(ROOT)}:{node.lineno}"
            for node in nodes_of(path)
            if isinstance(node, ast.Call) and sorts_by_name(node)
        )
    for path in python_files("service/accounts", "service/read_models", "service/authorization"):
        if BY_NAME_IN_SQL.search(path.read_text(encoding="utf-8")):
            yield str(path.relative_to(ROOT))


def test_no_list_that_people_read_is_sorted_by_code_points() -> None:
    assert list(strays()) == []


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("sorted(people, key=lambda one: (one.on, one.name))", True),
        ("people.sort(key=lambda one: one.title.casefold())", True),
        ("sorted(people, key=lambda one: (one.on, reader_key(one.name)))", False),
    ],
)
def test_such_a_list_would_be_found(line: str, found: bool) -> None:
    assert any(map(sorts_by_name, ast.walk(ast.parse(line)))) is found
